/// A planet, or Pluto.
public enum Planet: String, Sendable, Hashable, CaseIterable, Codable {
    case mercury, venus, mars, jupiter, saturn, uranus, neptune, pluto
}
