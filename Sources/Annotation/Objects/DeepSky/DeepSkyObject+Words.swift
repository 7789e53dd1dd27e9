import Catalogs
import Foundation

extension DeepSkyObject {
    /// What stands beside it: the usual designation, and the name people know it by.
    var label: String {
        let first = names.first ?? ""
        guard let name = commonName, name != first else { return first }
        return "\(first) · \(name)"
    }

    /// nova.astrometry.net's word for the catalogue.
    var novaType: String {
        if isMessier { return "messier" }
        if names.contains(where: { $0.hasPrefix("NGC") }) { return "ngc" }
        return names.contains { $0.hasPrefix("IC") } ? "ic" : "deep-sky"
    }

    /// All that is known of it in a line.
    func description(_ look: KindLook) -> String {
        var parts = [names.joined(separator: ", "), look.singular]
        if let magnitude { parts.append(String(format: "%.1f mag", magnitude)) }
        if let majorAxis, majorAxis > 0 {
            let minor = minorAxis ?? majorAxis
            func size(_ arcminutes: Double) -> String {
                arcminutes < 1 ? String(format: "%.0f″", arcminutes * 60) : String(format: "%.3g′", arcminutes)
            }
            parts.append(minor == majorAxis ? size(majorAxis) : "\(size(majorAxis)) × \(size(minor))")
        }
        return parts.joined(separator: " · ")
    }
}
