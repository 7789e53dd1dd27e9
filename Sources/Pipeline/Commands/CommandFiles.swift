import Observations

/// The files of a solved observation that commands work on.
struct CommandFiles {
    let directory: String
    let fits: String
    /// The picture with the solver's names on it; the photo itself where there is none.
    let input: String

    /// - Parameter plainPhoto: the photo without what was drawn on it.
    /// - Throws: `JobError` where it is not solved, or where a name cannot stand among the parameters of a job.
    init(_ observation: Observation, plainPhoto: Bool = false) throws {
        func file(_ type: String) -> String? { observation.products.last { $0.type == type }?.filename }
        guard let fits = file("fits") ?? file("wcs_fits"), let input = (plainPhoto ? nil : file("annotated")) ?? file("raw")
        else {
            throw JobError("Observation \(observation.taskID) is not solved: it has no solution to draw by")
        }
        guard ![observation.taskID, fits, input].contains(where: { $0.contains(",") }) else {
            throw JobError("A file of observation \(observation.taskID) has a comma in its name, which no job can have")
        }
        (directory, self.fits, self.input) = (observation.taskID, fits, input)
    }

    /// The parameters of a job that draws on the picture.
    func words(_ suffix: String) -> String { "\(directory),\(fits),\(input),\(output(suffix))" }

    private func output(_ suffix: String) -> String {
        let name = FileNameParts(input)
        return FileNameParts(stem: "\(name.stem)_\(suffix)", fileExtension: name.fileExtension).name
    }
}
