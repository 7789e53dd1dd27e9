import Foundation
import Logging

/// An error whose message is all that a person needs.
struct PlainError: Error {
    var message: String

    init(_ message: String) { self.message = message }
}

func printError(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// One line on standard output, written at once: a reader at the other end of a pipe sees it now.
func printLine(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

/// One JSON object on a line of its own.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    printLine(String(decoding: try encoder.encode(value), as: UTF8.self))
}

/// A logger that writes to standard error, so that standard output holds results alone.
func makeLogger(_ label: String = "astrobase", level: Logger.Level) -> Logger {
    var logger = Logger(label: label) { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = level
    return logger
}
