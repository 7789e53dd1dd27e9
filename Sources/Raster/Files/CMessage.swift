/// The message buffer of a C shim as text.
func withMessage<R>(_ length: Int32, _ body: (UnsafeMutablePointer<CChar>) throws -> R) rethrows -> (R, String) {
    try withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(length)) { buffer in
        buffer.initialize(repeating: 0)
        let message = buffer.baseAddress.unsafelyUnwrapped  // the capacity is a positive constant of the shim
        let result = try body(message)
        return (result, String(cString: message))
    }
}
