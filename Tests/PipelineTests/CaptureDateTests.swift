import Foundation
import Pipeline
import Raster
import Testing

@Suite struct CaptureDateTests {
    private let modified = Date(timeIntervalSince1970: 1_700_000_000)

    private func date(_ edit: (inout CaptureFacts) -> Void, zone: Int = 0) -> CaptureDate {
        var capture = CaptureFacts()
        edit(&capture)
        return CaptureDate(capture, modified: modified, zone: TimeZone(secondsFromGMT: zone) ?? .gmt)
    }

    private func utc(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test func dateObsComesFirst() throws {
        let observed = try utc("2020-02-29T01:02:03Z")
        let found = date {
            $0.dateObs = observed
            $0.dateTimeOriginal = "2023:04:15 20:00:00"
            $0.offset = "+01:00"
        }
        #expect(found.date == observed && found.source == "DATE-OBS" && found.day == "200229")
    }

    @Test func anOffsetOrGPSTimeMakesItUTC() throws {
        let offset = date {
            $0.dateTimeOriginal = "2023:04:15 20:00:00"
            $0.subSeconds = "25"
            $0.offset = "+05:30"
        }
        #expect(offset.date == (try utc("2023-04-15T14:30:00Z")).addingTimeInterval(0.25) && offset.source == "EXIF offset")
        let satellite = try utc("2023-04-15T18:00:03Z")
        let gps = date {
            $0.dateTimeOriginal = "2023:04:15 20:00:00"
            $0.gpsDateTime = satellite
        }
        #expect(gps.date == satellite && gps.source == "EXIF GPS")
        // A position from last week says nothing of tonight.
        let stale = date {
            $0.dateTimeOriginal = "2023:04:25 20:00:00"
            $0.gpsDateTime = satellite
        }
        #expect(stale.source == "EXIF zone")
    }

    @Test func otherwiseTheConfiguredZoneHolds() throws {
        let found = date({ $0.dateTimeOriginal = "2023:01:01 00:30:00" }, zone: 3600)
        #expect(found.date == (try utc("2022-12-31T23:30:00Z")) && found.source == "EXIF zone" && found.day == "221231")
    }

    @Test(arguments: [
        "0000:00:00 00:00:00", "    :  :     :  :  ", "2023:02:31 10:00:00", "2023:13:01 10:00:00", "", "yesterday",
    ])
    func nonsenseIsNotBelieved(_ text: String) {
        let found = date { $0.dateTimeOriginal = text }
        #expect(found.date == modified && found.source == "file")
    }
}
