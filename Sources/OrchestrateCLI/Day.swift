import CommandGrammar
import Records

/// A day of the calendar, in UTC.
struct Day: ArgumentValue {
  let start: Instant
  let argumentText: String

  init(argument: String) throws(ValueRefusal) {
    guard argument.utf8.count == 10, let start = Instant(argument + "T00:00:00.000Z") else {
      throw ValueRefusal(needs: "a day such as 2026-01-31")
    }
    self.start = start
    argumentText = argument
  }
}
