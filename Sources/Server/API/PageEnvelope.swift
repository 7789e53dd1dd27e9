/// The frame round a page of a list: how many there are, and the addresses of the pages before and after.
struct PageEnvelope {
    let total: Int
    let page: Int
    let pageSize: Int
    /// The list's own address without its parameters.
    let address: String
    let parameters: QueryParameters

    func write(to json: inout JSONWriter, results: (inout JSONWriter) -> Void) {
        json.object { json in
            json.member("count", total)
            json.member("next", page < (total + pageSize - 1) / pageSize ? link(to: page + 1) : nil)
            json.member("previous", page > 1 ? link(to: page - 1) : nil)
            json.key("results")
            json.array(results)
        }
    }

    private func link(to number: Int) -> String {
        let query = parameters.setting("page", to: number == 1 ? nil : String(number)).encoded
        return query.isEmpty ? address : "\(address)?\(query)"
    }
}
