import FITS
import Foundation
import Imaging
import Observations
import PlateSolving
import Raster
import Sky
import Threads
import WCS

/// From a solver's results to products and record. Every part can be done again: files are replaced whole, by the same.
extension ProcessStep {
    struct Solution: Sendable {
        var wcs: WCS
        var header: FITSHeader
        var picture: URL
        var facts: PictureFacts
    }

    func finish(_ observation: Observation) async throws {
        let job = observation.job
        let results: SolveResults
        switch try await solver.state(of: job) {
        case .failed(let reason): throw SolveFailure(reason)
        case .unknown: throw SolveFailure("The solver \(solver.name) no longer has the results of \(job)")
        default: results = try await solver.results(of: job)
        }
        let solution = try await solution(of: observation, results)
        let products = try await placeProducts(of: observation, results, solution)
        try await repository.addProducts(products, taskID: observation.taskID)

        // What was drawn for this very solution before stays; it is drawn again.
        let names = Set(products.map(\.filename) + ProductName.drawings.map { $0(job).filename })
        let old = observation.products.filter { ProductName.types.contains($0.type) && !names.contains($0.filename) }
        let (wcs, gone) = (solution.wcs, Set(old.map(\.filename)))
        try await repository.change(
            id: observation.id, expecting: [.processed, .waiting],
            requesting: [RegistrationTasks.draw(observation: observation.id, job: job)]
        ) {
            $0.take(wcs, results)
            $0.products.removeAll { gone.contains($0.filename) }
            $0.status = .done
        }
        // Products of an earlier solution: no record names them any more.
        if !old.isEmpty { try? await archive.trash(products: old.map(\.filename), taskID: observation.taskID) }
        progress.send(
            ProgressEvent(
                photo: observation.name, taskID: observation.taskID, step: .process, outcome: .done,
                detail: Self.describe(wcs)))
        // What is not discarded now is swept at the next start.
        try? await solver.discard(job)
    }

    /// The stars that the solver saw in a picture it could not solve, as a table and marked in the picture; none where it does not tell.
    func evidence(of observation: Observation) async -> [DataProduct] {
        guard let table = try? await solver.detectedStars(of: observation.job),
            let raw = observation.products.first(where: { $0.type == "raw" }),
            let picture = try? archive.existingFile(ArchivePath("\(observation.taskID)/\(raw.filename)"))
        else { return [] }
        let (axy, seen) = (ProductName.axy(observation.job), ProductName.seen(observation.job))
        let limit = configuration.limitMegapixels
        do {
            let stars = try await archive.place(table, taskID: observation.taskID, filename: axy.filename)
            let marked = try await archive.place(taskID: observation.taskID, filename: seen.filename) { path in
                try SeenStars.draw(on: picture.path, table: table.path, to: path, limitMegapixels: limit)
            }
            return [
                DataProduct(filename: axy.filename, type: axy.type, size: stars.size, sha256: stars.sha256),
                DataProduct(filename: seen.filename, type: seen.type, size: marked.size, sha256: marked.sha256),
            ]
        } catch {
            progress.trouble("process \(observation.taskID)", step: .process, photo: observation.name, "Its stars cannot be shown: \(error)", error)
            return []
        }
    }

    /// The WCS of the upright picture, checked against the picture it is for.
    func solution(of observation: Observation, _ results: SolveResults) async throws -> Solution {
        guard let raw = observation.products.first(where: { $0.type == "raw" }) else {
            throw SolveFailure("Observation \(observation.taskID) has no raw file")
        }
        let picture = try archive.existingFile(ArchivePath("\(observation.taskID)/\(raw.filename)"))
        return try await pool.run { [inspector, configuration] in
            let facts = try inspector.facts(path: picture.path, limitMegapixels: configuration.limitMegapixels)
            let header = try FITSHeader(parsing: Data(contentsOf: results.wcs))
            // Solvers deliver upright pixels, with or without the mark.
            let size = facts.uprightSize
            do {
                let wcs = try WCS(header: header, width: size.width, height: size.height, frame: .upright)
                return Solution(wcs: wcs, header: header, picture: picture, facts: facts)
            } catch let error as WCSError {
                throw SolveFailure("The solver's WCS cannot be used: \(error.message)")
            }
        }
    }

    private func placeProducts(
        of observation: Observation, _ results: SolveResults, _ solution: Solution
    ) async throws -> [DataProduct] {
        let job = observation.job
        var products: [DataProduct] = []
        func keep(_ name: ProductName, _ digest: FileDigest) {
            products.append(
                DataProduct(filename: name.filename, type: name.type, size: digest.size, sha256: digest.sha256))
        }
        for (name, file) in [
            (ProductName.axy(job), results.axy), (.corr(job), results.corr), (.rdls(job), results.rdls),
        ] {
            guard let file else { continue }
            keep(name, try await archive.place(file, taskID: observation.taskID, filename: name.filename))
        }
        let wcs = ProductName.wcs(job)
        let marked = solution.wcs.header
        keep(
            wcs,
            try await archive.place(taskID: observation.taskID, filename: wcs.filename) { path in
                try FITSImageWriter.writeHeaderOnly(path: path, header: marked)
            })
        let fits = ProductName.fits(job)
        let (inspector, cards) = (inspector, solution.wcs.solutionCards)
        let (picture, facts) = (solution.picture.path, solution.facts)
        keep(
            fits,
            try await archive.place(taskID: observation.taskID, filename: fits.filename) { path in
                try inspector.writeFITS(path: picture, facts: facts, to: path, cards: cards)
            })
        return products
    }

    private static func describe(_ wcs: WCS) -> String {
        func text(_ value: Double, _ digits: Int) -> String {
            value.formatted(.number.precision(.fractionLength(digits)).grouping(.never).locale(Locale(identifier: "en_US_POSIX")))
        }
        return "ra \(text(wcs.centre.ra, 4)), dec \(text(wcs.centre.dec, 4)), radius \(text(wcs.radius, 2)) deg"
    }
}
