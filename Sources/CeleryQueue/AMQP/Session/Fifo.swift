/// First in, first out; both ends in constant time.
struct Fifo<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }
    var count: Int { elements.count - head }
    var first: Element? { isEmpty ? nil : elements[head] }

    mutating func append(_ element: Element) { elements.append(element) }

    /// Puts it before the first.
    mutating func prepend(_ element: Element) {
        if head > 0 {
            head -= 1
            elements[head] = element
        } else {
            elements.insert(element, at: 0)
        }
    }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        defer {
            elements[head] = nil
            head += 1
            if head == elements.count {
                elements.removeAll(keepingCapacity: head < 4096)
                head = 0
            } else if head > 64, head * 2 > elements.count {
                elements.removeFirst(head)
                head = 0
            }
        }
        return elements[head]
    }

    /// Counted from the first.
    subscript(index: Int) -> Element? {
        get { elements[head + index] }
        set { elements[head + index] = newValue }
    }

    /// In order.
    var all: [Element] { elements[head...].compactMap(\.self) }

    mutating func removeAll() -> [Element] {
        defer { (elements, head) = ([], 0) }
        return elements[head...].compactMap(\.self)
    }

    mutating func remove(where matches: (Element) -> Bool) {
        elements = elements[head...].filter { $0.map { !matches($0) } ?? false }
        head = 0
    }
}
