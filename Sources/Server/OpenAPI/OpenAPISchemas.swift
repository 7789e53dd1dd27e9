/// The shapes of what is sent and answered.
struct OpenAPISchemas {
    let choices: ObservationChoices

    var json: JSONValue {
        var schemas: [(key: String, value: JSONValue)] = [
            ("Error", error), ("TaskID", object(["taskID": ["type": "string", "nullable": true]])),
            ("Token", object(["token": text])), ("Credentials", object(["username": text, "password": text])),
            ("Command", command), ("CommandAnswer", commandAnswer), ("DataProducts", dataProducts), ("Upload", upload),
            ("Sentences", ["type": "array", "items": text]), ("Catalog", ["type": "object", "description": "A row, by its columns"]),
            ("BodyPlace", bodyPlace), ("Sightings", sightings), ("MoonPhases", moonPhases), ("StarMap", starMap),
        ]
        for (name, fields) in [
            ("Observation", observation), ("Job", job), ("Cutout", cutout), ("CutoutDirectory", cutoutDirectory),
            ("Collection", collection),
        ] {
            schemas.append((name, object(fields.answered, optional: fields.optional)))
            schemas.append(("\(name)Input", ["type": "object", "properties": fields.written, "required": .array(fields.required)]))
        }
        schemas.append(("Box", object(box)))
        for name in ["Observation", "Job", "Cutout", "CutoutDirectory", "Collection", "Box", "Upload", "Catalog"] {
            schemas.append(("\(name)Page", page(name)))
        }
        return .object(schemas)
    }

    /// Fields of a record: what is answered, and what may be written.
    private struct Fields {
        var answered: JSONValue
        var optional: Set<String> = []
        var written: JSONValue
        var required: [JSONValue] = []
    }

    private let text: JSONValue = ["type": "string"]
    private let optionalText: JSONValue = ["type": "string", "nullable": true]
    private let number: JSONValue = ["type": "number", "nullable": true]
    private let integer: JSONValue = ["type": "integer"]
    private let flag: JSONValue = ["type": "boolean"]
    private let date: JSONValue = ["type": "string", "format": "date-time", "nullable": true]

    /// Numbers may be written as text, as the existing workers do.
    private let anyNumber: JSONValue = ["oneOf": [["type": "number"], ["type": "string"]], "nullable": true]

    private var observation: Fields {
        let shared: JSONValue = [
            "name": ["type": "string", "maxLength": 100], "taskID": text, "field_name": optionalText, "box": optionalText,
            "ra_dec_fov": optionalText, "date": date, "my_status": text, "new_status": text, "astrometry_url": text, "job": text,
            "quality": text, "description": text, "parent": ["type": "integer", "nullable": true], "exposure_in_seconds": integer,
            "focal_length": integer, "stacked_images": integer, "used_in_hips": flag, "extra": optionalText, "transient": optionalText,
            "task_type": text, "instrument": text, "filter": text, "iso": text, "image_type": text,
        ]
        let numbers = ["field_ra", "field_dec", "field_fov", "ra_min", "ra_max", "dec_min", "dec_max", "magnitude"]
        let derived = [
            "sky_plot_image", "annotated_image", "annotated_grid_image", "annotated_grid_eq_image", "annotated_stars_image",
            "sky_globe_image",
            "fits", "annotated_transient_image", "annotated_exoplanets_image",
        ]
        var answered: [(key: String, value: JSONValue)] = numbers.map { ($0, number) } + derived.map { ("derived_\($0)", optionalText) }
        answered += [
            ("id", integer), ("size", ["type": "integer", "nullable": true]), ("derived_raw_image", text), ("url", text),
            ("children", ["type": "array", "items": text]), ("derived_parent_taskid", text), ("facts", ["type": "object"]),
        ]
        let words: JSONValue = [
            "task_type": choice(choices.taskTypes), "instrument": choice(choices.instruments), "filter": choice(choices.filters),
            "iso": choice(choices.isos), "image_type": choice(choices.imageTypes),
        ]
        return Fields(
            answered: shared.merged(with: .object(answered)), optional: ["derived_parent_taskid", "facts"],
            written: shared.merged(with: .object(numbers.map { ($0, anyNumber) })).merged(with: words))
    }

    private var job: Fields {
        let shared: JSONValue = [
            "job_service": text, "queue": text, "celery_id": optionalText, "command": text, "parameters": text, "extra": optionalText,
            "status": text, "result": text,
        ]
        return Fields(
            answered: shared.merged(with: ["id": integer, "creationTime": date, "finished": date]), optional: ["finished"], written: shared)
    }

    private var field: JSONValue {
        [
            "field_name": optionalText, "field_ra": number, "field_dec": number, "field_fov": number,
            "cutout_size": ["type": "integer", "nullable": true],
        ]
    }

    private var cutout: Fields {
        let shared = field.merged(with: [
            "directory": text, "order": integer, "visible": flag, "delete": flag, "observation_date": date,
            "observation_name": optionalText, "observation_quality": optionalText, "observation_taskID": text, "cutout_quality": text,
            "status": text,
        ])
        return Fields(
            answered: shared.merged(with: [
                "filename": text, "creationTime": date, "derived_url": text, "reason": optionalText, "coverage": number,
            ]), optional: ["reason", "coverage"], written: shared.merged(with: ["filename": text]))
    }

    private var cutoutDirectory: Fields {
        let shared = field.merged(with: ["directory": text, "visible": flag, "status": text])
        return Fields(
            answered: shared.merged(with: ["derived_url": text, "number_of_images": integer, "thumbnail": optionalText]), written: shared)
    }

    private var collection: Fields {
        let shared: JSONValue = [
            "date": date, "name": text, "collection_type": text, "description": text, "observations": ["type": "array", "items": integer],
        ]
        return Fields(answered: shared.merged(with: ["id": integer]), written: shared)
    }

    private var box: JSONValue {
        [
            "taskID": text, "name": text, "field_ra": number, "field_dec": number, "field_fov": number, "field_name": optionalText,
            "box": optionalText, "image_type": text, "quality": text, "derived_fits": text,
        ]
    }

    private var upload: JSONValue {
        object([
            "id": text, "filename": text, "length": ["type": "integer", "nullable": true], "user": text, "created": text, "done": flag,
        ])
    }

    private var bodyPlace: JSONValue {
        object(
            [
                "name": text, "designation": text, "timestamp": text, "ra": text, "dec": text, "ra_decimal": text, "dec_decimal": text,
                "distance_from_earth": text, "distance_from_sun": text, "phase_angle": number, "visual_magnitude": number,
                "magnitude_h": number, "magnitude_g": number, "magnitude_k": number,
            ], optional: ["magnitude_h", "magnitude_g", "magnitude_k"])
    }

    private var sightings: JSONValue {
        object([
            "timestamp": text, "ra": number, "dec": number, "radius": number, "count": integer,
            "results": ["type": "array", "items": .reference("BodyPlace")],
        ])
    }

    private var moonPhases: JSONValue {
        let phase = object(["phase": text, "date": text, "time": text])
        return object(["numphases": integer, "phasedata": ["type": "array", "items": phase]])
    }

    private var starMap: JSONValue {
        let place = object(["timestamp": text, "ra": number, "dec": number, "visual_magnitude": number])
        return object([
            "name": text, "designation": text, "timestamp": text, "days_past": integer, "days_future": integer, "fov": number,
            "magnitude": number, "track": ["type": "array", "items": place],
        ])
    }

    private var command: JSONValue {
        ["type": "object", "required": ["command"], "properties": ["command": text, "observation_id": anyNumber, "params": optionalText]]
    }

    private var commandAnswer: JSONValue {
        let answered: JSONValue = [
            "command": text, "observation_id": optionalText, "params": optionalText, "result": text,
            "jobs": ["type": "array", "items": integer],
        ]
        return object(answered, optional: ["jobs"])
    }

    private var dataProducts: JSONValue {
        [
            "type": "array",
            "items": [
                "type": "object", "required": ["filename", "dataproduct_type"],
                "properties": [
                    "filename": text, "dataproduct_type": text, "new_status": optionalText, "size": anyNumber, "sha256": optionalText,
                ],
            ],
        ]
    }

    private var error: JSONValue {
        [
            "type": "object", "description": "{\"detail\": message}, or a list of messages for each field",
            "additionalProperties": ["anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]]],
        ]
    }

    private func choice(_ words: [String]) -> JSONValue { ["type": "string", "enum": .array(words.map { .string($0) })] }

    /// An answer: all of its members are there, but for those that depend on the question.
    private func object(_ properties: JSONValue, optional: Set<String> = []) -> JSONValue {
        guard case .object(let members) = properties else { return properties }
        let required = members.map(\.key).filter { !optional.contains($0) }.map { JSONValue.string($0) }
        return ["type": "object", "properties": properties, "required": .array(required), "additionalProperties": false]
    }

    private func page(_ schema: String) -> JSONValue {
        object([
            "count": integer, "next": optionalText, "previous": optionalText, "results": ["type": "array", "items": .reference(schema)],
        ])
    }
}
