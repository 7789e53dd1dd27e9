/// Can anybody who reaches the server start commands?
public struct OpenCommandsCheck: DoctorCheck {
    let isOpen: Bool

    public init(isOpen: Bool) { self.isOpen = isOpen }

    public func examine() async -> [DoctorFinding] {
        guard isOpen else { return [] }
        return [
            DoctorFinding(
                "open commands", .warning,
                "Anybody who reaches the server may run commands and set statuses without a log-in (LEGACY_OPEN_COMMANDS=true).",
                remedy: "unset LEGACY_OPEN_COMMANDS once every client sends credentials")
        ]
    }
}
