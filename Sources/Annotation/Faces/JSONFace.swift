public import Foundation
import WCS

/// The objects of a drawing in the shape of nova.astrometry.net's annotations: `type`, `names`, `pixelx`, `pixely`, `radius`, `vmag`
/// (null where not known), and `ra`, `dec` (degrees, ICRS) besides. Pixels are 0-based, as everywhere here; nova's own count is the
/// business of whoever speaks nova's language.
public enum JSONFace {
    public static func data(_ drawing: Drawing) -> Data {
        var text = "{\"annotations\": ["
        var first = true
        for object in drawing.objects {
            text += first ? "\n" : ",\n"
            first = false
            text += "{\"type\": \(quoted(object.type)), \"names\": [\(object.names.map(quoted).joined(separator: ", "))]"
            text += ", \"pixelx\": \(number(object.pixel.x)), \"pixely\": \(number(object.pixel.y))"
            text += ", \"radius\": \(number(object.radius)), \"vmag\": \(object.magnitude.map(number) ?? "null")"
            text += ", \"ra\": \(number(object.ra, 7)), \"dec\": \(number(object.dec, 7))}"
        }
        return Data((text + (first ? "]}\n" : "\n]}\n")).utf8)
    }

    /// JSON has no word for what is not finite.
    private static func number(_ value: Double) -> String { number(value, 3) }

    private static func number(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite else { return "null" }
        let scale = pow(10, Double(digits))
        let rounded = (value * scale).rounded() / scale
        return "\(rounded.isFinite ? rounded : value)"
    }

    private static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7f {
                    text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        return text + "\""
    }
}
