import Foundation

extension CaptureFacts {
    init(exif source: some EXIFSource) {
        self.init()
        camera = Self.camera(make: source.text(.make), model: source.text(.model))
        lens = source.text(.lensModel)
        exposureSeconds = Self.positive(source.numbers(.exposureTime).first)
        iso = Self.positive(source.numbers(.iso).first).flatMap { $0 < 1e9 ? Int($0) : nil }
        focalLength = Self.positive(source.numbers(.focalLength).first)
        focalLength35 = Self.positive(source.numbers(.focalLength35).first)
        dateTimeOriginal = source.text(.dateTimeOriginal).flatMap { Self.isDateTime($0) ? $0 : nil }
        subSeconds = source.text(.subSecTimeOriginal).flatMap { text in
            text.allSatisfy { $0.isASCII && $0.isNumber } ? text : nil
        }
        offset = source.text(.offsetTimeOriginal)
        gpsDateTime = source.text(.gpsDateStamp).flatMap { Self.gpsDate($0, time: source.numbers(.gpsTimeStamp)) }
    }

    /// Many makers repeat their name in the model's.
    static func camera(make: String?, model: String?) -> String? {
        guard let make, let model else { return model ?? make }
        let brand = make.split(separator: " ").first.map(String.init) ?? make
        return model.lowercased().hasPrefix(brand.lowercased()) ? model : "\(make) \(model)"
    }

    private static func positive(_ value: Double?) -> Double? {
        value.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    }

    /// `yyyy:MM:dd HH:mm:ss` with real digits; a camera whose clock was never set writes zeros or blanks.
    private static func isDateTime(_ text: String) -> Bool {
        let parts = text.split(whereSeparator: { $0 == ":" || $0 == " " }).compactMap { Int($0) }
        return text.utf8.count == 19 && parts.count == 6 && parts[0] > 1800 && (1...12).contains(parts[1])
            && (1...31).contains(parts[2])
    }

    private static func gpsDate(_ day: String, time: [Double]) -> Date? {
        let parts = day.split(whereSeparator: { $0 == ":" || $0 == "-" }).compactMap { Int($0) }
        guard parts.count == 3, time.count >= 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
            (0..<61).contains(time[2]), parts[0] > 1970, parts[0] < 3000
        else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let midnight = calendar.date(from: DateComponents(year: parts[0], month: parts[1], day: parts[2]))
        return midnight?.addingTimeInterval(time[0] * 3600 + time[1] * 60 + time[2])
    }
}
