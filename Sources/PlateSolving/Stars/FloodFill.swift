/// Collects the connected pixels above a height, with their moments.
struct FloodFill {
    struct Blob {
        var x: Double
        var y: Double
        var sum: Double
        var area: Int
        var elongation: Double
    }

    private let limit: Int
    private var number: Int32 = 0
    private var stack: [Int] = []
    private var members: [Int] = []

    init(limit: Int) { self.limit = limit }

    /// - Parameter owners: for each pixel 0, or the number of the object that has it; this object's are added.
    /// - Returns: nil where the object touches a brighter one, or is larger than the limit.
    mutating func blob(from start: Int, above height: Float, in image: GreyImage, owners: inout [Int32]) -> Blob? {
        let width = image.width
        stack.removeAll(keepingCapacity: true)
        members.removeAll(keepingCapacity: true)
        stack.append(start)
        number += 1
        owners[start] = number
        var touches = false
        while let index = stack.popLast() {
            members.append(index)
            // The rest of an object that is too large stays unvisited; its own maxima then touch what was.
            if members.count > limit { return nil }
            let x = index % width
            for next in [x > 0 ? index - 1 : -1, x + 1 < width ? index + 1 : -1, index - width, index + width]
            where next >= 0 && next < image.pixels.count && image.pixels[next] > height {
                if owners[next] == 0 {
                    owners[next] = number
                    stack.append(next)
                } else if owners[next] != number {
                    touches = true
                }
            }
        }
        return touches ? nil : moments(of: image, above: height)
    }

    private func moments(of image: GreyImage, above height: Float) -> Blob {
        var total = 0.0
        var sum = 0.0
        var mx = 0.0
        var my = 0.0
        for index in members {
            // Weighted by what stands above the contour, so that a pixel at its rim enters gently.
            let weight = Double(image.pixels[index] - height) + 1e-6
            total += weight
            sum += Double(image.pixels[index])
            mx += weight * Double(index % image.width)
            my += weight * Double(index / image.width)
        }
        let x = mx / total
        let y = my / total
        var xx = 1.0 / 12
        var yy = 1.0 / 12
        var xy = 0.0
        for index in members {
            let dx = Double(index % image.width) - x
            let dy = Double(index / image.width) - y
            xx += dx * dx / Double(members.count)
            yy += dy * dy / Double(members.count)
            xy += dx * dy / Double(members.count)
        }
        let mean = (xx + yy) / 2
        let spread = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
        let elongation = ((mean + spread) / max(mean - spread, 1.0 / 24)).squareRoot()
        return Blob(x: x, y: y, sum: sum, area: members.count, elongation: elongation)
    }
}
