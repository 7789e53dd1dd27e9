internal import CRabbitMQ

extension MessageProperties {
    init(_ from: amqp_basic_properties_t) {
        let flags = from._flags
        func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? { flags & UInt32(flag) == 0 ? nil : bytes.string }
        self.init(
            contentType: text(AMQP_BASIC_CONTENT_TYPE_FLAG, from.content_type),
            contentEncoding: text(AMQP_BASIC_CONTENT_ENCODING_FLAG, from.content_encoding),
            headers: flags & UInt32(AMQP_BASIC_HEADERS_FLAG) == 0 ? [:] : AMQPValue.table(from.headers),
            deliveryMode: flags & UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG) == 0 ? nil : from.delivery_mode,
            priority: flags & UInt32(AMQP_BASIC_PRIORITY_FLAG) == 0 ? nil : from.priority,
            correlationID: text(AMQP_BASIC_CORRELATION_ID_FLAG, from.correlation_id),
            replyTo: text(AMQP_BASIC_REPLY_TO_FLAG, from.reply_to),
            expiration: text(AMQP_BASIC_EXPIRATION_FLAG, from.expiration),
            messageID: text(AMQP_BASIC_MESSAGE_ID_FLAG, from.message_id),
            timestamp: flags & UInt32(AMQP_BASIC_TIMESTAMP_FLAG) == 0 ? nil : from.timestamp,
            type: text(AMQP_BASIC_TYPE_FLAG, from.type),
            userID: text(AMQP_BASIC_USER_ID_FLAG, from.user_id),
            appID: text(AMQP_BASIC_APP_ID_FLAG, from.app_id))
    }

    /// For one call of rabbitmq-c; what it points to is the arena's.
    func wire(_ arena: Arena) -> amqp_basic_properties_t {
        var to = amqp_basic_properties_t()
        func set(_ text: String?, _ flag: Int32, _ field: WritableKeyPath<amqp_basic_properties_t, amqp_bytes_t>) {
            guard let text else { return }
            to._flags |= UInt32(flag)
            to[keyPath: field] = arena.bytes(text)
        }
        set(contentType, AMQP_BASIC_CONTENT_TYPE_FLAG, \.content_type)
        set(contentEncoding, AMQP_BASIC_CONTENT_ENCODING_FLAG, \.content_encoding)
        set(correlationID, AMQP_BASIC_CORRELATION_ID_FLAG, \.correlation_id)
        set(replyTo, AMQP_BASIC_REPLY_TO_FLAG, \.reply_to)
        set(expiration, AMQP_BASIC_EXPIRATION_FLAG, \.expiration)
        set(messageID, AMQP_BASIC_MESSAGE_ID_FLAG, \.message_id)
        set(type, AMQP_BASIC_TYPE_FLAG, \.type)
        set(userID, AMQP_BASIC_USER_ID_FLAG, \.user_id)
        set(appID, AMQP_BASIC_APP_ID_FLAG, \.app_id)
        // An empty table is sent too: Celery's consumers expect one.
        to._flags |= UInt32(AMQP_BASIC_HEADERS_FLAG)
        to.headers = arena.table(headers)
        if let deliveryMode {
            to._flags |= UInt32(AMQP_BASIC_DELIVERY_MODE_FLAG)
            to.delivery_mode = deliveryMode
        }
        if let priority {
            to._flags |= UInt32(AMQP_BASIC_PRIORITY_FLAG)
            to.priority = priority
        }
        if let timestamp {
            to._flags |= UInt32(AMQP_BASIC_TIMESTAMP_FLAG)
            to.timestamp = timestamp
        }
        return to
    }
}
