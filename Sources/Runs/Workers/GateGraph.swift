import JSONDocument
import Records

/// Which gates need which, as `needs` says it, or one after the other where no gate has it.
enum GateGraph {
  /// A gate with the place of its `needs` in the file, nil where it has none.
  struct Node {
    let id: GateID
    let needs: JSONCursor?
  }

  /// The needs of each gate in the order of the gates; an unknown one, and a circle, are errors with their place.
  static func needs(of nodes: [Node]) throws(JSONError) -> [[GateID]] {
    guard nodes.contains(where: { $0.needs != nil }) else {
      return nodes.indices.map { $0 == 0 ? [] : [nodes[$0 - 1].id] }
    }
    var needs: [[GateID]] = []
    for node in nodes { needs.append(try Self.needs(node, among: nodes.map(\.id))) }
    try refuseCircle(nodes, needs)
    return needs
  }

  private static func needs(_ node: Node, among known: [GateID]) throws(JSONError) -> [GateID] {
    guard let cursor = node.needs else { return [] }
    var needs: [GateID] = []
    for element in try cursor.array(atMost: 1_000) {
      let name = try element.string()
      guard let id = GateID(name), known.contains(id) else {
        throw element.error(
          "\(node.id) needs '\(name)', which is no gate of this workflow",
          hint: JSONCursor.suggestion(for: name, among: known.map(\.description)))
      }
      if needs.contains(id) {
        throw element.error("\(node.id) names \(id) twice", hint: "take one of them out")
      }
      needs.append(id)
    }
    return needs
  }

  /// Takes away, again and again, the gates that need none of those left; whatever stays is in a circle or behind one.
  private static func refuseCircle(_ nodes: [Node], _ needs: [[GateID]]) throws(JSONError) {
    let position = Dictionary(
      nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var missing = needs.map(\.count)
    var dependents: [GateID: [Int]] = [:]
    for (index, list) in needs.enumerated() {
      for need in list { dependents[need, default: []].append(index) }
    }
    var free = nodes.indices.filter { missing[$0] == 0 }
    while let index = free.popLast() {
      for dependent in dependents[nodes[index].id, default: []] {
        missing[dependent] -= 1
        if missing[dependent] == 0 { free.append(dependent) }
      }
    }
    guard var here = nodes.indices.first(where: { missing[$0] > 0 }) else { return }
    // Every gate that is left needs one that is left, so this way must come back to itself.
    var way: [Int] = []
    while !way.contains(here) {
      way.append(here)
      guard let next = needs[here].compactMap({ position[$0] }).first(where: { missing[$0] > 0 })
      else { return }
      here = next
    }
    let circle = way[(way.firstIndex(of: here) ?? 0)...] + [here]
    guard let cursor = nodes[here].needs else { return }
    throw cursor.error(
      "these gates need each other: \(circle.map { "\(nodes[$0].id)" }.joined(separator: " needs "))",
      hint: "take one of these needs out")
  }
}
