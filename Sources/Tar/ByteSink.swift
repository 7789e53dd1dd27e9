/// Where bytes go one after another.
package protocol ByteSink: AnyObject {
    func write(_ bytes: UnsafeRawBufferPointer) throws
    /// Nothing follows; what was held back is written.
    func finish() throws
}

/// Where bytes come from one after another.
package protocol ByteSource: AnyObject {
    /// Bytes put into the buffer's front; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension PlainFile: ByteSink {
    package func finish() throws { try sync() }
}

extension PlainFile: ByteSource {}
