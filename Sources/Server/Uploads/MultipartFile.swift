import Foundation
import Hummingbird
import NIOCore

/// The first file in a form, read as it comes: never more than a piece of it is in memory.
struct MultipartFile {
    private var body: RequestBody.AsyncIterator
    private var reader: MultipartReader
    /// What was read and is not handed out.
    private var events: ArraySlice<MultipartReader.Event> = []

    /// Nil where the type is no form with a boundary.
    init?(contentType: String, body: RequestBody.AsyncIterator) {
        guard let reader = MultipartReader(contentType: contentType) else { return nil }
        (self.reader, self.body) = (reader, body)
    }

    /// Passes over the form's other fields.
    ///
    /// - Returns: the file's name; nil where the form has no file.
    mutating func findFile() async throws -> String? {
        while let event = try await event() {
            if case .part(_, let filename?) = event { return filename }
        }
        return nil
    }

    /// The next piece of the part that is read; nil at its end.
    mutating func next() async throws -> Data? {
        guard case .bytes(let bytes)? = try await event() else { return nil }
        return Data(bytes)
    }

    private mutating func event() async throws -> MultipartReader.Event? {
        do {
            while events.isEmpty {
                guard let buffer = try await body.next() else {
                    try reader.finish()
                    return nil
                }
                events = try reader.feed(buffer.readableBytesView)[...]
            }
            return events.removeFirst()
        } catch let failure as MultipartReader.Failure {
            throw APIError(.badRequest, detail: "Multipart form parse error - \(failure.message)")
        }
    }
}
