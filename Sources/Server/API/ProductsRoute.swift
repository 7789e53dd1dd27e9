import Hummingbird
import Observations

/// `post_dataproducts`: files that a worker has put into an observation's folder.
struct ProductsRoute: Sendable {
    let site: Site

    func add(to group: RouterGroup<VisitContext>) {
        group.post("post_dataproducts") { request, context in
            try context.visitor.requireEditor()
            guard let taskID = request.query.given("taskID") else {
                throw APIError(field: "taskID", "This field is required.")
            }
            let products = try Self.products(try await request.input(upTo: site.configuration.maximumBody))
            guard try await site.repository.observation(taskID: taskID) != nil else { throw APIError.notFound }
            try await site.repository.addProducts(products, taskID: taskID)
            var json = JSONWriter()
            json.object { json in
                json.key("taskID")
                json.null()
            }
            return Response(json: json)
        }
    }

    private static func products(_ body: JSONValue) throws(APIError) -> [DataProduct] {
        guard case .array(let items) = body else {
            throw APIError(field: "non_field_errors", "Expected a list of items but got type \"\(body.pythonType)\".")
        }
        var products: [DataProduct] = []
        for item in items { products.append(try product(item)) }
        return products
    }

    private static func product(_ item: JSONValue) throws(APIError) -> DataProduct {
        guard case .object(let list) = item else {
            throw APIError(
                field: "non_field_errors", "Invalid data. Expected a dictionary, but got \(item.pythonType).")
        }
        let members = Dictionary(list.map { ($0.key, $0.value) }) { _, last in last }
        var form = ObservationInput.Form(members: members)
        for required in ["filename", "dataproduct_type"] where members[required] == nil {
            form.problems.append(APIError.FieldMessage(field: required, message: "This field is required."))
        }
        var product = DataProduct(filename: "", type: "", size: 0)
        form.read("filename") { value throws(FieldParsing.Problem) in
            product.filename = try FieldParsing.text(value, maximum: 200, blankAllowed: false)
            guard ArchiveFiles.isPlainName(product.filename) else { throw .init("Enter a file's name without a folder.") }
        }
        form.read("dataproduct_type") { value throws(FieldParsing.Problem) in
            product.type = try FieldParsing.text(value, maximum: 50, blankAllowed: false)
        }
        form.read("new_status") { value throws(FieldParsing.Problem) in
            product.status = try FieldParsing.optionalText(value, maximum: 50) ?? "ready"
        }
        form.read("size") { value throws(FieldParsing.Problem) in
            let size = try FieldParsing.number(value) ?? 0
            guard size >= 0, size < 9e15, size == size.rounded() else { throw .init("A valid integer is required.") }
            product.size = Int64(size)
        }
        form.read("sha256") { value throws(FieldParsing.Problem) in
            product.sha256 = try FieldParsing.optionalText(value, maximum: 64)
        }
        if !form.problems.isEmpty { throw APIError(fields: form.problems) }
        return product
    }
}
