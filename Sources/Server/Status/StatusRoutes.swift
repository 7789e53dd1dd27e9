import Hummingbird
import Operations

/// `/healthz` and `/metrics`, for the programs that watch over this one.
///
/// Whoever reaches the address may read both: they say how many tasks of which kinds there are and which version runs, and nothing
/// about observations or users.
struct StatusRoutes {
    let health: Health
    let metrics: MetricsPage

    func add(to router: some RouterMethods) {
        router.get("/healthz") { _, _ in
            let report = await health.report()
            return Self.response(
                report.text, type: "text/plain; charset=utf-8", status: report.isWell ? .ok : .serviceUnavailable)
        }
        router.get("/metrics") { _, _ in
            Self.response(await metrics.text(), type: MetricsPage.contentType)
        }
    }

    private static func response(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        var response = Response(text: text, type: type, status: status)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
