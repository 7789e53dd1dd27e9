internal import CRabbitMQ
import Foundation

/// From rabbitmq-c's values, which live no longer than the frame they came with.
extension AMQPValue {
    /// What lies deeper is read as null: one frame can hold tens of thousands of levels.
    static let maximumDepth = 100

    init(_ field: amqp_field_value_t, depth: Int = 0) {
        guard depth < Self.maximumDepth else {
            self = .null
            return
        }
        let value = field.value
        self =
            switch field.kind {
            case FieldKind.boolean: .bool(value.boolean != 0)
            case FieldKind.i8: .int(Int64(value.i8))
            case FieldKind.u8: .int(Int64(value.u8))
            case FieldKind.i16: .int(Int64(value.i16))
            case FieldKind.u16: .int(Int64(value.u16))
            case FieldKind.i32: .int(Int64(value.i32))
            case FieldKind.u32: .int(Int64(value.u32))
            case FieldKind.i64: .int(value.i64)
            case FieldKind.u64: .int(Int64(clamping: value.u64))
            case FieldKind.f32: .double(Double(value.f32))
            case FieldKind.f64: .double(value.f64)
            case FieldKind.decimal: .double(Double(value.decimal.value) / pow(10, Double(value.decimal.decimals)))
            case FieldKind.utf8: Self.text(value.bytes)
            case FieldKind.bytes: .bytes(value.bytes.array)
            case FieldKind.timestamp: .timestamp(value.u64)
            case FieldKind.array: .array(UnsafeBufferPointer(start: value.array.entries, count: Int(value.array.num_entries)).map { Self($0, depth: depth + 1) })
            case FieldKind.table: .table(Self.table(value.table, depth: depth + 1))
            default: .null
            }
    }

    private static func text(_ bytes: amqp_bytes_t) -> AMQPValue {
        if let text = String(validating: bytes.buffer, as: UTF8.self) { .string(text) } else { .bytes(bytes.array) }
    }

    static func table(_ table: amqp_table_t, depth: Int = 0) -> [String: AMQPValue] {
        let entries = UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries))
        var result = [String: AMQPValue](minimumCapacity: entries.count)
        for entry in entries { result[entry.key.string] = AMQPValue(entry.value, depth: depth) }
        return result
    }
}

extension amqp_bytes_t {
    var buffer: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: len == 0 ? nil : bytes?.assumingMemoryBound(to: UInt8.self), count: bytes == nil ? 0 : len)
    }
    var array: [UInt8] { [UInt8](buffer) }
    var string: String { String(decoding: buffer, as: UTF8.self) }
}
