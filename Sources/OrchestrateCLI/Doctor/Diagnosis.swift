/// What one check of `doctor` found.
struct Diagnosis {
  enum Level: String {
    case ok, warning, failure
    /// What would decide could not be looked at now.
    case unknown = "cannot check"
  }

  /// The check, a stable kebab-case name.
  let check: String
  let level: Level
  let what: String
  /// How to mend it: a command or a few words; empty where all is well.
  let mend: String
  /// Mends it where that is safe, and says what was done.
  let cure: Cure?

  /// A way to mend something, in words and in deed.
  struct Cure {
    let what: String
    let act: () throws -> Void
  }

  static func ok(_ check: String, _ what: String) -> Diagnosis {
    Diagnosis(check: check, level: .ok, what: what, mend: "", cure: nil)
  }

  static func warning(
    _ check: String, _ what: String, mend: String, cure: Cure? = nil
  ) -> Diagnosis {
    Diagnosis(check: check, level: .warning, what: what, mend: mend, cure: cure)
  }

  static func failure(
    _ check: String, _ what: String, mend: String, cure: Cure? = nil
  ) -> Diagnosis {
    Diagnosis(check: check, level: .failure, what: what, mend: mend, cure: cure)
  }

  /// An error that came up where a check looked: not now, or wrong for good.
  init(_ check: String, _ error: any Error) {
    let failure = Failure(error)
    self.init(
      check: check, level: failure.status == .unavailable ? .unknown : .failure,
      what: failure.line, mend: failure.hint, cure: nil)
  }

  private init(check: String, level: Level, what: String, mend: String, cure: Cure?) {
    self.check = check
    self.level = level
    self.what = what
    self.mend = mend
    self.cure = cure
  }
}
