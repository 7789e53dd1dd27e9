import Foundation

/// A queue's name that no other test uses.
func uniqueName(_ name: String) -> String { "\(name)-\(UUID().uuidString.prefix(8))" }
