internal import CRabbitMQ

/// Memory for what is handed to rabbitmq-c in one call; all of it is given back at once.
final class Arena {
    private var pool = amqp_pool_t()

    init() { init_amqp_pool(&pool, 16 << 10) }

    deinit { empty_amqp_pool(&pool) }

    func reset() { recycle_amqp_pool(&pool) }

    func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { copy(UnsafeRawBufferPointer($0)) }
    }

    func bytes(_ array: [UInt8]) -> amqp_bytes_t { array.withUnsafeBytes { copy($0) } }

    private func copy(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard let base = source.baseAddress, source.count > 0, let room = amqp_pool_alloc(&pool, source.count) else {
            return amqp_bytes_t(len: 0, bytes: nil)
        }
        room.copyMemory(from: base, byteCount: source.count)
        return amqp_bytes_t(len: source.count, bytes: room)
    }

    func table(_ values: [String: AMQPValue]) -> amqp_table_t {
        guard !values.isEmpty, let room = amqp_pool_alloc(&pool, values.count * MemoryLayout<amqp_table_entry_t>.stride) else {
            return amqp_table_t(num_entries: 0, entries: nil)
        }
        let entries = room.bindMemory(to: amqp_table_entry_t.self, capacity: values.count)
        for (index, (key, value)) in values.enumerated() {
            (entries + index).initialize(to: amqp_table_entry_t(key: bytes(key), value: field(value)))
        }
        return amqp_table_t(num_entries: Int32(values.count), entries: entries)
    }

    private func field(_ value: AMQPValue) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        switch value {
        case .null:
            field.kind = FieldKind.void
        case .bool(let bool):
            field.kind = FieldKind.boolean
            field.value.boolean = bool ? 1 : 0
        case .int(let int):
            if let short = Int32(exactly: int) {
                field.kind = FieldKind.i32
                field.value.i32 = short
            } else {
                field.kind = FieldKind.i64
                field.value.i64 = int
            }
        case .double(let double):
            field.kind = FieldKind.f64
            field.value.f64 = double
        case .string(let text):
            field.kind = FieldKind.utf8
            field.value.bytes = bytes(text)
        case .bytes(let array):
            field.kind = FieldKind.bytes
            field.value.bytes = bytes(array)
        case .timestamp(let seconds):
            field.kind = FieldKind.timestamp
            field.value.u64 = seconds
        case .table(let table):
            field.kind = FieldKind.table
            field.value.table = self.table(table)
        case .array(let array):
            field.kind = FieldKind.array
            field.value.array = self.array(array)
        }
        return field
    }

    private func array(_ values: [AMQPValue]) -> amqp_array_t {
        guard !values.isEmpty, let room = amqp_pool_alloc(&pool, values.count * MemoryLayout<amqp_field_value_t>.stride) else {
            return amqp_array_t(num_entries: 0, entries: nil)
        }
        let entries = room.bindMemory(to: amqp_field_value_t.self, capacity: values.count)
        for (index, value) in values.enumerated() { (entries + index).initialize(to: field(value)) }
        return amqp_array_t(num_entries: Int32(values.count), entries: entries)
    }
}

/// The letters that AMQP marks a value's type with.
enum FieldKind {
    static let boolean = UInt8(ascii: "t")
    static let i8 = UInt8(ascii: "b"), u8 = UInt8(ascii: "B"), i16 = UInt8(ascii: "s"), u16 = UInt8(ascii: "u")
    static let i32 = UInt8(ascii: "I"), u32 = UInt8(ascii: "i"), i64 = UInt8(ascii: "l"), u64 = UInt8(ascii: "L")
    static let f32 = UInt8(ascii: "f"), f64 = UInt8(ascii: "d"), decimal = UInt8(ascii: "D")
    static let utf8 = UInt8(ascii: "S"), bytes = UInt8(ascii: "x")
    static let array = UInt8(ascii: "A"), table = UInt8(ascii: "F"), timestamp = UInt8(ascii: "T"), void = UInt8(ascii: "V")
}
