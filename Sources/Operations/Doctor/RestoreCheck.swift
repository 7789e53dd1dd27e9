import Foundation

/// Was a restore interrupted?
public struct RestoreCheck: DoctorCheck {
    let home: HomePaths

    public init(home: HomePaths) { self.home = home }

    public func examine() async -> [DoctorFinding] {
        if Restore.isUnfinished(home) {
            return [
                DoctorFinding(
                    "restore", .problem, "A restore into \(home.root.path) was interrupted: what is there is not whole.",
                    remedy: "run the same `astrobase restore` again")
            ]
        }
        let places = RestorePlaces(home)
        let left: [String] = [places.stagedRoot, places.stagedData, places.stagedLandingPad].filter { access($0, F_OK) == 0 }
        if left.isEmpty { return [] }
        return [
            DoctorFinding(
                "restore", .warning, "A restore is under way, or was interrupted before it changed anything.",
                remedy: "run the same `astrobase restore` again, or remove what it left: rm -r "
                    + left.map(FolderCheck.quoted).joined(separator: " "))
        ]
    }
}
