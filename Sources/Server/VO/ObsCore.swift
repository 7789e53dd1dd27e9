import Foundation
import Observations
import Sky

/// Observations as rows of ObsCore 1.1.
enum ObsCore {
    static let collection = "Astrobase"
    static let formatIndex = 7

    static let columns: [VOTable.Column] = [
        column("dataproduct_type", .char, "meta.code.class", nil, "ObsDataset.dataProductType", "Kind of data"),
        column("calib_level", .int, "meta.code;obs.calib", nil, "ObsDataset.calibLevel", "2: calibrated by its plate solution"),
        column("obs_collection", .char, "meta.id", nil, "DataID.collection", "Collection"),
        column("obs_id", .char, "meta.id", nil, "DataID.observationID", "Task id"),
        column("obs_publisher_did", .char, "meta.ref.ivoid", nil, "Curation.publisherDID", "Identifier of the data set"),
        column("obs_title", .char, "meta.title;obs", nil, "DataID.title", "Name"),
        column("access_url", .char, "meta.ref.url", nil, "Access.reference", "Address of the picture"),
        column("access_format", .char, "meta.code.mime", nil, "Access.format", "Its type"),
        column("access_estsize", .long, "phys.size;meta.file", "kbyte", "Access.size", "Its size"),
        column("target_name", .char, "meta.id;src", nil, "Target.name", "Name of the field"),
        column("s_ra", .double, "pos.eq.ra", "deg", "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C1", "Centre, ICRS"),
        column("s_dec", .double, "pos.eq.dec", "deg", "Char.SpatialAxis.Coverage.Location.Coord.Position2D.Value2.C2", "Centre, ICRS"),
        column(
            "s_fov", .double, "phys.angSize;instr.fov", "deg", "Char.SpatialAxis.Coverage.Bounds.Extent.diameter", "Diameter of the field"),
        column("s_region", .char, "pos.outline;obs.field", nil, "Char.SpatialAxis.Coverage.Support.Area", "Outline, ICRS"),
        column(
            "s_resolution", .double, "pos.angResolution", "arcsec", "Char.SpatialAxis.Resolution.Refval.value", "Two pixels of the picture"),
        column("s_xel1", .long, "meta.number", nil, "Char.SpatialAxis.numBins1", "Width in pixels"),
        column("s_xel2", .long, "meta.number", nil, "Char.SpatialAxis.numBins2", "Height in pixels"),
        column("t_min", .double, "time.start;obs.exposure", "d", "Char.TimeAxis.Coverage.Bounds.Limits.StartTime", "Begin, MJD"),
        column("t_max", .double, "time.end;obs.exposure", "d", "Char.TimeAxis.Coverage.Bounds.Limits.StopTime", "End, MJD"),
        column("t_exptime", .double, "time.duration;obs.exposure", "s", "Char.TimeAxis.Coverage.Support.Extent", "Exposure"),
        column("t_resolution", .double, "time.resolution", "s", "Char.TimeAxis.Resolution.Refval.value", "Not known"),
        column("t_xel", .long, "meta.number", nil, "Char.TimeAxis.numBins", "Times in the data"),
        column("em_min", .double, "em.wl;stat.min", "m", "Char.SpectralAxis.Coverage.Bounds.Limits.LoLimit", "Shortest wavelength"),
        column("em_max", .double, "em.wl;stat.max", "m", "Char.SpectralAxis.Coverage.Bounds.Limits.HiLimit", "Longest wavelength"),
        column("em_res_power", .double, "spect.resolution", nil, "Char.SpectralAxis.Resolution.ResolPower.refVal", "Not known"),
        column("em_xel", .long, "meta.number", nil, "Char.SpectralAxis.numBins", "Wavelengths in the data"),
        column("o_ucd", .char, "meta.ucd", nil, "Char.ObservableAxis.ucd", "What was measured"),
        column("pol_states", .char, "meta.code;phys.polarization", nil, "Char.PolarizationAxis.stateList", "Not known"),
        column("pol_xel", .long, "meta.number", nil, "Char.PolarizationAxis.numBins", "Polarizations in the data"),
        column("facility_name", .char, "meta.id;instr.tel", nil, "Provenance.ObsConfig.Facility.name", "Observatory"),
        column("instrument_name", .char, "meta.id;instr", nil, "Provenance.ObsConfig.Instrument.name", "Camera"),
    ]

    /// - Returns: nil for what is no solved picture.
    static func row(_ o: Observation, dataHost: String, band: ClosedRange<Double>) -> [VOTable.Cell]? {
        guard o.taskType != "master", let ra = o.fieldRA, let dec = o.fieldDec,
            let file = o.products.last(where: { $0.type == "fits" }) ?? o.products.last(where: { $0.type == "raw" })
        else { return nil }
        let address = ObservationJSON(dataHost: dataHost).address(o.taskID, file.filename)
        return [
            .text("image"), .integer(2), .text(collection), .text(o.taskID), .text("ivo://astrobase/observations?\(o.taskID)"),
            .text(o.name), .text(address), .text(ContentTypes.type(of: file.filename)), .integer(max(1, file.size / 1000)),
            .text(o.fieldName ?? o.name), .number(ra), .number(dec), .number(o.fieldFOV.map { 2 * $0 }), .text(outline(o)),
            .number(resolution(o)), .integer(o.width.map(Int64.init)), .integer(o.height.map(Int64.init)), .number(times(o)?.lowerBound),
            .number(times(o)?.upperBound), .number(exposure(o)), .number(nil), .integer(1), .number(band.lowerBound),
            .number(band.upperBound), .number(nil), .integer(1), .text("phot.flux;em.opt"), .text(nil), .integer(0),
            .text(collection), .text(o.camera ?? o.instrument),
        ]
    }

    /// Modified Julian days, UTC; the record's date counts as the begin.
    static func times(_ o: Observation) -> ClosedRange<Double>? {
        o.date.map { date in
            let begin = date.timeIntervalSince1970 / 86_400 + 40_587
            return begin...(begin + max(0, exposure(o) ?? 0) / 86_400)
        }
    }

    static func exposure(_ o: Observation) -> Double? { o.exposureTime ?? (o.exposureSeconds > 0 ? Double(o.exposureSeconds) : nil) }

    static func resolution(_ o: Observation) -> Double? { o.solution.map { 2 * $0.pixelScale } }

    private static func outline(_ o: Observation) -> String? {
        let corners: [String]
        if let solution = o.solution, solution.corners.count >= 3 {
            corners = solution.corners.map { "\($0.ra) \($0.dec)" }
        } else {
            guard let box = o.box else { return nil }
            corners = [box.split(separator: ",").joined(separator: " ")]
        }
        return "POLYGON ICRS " + corners.joined(separator: " ")
    }

    private static func column(
        _ name: String, _ kind: VOTable.Column.Kind, _ ucd: String, _ unit: String?, _ utype: String, _ description: String
    ) -> VOTable.Column {
        VOTable.Column(name, kind, ucd: ucd, unit: unit, utype: "obscore:\(utype)", description)
    }
}
