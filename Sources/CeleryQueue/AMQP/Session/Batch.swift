/// Messages of one call to `publish`, on their way.
final class Batch {
    let job: PublishJob
    /// The next to be sent.
    var next = 0
    /// Of the body of the one that is being sent in pieces: what is out; nil: none is.
    var sentBytes: Int?
    var publisher: Publisher?
    var unconfirmed = 0
    private var taken: [Bool]
    /// What went wrong with one or another of them.
    private var fault: AMQPError?
    /// Why the rest is not sent.
    private var stopped: AMQPError?
    private(set) var isOver = false
    private let whenOver: (() -> Void)?

    var messages: [OutgoingMessage] { job.messages }

    init(_ job: PublishJob, whenOver: (() -> Void)? = nil) {
        self.job = job
        self.whenOver = whenOver
        taken = Array(repeating: false, count: job.messages.count)
    }

    /// Whether nothing is left to be sent.
    var isSent: Bool { next == messages.count }

    /// Whether nothing more of it should be sent: it cannot succeed, or nobody waits.
    var isPointless: Bool { isOver || stopped != nil || job.waiter.isAnswered }

    func confirmed(_ position: Int, fault: AMQPError?) {
        unconfirmed -= 1
        if let fault {
            if self.fault == nil { self.fault = fault }
        } else {
            taken[position] = true
        }
        finishIfDone()
    }

    /// One that waits for no confirmation is out.
    func handedOver(_ position: Int) { taken[position] = true }

    func stop(_ error: AMQPError) {
        if stopped == nil { stopped = error }
        finishIfDone()
    }

    func finishIfDone() {
        guard !isOver, unconfirmed == 0, isSent || stopped != nil else { return }
        end(stopped ?? fault)
    }

    func end(_ error: AMQPError?) {
        guard !isOver else { return }
        isOver = true
        if var error {
            error.failed = taken.indices.filter { !taken[$0] }
            job.waiter.answer(.failure(error))
        } else {
            job.waiter.answer(.success(()))
        }
        whenOver?()
    }
}
