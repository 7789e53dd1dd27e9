import Observations

/// The whole description of the API.
struct OpenAPIDocument {
    let basePath: String
    let choices: ObservationChoices
    let hasCollections: Bool
    let hasUploads: Bool
    let hasCatalog: Bool
    let hasLists: Bool
    let hasBodies: Bool
    let legacyOpenCommands: Bool

    var json: JSONValue {
        [
            "openapi": "3.0.3",
            "info": [
                "title": "Astrobase", "version": "1",
                "description": """
                Observations, jobs, cutouts and collections as the existing backend has them. Reading is open; changes need \
                HTTP Basic, a token of obtain-auth-token/ (`Authorization: Token …`), or a session with its form token in the \
                header X-CSRFToken. Lists can be filtered by their fields with Django's look-ups. What is marked unverified has \
                no recording of the existing backend.
                """,
                "license": ["name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"],
            ],
            "servers": [["url": .string(basePath)]],
            "paths": .object(paths.map { (key: $0.path, value: $0.item) }),
            "components": [
                "schemas": OpenAPISchemas(choices: choices).json,
                "securitySchemes": [
                    "basic": ["type": "http", "scheme": "basic"],
                    "token": ["type": "apiKey", "in": "header", "name": "Authorization", "description": "Token …"],
                ],
            ],
        ]
    }

    private var paths: [(path: String, item: JSONValue)] {
        var paths: [(String, JSONValue)] = []
        let observationFilters = OpenAPIParameters.filters(FilterField.observation) + OpenAPIParameters.searches
        paths += table("observations2", "Observation", "id", .integer, filters: observationFilters)
        paths.append(("/projects/", ["get": list("Observation", "Masters, and observations without one", observationFilters)]))
        paths.append(("/projects/{id}/", ["parameters": [OpenAPIParameters.path("id", .integer)], "get": one("Observation", "projects")]))
        paths.append(("/boxes/", ["get": list("Box", "Outlines of solved fields", observationFilters)]))
        paths += table("jobs", "Job", "id", .integer, filters: OpenAPIParameters.filters(FilterField.job))
        paths += table("cutouts", "Cutout", "filename", .text, filters: OpenAPIParameters.filters(FilterField.cutout))
        paths += table("cutout_directories", "CutoutDirectory", "directory", .text, filters: [])
        if hasCollections {
            paths += table("collections2", "Collection", "id", .integer, filters: OpenAPIParameters.filters(FilterField.collection))
        }
        if hasLists { paths += catalogs }
        if hasBodies { paths += solarSystem }
        if hasCatalog { paths.append(stars) }
        return paths + commands + others
    }

    private enum Key { case integer, text }

    private func table(_ name: String, _ schema: String, _ key: String, _ kind: Key, filters: [JSONValue]) -> [(String, JSONValue)] {
        let body = OpenAPIOperation.body(schema + "Input")
        let one: JSONValue = [
            "parameters": [OpenAPIParameters.path(key, kind == .integer ? .integer : .text)],
            "get": self.one(schema, name),
            "put": OpenAPIOperation(
                summary: "Change the fields that are named", ok: ("200", schema), errors: ["400", "404", "409", "412", "413", "415"],
                body: body, isOpen: false
            ).json,
            "patch": OpenAPIOperation(
                summary: "The same as PUT", ok: ("200", schema), errors: ["400", "404", "409", "412", "413", "415"], body: body,
                isOpen: false
            ).json,
            "delete": OpenAPIOperation(summary: "Remove", ok: ("204", nil), errors: ["400", "404", "409"], isOpen: false).json,
        ]
        return [
            (
                "/\(name)/",
                [
                    "get": list(schema, "A page of the list", filters),
                    "post": OpenAPIOperation(
                        summary: "Add", ok: ("201", schema), errors: ["400", "409", "413", "415"], body: body, isOpen: false
                    ).json,
                ]
            ),
            ("/\(name)/{\(key)}/", one),
        ]
    }

    private func list(_ schema: String, _ summary: String, _ filters: [JSONValue]) -> JSONValue {
        OpenAPIOperation(
            summary: summary, ok: ("200", schema + "Page"), errors: ["400", "404"], parameters: [OpenAPIParameters.page] + filters
        ).json
    }

    private func one(_ schema: String, _ table: String) -> JSONValue {
        OpenAPIOperation(summary: "One of \(table)", ok: ("200", schema), errors: ["404"]).json
    }

    private var commands: [(String, JSONValue)] {
        var paths: [(String, JSONValue)] = [
            (
                "/run-command/",
                [
                    "post": OpenAPIOperation(
                        summary: "Make the jobs of a command", ok: ("200", "CommandAnswer"), errors: ["400", "404", "413", "415"],
                        body: OpenAPIOperation.body("Command"), isOpen: false
                    ).json,
                    "get": OpenAPIOperation(
                        summary: "The old form of it", ok: ("200", "CommandAnswer"), errors: ["400", "404"],
                        parameters: ["command", "observation_id", "params"].map { OpenAPIParameters.query($0, ["type": "string"]) },
                        isOpen: legacyOpenCommands
                    ).json,
                ]
            )
        ]
        for name in ["setstatus", "setquality", "sethips", "settasktype"] {
            let unverified = ["sethips", "settasktype"].contains(name) ? " (unverified)" : ""
            func operation(_ isOpen: Bool) -> JSONValue {
                OpenAPIOperation(
                    summary: "Set one value and lead back to a page\(unverified)", ok: ("302", nil), errors: ["400", "404", "409"],
                    isOpen: isOpen
                ).json
            }
            paths.append(
                (
                    "/observations/{id}/\(name)/{value}/{page}",
                    [
                        "parameters": [
                            OpenAPIParameters.path("id", .integer), OpenAPIParameters.path("value", .text),
                            OpenAPIParameters.path("page", .integer),
                        ],
                        "post": operation(false), "get": operation(legacyOpenCommands),
                    ]
                ))
        }
        return paths
    }

    private var others: [(String, JSONValue)] {
        var paths: [(String, JSONValue)] = [
            (
                "/get_next_taskid",
                [
                    "get": OpenAPIOperation(
                        summary: "A task id for a day, never given before", ok: ("200", "TaskID"), errors: ["400"],
                        parameters: [
                            OpenAPIParameters.query("timestamp", ["type": "string", "pattern": "^[0-9]{8}$"], isRequired: true),
                            OpenAPIParameters.query("taskid_postfix", ["type": "string", "maxLength": 20]),
                        ]
                    ).json
                ]
            ),
            (
                "/post_dataproducts",
                [
                    "post": OpenAPIOperation(
                        summary: "Add files to an observation", ok: ("200", "TaskID"), errors: ["400", "404", "413", "415"],
                        parameters: [OpenAPIParameters.query("taskID", ["type": "string"], isRequired: true)],
                        body: OpenAPIOperation.body("DataProducts"), isOpen: false
                    ).json
                ]
            ),
            (
                "/obtain-auth-token/",
                [
                    "post": OpenAPIOperation(
                        summary: "A token for a user and a password; it lasts a year", ok: ("200", "Token"),
                        errors: ["400", "413", "415", "429"],
                        body: OpenAPIOperation.body("Credentials")
                    ).json
                ]
            ),
            (
                "/events/",
                [
                    "get": OpenAPIOperation(
                        summary: "Server-sent events: observation, job, queue (unverified)", ok: ("200", nil), errors: [],
                        type: "text/event-stream"
                    ).json
                ]
            ),
        ]
        if hasUploads { paths += uploads }
        let cone = ["RA", "DEC", "SR"].map { OpenAPIParameters.query($0, ["type": "number"], isRequired: true) }
        for table in ["observations"] + (hasCatalog ? ["stars", "deep-sky"] : []) {
            paths.append(
                (
                    "/vo/scs/\(table)",
                    [
                        "get": OpenAPIOperation(
                            summary: "Simple Cone Search", ok: ("200", nil), errors: [], parameters: cone, type: VOTable.contentType
                        ).json
                    ]
                ))
        }
        let image = ["POS", "BAND", "TIME", "FORMAT", "MAXREC"].map { OpenAPIParameters.query($0, ["type": "string"]) }
        paths.append(
            (
                "/vo/sia2/query",
                [
                    "get": OpenAPIOperation(
                        summary: "Simple Image Access 2", ok: ("200", nil), errors: [], tableErrors: ["400"], parameters: image,
                        type: VOTable.contentType
                    ).json
                ]
            ))
        return paths
    }

    private var uploads: [(String, JSONValue)] {
        let tus = OpenAPIParameters.header("Tus-Resumable", ["type": "string", "enum": ["1.0.0"]])
        return [
            (
                "/uploads/",
                [
                    "get": OpenAPIOperation(summary: "Uploads under way", ok: ("200", "UploadPage"), errors: ["404"], isOpen: false).json,
                    "post": OpenAPIOperation(
                        summary: "Begin a resumable upload (tus 1.0), or bring a whole file (unverified)", ok: ("201", nil),
                        errors: ["400", "412", "413", "429"],
                        parameters: [
                            tus, OpenAPIParameters.header("Upload-Length", ["type": "integer"]),
                            OpenAPIParameters.header("Upload-Metadata", ["type": "string"]),
                        ], isOpen: false
                    ).json,
                ]
            ),
            (
                "/uploads/{upload}",
                [
                    "parameters": [OpenAPIParameters.path("upload", .text), tus],
                    "delete": OpenAPIOperation(
                        summary: "Give an upload up", ok: ("204", nil), errors: ["404", "412", "423"], isOpen: false
                    ).json,
                ]
            ),
        ]
    }
}
