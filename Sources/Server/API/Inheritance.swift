import Observations

/// What a child takes over from its master.
enum Inheritance {
    /// Instrument, filter and field name always; the rest where the child has nothing of its own yet.
    static func apply(_ parent: Observation, to child: inout Observation) {
        child.instrument = parent.instrument
        child.filter = parent.filter
        child.fieldName = parent.fieldName
        let plain = Observation(taskID: "", name: "")
        func take<T: Equatable>(_ path: WritableKeyPath<Observation, T>) {
            if child[keyPath: path] == plain[keyPath: path] { child[keyPath: path] = parent[keyPath: path] }
        }
        take(\.fieldRA)
        take(\.fieldDec)
        take(\.fieldFOV)
        take(\.quality)
        take(\.iso)
        take(\.focalLength)
        take(\.exposureSeconds)
        take(\.stackedImages)
        take(\.imageType)
        take(\.date)
        take(\.magnitude)
    }
}
