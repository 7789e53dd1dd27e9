internal import CRabbitMQ

/// A frame from the broker, copied out of rabbitmq-c's memory.
enum Frame {
    case method(channel: UInt16, Method)
    case header(channel: UInt16, bodySize: UInt64, MessageProperties)
    /// Valid until the next frame is read.
    case body(channel: UInt16, UnsafeBufferPointer<UInt8>)
}

/// What the broker says.
enum Method {
    case deliver(consumer: String, tag: UInt64, redelivered: Bool, exchange: String, routingKey: String)
    case getOK(tag: UInt64, redelivered: Bool, exchange: String, routingKey: String)
    case getEmpty
    case returned(code: Int, text: String, exchange: String, routingKey: String)
    case ack(tag: UInt64, multiple: Bool)
    case nack(tag: UInt64, multiple: Bool)
    case cancelledByBroker(consumer: String)
    case channelClose(code: Int, text: String)
    case channelCloseOK
    case connectionClose(code: Int, text: String)
    case blocked(reason: String)
    case unblocked
    case flow(active: Bool)
    case queueStatus(QueueStatus)
    case count(Int)
    case consumeOK
    /// The other replies, which say nothing more.
    case done
    case unknown(UInt32)
}

extension Method {
    init(_ method: amqp_method_t) {
        func read<T>(_: T.Type) -> T { method.decoded.assumingMemoryBound(to: T.self).pointee }
        switch method.id {
        case AMQP_BASIC_DELIVER_METHOD:
            let m = read(amqp_basic_deliver_t.self)
            self = .deliver(
                consumer: m.consumer_tag.string, tag: m.delivery_tag, redelivered: m.redelivered != 0, exchange: m.exchange.string,
                routingKey: m.routing_key.string)
        case AMQP_BASIC_ACK_METHOD:
            let m = read(amqp_basic_ack_t.self)
            self = .ack(tag: m.delivery_tag, multiple: m.multiple != 0)
        case AMQP_BASIC_NACK_METHOD:
            let m = read(amqp_basic_nack_t.self)
            self = .nack(tag: m.delivery_tag, multiple: m.multiple != 0)
        case AMQP_BASIC_GET_OK_METHOD:
            let m = read(amqp_basic_get_ok_t.self)
            self = .getOK(tag: m.delivery_tag, redelivered: m.redelivered != 0, exchange: m.exchange.string, routingKey: m.routing_key.string)
        case AMQP_BASIC_GET_EMPTY_METHOD: self = .getEmpty
        case AMQP_BASIC_RETURN_METHOD:
            let m = read(amqp_basic_return_t.self)
            self = .returned(
                code: Int(m.reply_code), text: m.reply_text.string, exchange: m.exchange.string, routingKey: m.routing_key.string)
        case AMQP_BASIC_CANCEL_METHOD: self = .cancelledByBroker(consumer: read(amqp_basic_cancel_t.self).consumer_tag.string)
        case AMQP_CHANNEL_CLOSE_METHOD:
            let m = read(amqp_channel_close_t.self)
            self = .channelClose(code: Int(m.reply_code), text: m.reply_text.string)
        case AMQP_CHANNEL_CLOSE_OK_METHOD: self = .channelCloseOK
        case AMQP_CONNECTION_CLOSE_METHOD:
            let m = read(amqp_connection_close_t.self)
            self = .connectionClose(code: Int(m.reply_code), text: m.reply_text.string)
        case AMQP_CONNECTION_BLOCKED_METHOD: self = .blocked(reason: read(amqp_connection_blocked_t.self).reason.string)
        case AMQP_CONNECTION_UNBLOCKED_METHOD: self = .unblocked
        case AMQP_CHANNEL_FLOW_METHOD: self = .flow(active: read(amqp_channel_flow_t.self).active != 0)
        case AMQP_QUEUE_DECLARE_OK_METHOD:
            let m = read(amqp_queue_declare_ok_t.self)
            self = .queueStatus(QueueStatus(name: m.queue.string, messages: Int(m.message_count), consumers: Int(m.consumer_count)))
        case AMQP_QUEUE_PURGE_OK_METHOD: self = .count(Int(read(amqp_queue_purge_ok_t.self).message_count))
        case AMQP_QUEUE_DELETE_OK_METHOD: self = .count(Int(read(amqp_queue_delete_ok_t.self).message_count))
        case AMQP_BASIC_CONSUME_OK_METHOD: self = .consumeOK
        case AMQP_CONNECTION_CLOSE_OK_METHOD, AMQP_CHANNEL_OPEN_OK_METHOD, AMQP_QUEUE_BIND_OK_METHOD, AMQP_QUEUE_UNBIND_OK_METHOD, AMQP_EXCHANGE_DECLARE_OK_METHOD,
            AMQP_EXCHANGE_DELETE_OK_METHOD, AMQP_BASIC_QOS_OK_METHOD, AMQP_BASIC_CANCEL_OK_METHOD, AMQP_CONFIRM_SELECT_OK_METHOD:
            self = .done
        default: self = .unknown(method.id)
        }
    }
}
