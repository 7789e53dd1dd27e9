/// Values by their rank, without sorting all of them.
enum OrderStatistic {
    /// Rearranges the values around the one of this rank and gives it: the values before it are not larger, those behind it not
    /// smaller (Hoare's quickselect).
    ///
    /// - Parameters:
    ///   - rank: 0 for the smallest.
    ///   - values: none of them NaN, which has no rank.
    static func value(at rank: Int, in values: UnsafeMutableBufferPointer<Float>) -> Float {
        var (low, high) = (0, values.count - 1)
        // Pivots from anywhere: no arrangement of pixels makes the search slow. Any odd start will do.
        var random: UInt64 = 0x2545_F491_4F6C_DD1D
        while low < high {
            random = random &* 6_364_136_223_846_793_005 &+ 1
            let pivot = values[low + Int((random >> 33) % UInt64(high - low + 1))]
            var (left, right) = (low, high)
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                if left <= right {
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if rank <= right {
                high = right
            } else if rank >= left {
                low = left
            } else {
                break
            }
        }
        return values[rank]
    }
}

extension [Float] {
    /// The value of a rank, 0 for the smallest; changes the order of the values.
    mutating func value(atRank rank: Int) -> Float {
        withUnsafeMutableBufferPointer { OrderStatistic.value(at: rank, in: $0) }
    }
}
