import Foundation

/// exp(-t²/2).
func gaussian(_ t: Double) -> Double { exp(-t * t / 2) }
