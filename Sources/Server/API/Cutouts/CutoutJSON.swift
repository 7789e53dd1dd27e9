import Observations

/// Cutouts and their folders as the existing system writes them.
struct CutoutJSON {
    /// Address of the archive's files, without a slash at its end.
    let dataHost: String
    /// With what that system does not know.
    let whole: Bool

    func write(_ c: Cutout, to json: inout JSONWriter) {
        json.object { json in
            json.member("filename", c.filename)
            json.member("creationTime", c.created.map(DateTime.text))
            json.member("directory", c.directory)
            json.member("field_name", c.fieldName)
            json.member("field_ra", c.fieldRA)
            json.member("field_dec", c.fieldDec)
            json.member("field_fov", c.fieldFOV)
            json.member("cutout_size", c.cutoutSize)
            json.member("order", c.order)
            json.key("visible")
            json.value(c.visible)
            json.key("delete")
            json.value(c.delete)
            json.member("observation_date", c.observationDate.map(DateTime.text))
            json.member("observation_name", c.observationName)
            json.member("observation_quality", c.observationQuality)
            json.member("observation_taskID", c.observationTaskID)
            json.member("cutout_quality", c.cutoutQuality)
            json.member("status", c.status.rawValue)
            json.member("derived_url", address(c.directory, c.filename))
            if whole {
                json.member("reason", c.reason)
                json.member("coverage", c.coverage)
            }
        }
    }

    func write(_ entry: CutoutDirectoryPage.Entry, to json: inout JSONWriter) {
        let d = entry.directory
        json.object { json in
            json.member("directory", d.directory)
            json.member("field_name", d.fieldName)
            json.member("field_ra", d.fieldRA)
            json.member("field_dec", d.fieldDec)
            json.member("field_fov", d.fieldFOV)
            json.member("cutout_size", d.cutoutSize)
            json.key("visible")
            json.value(d.visible)
            json.member("status", d.status)
            json.member("derived_url", "\(dataHost)/cutouts")
            json.member("number_of_images", entry.numberOfImages)
            json.member("thumbnail", entry.thumbnail.map { address(d.directory, $0) })
        }
    }

    static func version(_ cutout: Cutout) -> RecordVersion {
        RecordVersion { CutoutJSON(dataHost: "", whole: true).write(cutout, to: &$0) }
    }

    private func address(_ directory: String, _ file: String) -> String {
        "\(dataHost)/cutouts/\(ObservationJSON.segment(directory))/\(ObservationJSON.segment(file))"
    }
}
