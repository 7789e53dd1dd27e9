import Ephemeris
import Foundation

extension Site {
    /// "52.1,5.2,10": latitude and longitude in degrees, maybe the height in metres.
    init?(words: String) {
        let numbers = words.split(separator: ",").map { Double($0.trimmingCharacters(in: .whitespaces)) }
        guard (2...3).contains(numbers.count), let latitude = numbers[0], let longitude = numbers[1],
            let height = numbers.count > 2 ? numbers[2] : 0
        else { return nil }
        self.init(latitude: latitude, longitude: longitude, height: height)
    }
}
