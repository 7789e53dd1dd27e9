/// What a service says of itself (IVOA VOSI 1.1).
enum VOResources {
    /// - Parameter address: of the folder of the service, escaped for XML.
    static func capabilities(_ address: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0" \
        xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <capability standardID="ivo://ivoa.net/std/VOSI#capabilities">
        <interface xsi:type="vs:ParamHTTP"><accessURL use="full">\(address)/capabilities</accessURL></interface>
        </capability>
        <capability standardID="ivo://ivoa.net/std/VOSI#availability">
        <interface xsi:type="vs:ParamHTTP"><accessURL use="full">\(address)/availability</accessURL></interface>
        </capability>
        <capability standardID="ivo://ivoa.net/std/SIA#query-2.0">
        <interface xsi:type="vs:ParamHTTP" role="std" version="2.0"><accessURL use="base">\(address)/query</accessURL></interface>
        </capability>
        </vosi:capabilities>

        """
    }

    static let availability = """
        <?xml version="1.0" encoding="UTF-8"?>
        <vosi:availability xmlns:vosi="http://www.ivoa.net/xml/VOSIAvailability/v1.0">
        <vosi:available>true</vosi:available>
        </vosi:availability>

        """
}
