import Foundation

extension TaskMessage {
    /// Reads a message.
    ///
    /// - Throws: `TaskFailure` that says what is wrong with it.
    package init(properties: MessageProperties, body: [UInt8], tooLarge: UInt64? = nil) throws(TaskFailure) {
        let headers = properties.headers
        try Self.checkContent(properties)
        if let tooLarge { throw .refusedContent("the message's body of \(tooLarge) bytes is larger than this worker takes") }
        guard let name = headers["task"], !name.isNull else {
            throw .invalid("the message has no header \"task\": it is no task of Celery's message protocol 2")
        }
        guard let name = name.string, !name.isEmpty, name.utf8.count <= 255 else {
            throw .invalid("the header \"task\" is no name of a task")
        }
        guard let id = headers["id"]?.string else { throw .invalid("the message has no header \"id\"") }
        guard Self.isPlain(id) else { throw .invalid("the task's id is no plain name: \(PythonRepr.safe(.string(id), limit: 100))") }

        self.id = id
        self.name = name
        retries = Int(clamping: headers["retries"]?.int ?? 0)
        guard retries >= 0 else { throw .invalid("the header \"retries\" is negative") }
        eta = try Self.time(headers, "eta")
        expires = try Self.time(headers, "expires")
        replyTo = properties.replyTo.flatMap { $0.isEmpty ? nil : $0 }
        correlationID = properties.correlationID ?? id
        ignoresResult = headers["ignore_result"]?.bool ?? false
        rootID = headers["root_id"]?.string
        parentID = headers["parent_id"]?.string
        priority = Int(properties.priority ?? 0)
        key = headers[Header.key]?.string
        deliveries = max(0, Int(clamping: headers[Header.deliveries]?.int ?? 0))

        (arguments, keywords) = try Self.payload(body)
        argumentsRepr = headers["argsrepr"]?.string ?? PythonRepr.safe(.array(arguments))
        keywordsRepr = headers["kwargsrepr"]?.string ?? PythonRepr.safe(.object(keywords))
    }

    private static func checkContent(_ properties: MessageProperties) throws(TaskFailure) {
        switch properties.contentType?.lowercased() {
        case "application/json": break
        case "application/x-python-serialize":
            throw .refusedContent("pickle (application/x-python-serialize) is refused: it can make a reader run anything; send JSON")
        case let other?: throw .refusedContent("the content type \(PythonRepr.safe(.string(other), limit: 100)) is refused; send JSON")
        case nil: throw .refusedContent("the message has no content type; send application/json")
        }
        switch properties.contentEncoding?.lowercased() {
        case "utf-8", "utf8", "us-ascii", "ascii", nil: break
        case let other?: throw .refusedContent("the content encoding \(PythonRepr.safe(.string(other), limit: 100)) is refused; send utf-8")
        }
        if let compression = properties.headers["compression"], !compression.isNull {
            throw .refusedContent("a compressed body (\(compression.string ?? "?")) is refused; send it as it is")
        }
    }

    private static func time(_ headers: [String: AMQPValue], _ name: String) throws(TaskFailure) -> Date? {
        guard let value = headers[name], !value.isNull else { return nil }
        guard let text = value.string, let date = Timestamp.parse(text) else {
            throw .invalid("the header \"\(name)\" is no time in ISO 8601")
        }
        return date
    }

    private static func payload(_ body: [UInt8]) throws(TaskFailure) -> ([JSONValue], JSONObject) {
        let value: JSONValue
        do { value = try JSONValue(parsing: body) } catch { throw .undecodable("the body is \(error)") }
        guard let parts = value.array, parts.count == 3 else {
            throw .invalid("the body is no list of arguments, keyword arguments and options")
        }
        guard let arguments = parts[0].array else { throw .invalid("the positional arguments are no list") }
        guard let keywords = parts[1].object else { throw .invalid("the keyword arguments are no object") }
        guard let options = parts[2].object else {
            guard parts[2] == .null else { throw .invalid("the options in the body are no object") }
            return (arguments, keywords)
        }
        for name in ["callbacks", "errbacks", "chain", "chord"] {
            switch options[name] {
            case nil, .null, .array([]): continue
            default: throw .invalid("the task has \(name), which this worker does not follow: send the tasks one by one")
            }
        }
        return (arguments, keywords)
    }
}
