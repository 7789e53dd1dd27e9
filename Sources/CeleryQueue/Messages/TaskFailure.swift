/// Why a task failed or a message is no task that this worker can do, as Celery tells it: the type, message and module of an
/// exception.
package struct TaskFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package var type: String
    package var message: String
    package var module: String

    package init(type: String, message: String, module: String) {
        self.type = type
        self.message = message
        self.module = module
    }

    /// An error of a handler, by the name of its type.
    package init(_ error: any Error) {
        if let failure = error as? TaskFailure {
            self = failure
        } else {
            self.init(type: "\(Swift.type(of: error))", message: Self.short("\(error)"), module: Self.ownModule)
        }
    }

    package var description: String { message }

    /// Where Python is told to look for the errors of our handlers; finding none, it makes a class of their name.
    static let ownModule = "astrobase"

    /// As Python's `repr` of an exception.
    package var repr: String { "\(type)(\(PythonRepr.quoted(message)))" }

    /// A message is shown to people, and goes into headers, which are bounded.
    private static func short(_ text: String) -> String {
        text.utf8.count <= 4096 ? text : String(text.prefix(1000)) + "…"
    }
}

extension TaskFailure {
    static func notRegistered(_ name: String) -> TaskFailure {
        TaskFailure(type: "NotRegistered", message: name, module: "celery.exceptions")
    }
    static func refusedContent(_ message: String) -> TaskFailure {
        TaskFailure(type: "ContentDisallowed", message: message, module: "kombu.exceptions")
    }
    static func undecodable(_ message: String) -> TaskFailure {
        TaskFailure(type: "DecodeError", message: message, module: "kombu.exceptions")
    }
    static func invalid(_ message: String) -> TaskFailure {
        TaskFailure(type: "InvalidTaskError", message: message, module: "celery.exceptions")
    }
    static func wrongArguments(_ message: String) -> TaskFailure {
        TaskFailure(type: "TypeError", message: message, module: "builtins")
    }
    static func wrongValue(_ message: String) -> TaskFailure {
        TaskFailure(type: "ValueError", message: message, module: "builtins")
    }
    static func workerLost(_ message: String) -> TaskFailure {
        TaskFailure(type: "WorkerLostError", message: message, module: "billiard.exceptions")
    }
    static func revoked(_ reason: String) -> TaskFailure {
        TaskFailure(type: "TaskRevokedError", message: reason, module: "celery.exceptions")
    }
}
