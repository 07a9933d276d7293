import Runs
package import Verification

extension RunStore {
  /// The deepest that a stray folder is followed, and the most entries that are told of it.
  private static var depthLimit: Int { 8 }

  /// All that stands below `record/` in the folder of a run, with the bytes of what may be a record file.
  ///
  /// What cannot be read is told as that; a folder of more entries than the limit is not looked into. A folder that is not there
  /// holds nothing.
  package func folder(of run: String, entryLimit: Int = RunStore.entryLimit) -> RunFolder {
    let path = "\(RunPaths.runs)/\(run)/record"
    let folder: Folder
    do { folder = try root.folder(path) } catch {
      switch error.kind {
      case .missing: return RunFolder(name: run, entries: [])
      case .notAFolder, .linkOnTheWay, .notRegular:
        let parent = "\(RunPaths.runs)/\(run)"
        let isFolder = (try? root.status(of: parent)) == .other(.folder)
        return RunFolder(name: run, entries: [], obstacle: isFolder ? path : parent)
      default:
        let unreadable = RunFolder.Entry(path: [], content: .unreadable(error.reason))
        return RunFolder(name: run, entries: [unreadable])
      }
    }
    var entries: [RunFolder.Entry] = []
    Self.walk(folder, [], entryLimit, &entries)
    return RunFolder(
      name: run, entries: entries.sorted { $0.path.lexicographicallyPrecedes($1.path) })
  }

  private static func walk(
    _ folder: Folder, _ way: [UInt8], _ entryLimit: Int, _ entries: inout [RunFolder.Entry]
  ) {
    func add(
      _ path: [UInt8], _ content: RunFolder.Entry.Content, part: RunFolder.Part? = nil
    ) {
      entries.append(RunFolder.Entry(path: path, part: part, content: content))
    }
    let list: [FolderEntry]
    do { list = try folder.list("", limit: entryLimit) } catch {
      if case .tooMany(let limit) = error.kind { return add(way, .crowded(limit: limit)) }
      return add(way, .unreadable(error.reason))
    }
    for entry in list {
      let path = way + entry.name
      guard let name = String(validating: entry.name, as: UTF8.self) else {
        add(path, .stray)
        continue
      }
      switch entry.kind {
      case .regular:
        let part = RunFolder.Part(path: path)
        add(path, part == nil ? .stray : content(of: name, in: folder), part: part)
      case .folder:
        do {
          guard path.count(where: { $0 == 0x2F }) < depthLimit else {
            add(path, .other("a deep folder"))
            continue
          }
          walk(try folder.folder(name), path + [0x2F], entryLimit, &entries)
        } catch {
          add(path, .unreadable(error.reason))
        }
      default: add(path, .other(entry.kind.description), part: RunFolder.Part(path: path))
      }
    }
  }

  private static func content(of name: String, in folder: Folder) -> RunFolder.Entry.Content {
    do { return .file(try folder.read(name, limit: recordLimit)) } catch {
      switch error.kind {
      case .tooLarge: return .tooLarge
      case .notRegular(let kind): return .other(kind.description)
      default: return .unreadable(error.reason)
      }
    }
  }
}
