import FITS
import Sky

extension WCS {
    static func sky(_ points: [PixelPoint], _ terms: WCSTerms, _ engine: ProjectionEngine) -> [SkyPosition?] {
        var pixels: [Double] = []
        pixels.reserveCapacity(2 * points.count)
        for point in points {
            // House pixels are 0-based, FITS pixels 1-based.
            var (x, y) = (point.x + 1, point.y + 1)
            if let sip = terms.sip {
                let moved = sip.distort(x - terms.crpix[0], y - terms.crpix[1])
                (x, y) = (moved.u + terms.crpix[0], moved.v + terms.crpix[1])
            }
            pixels.append(x)
            pixels.append(y)
        }
        let world = engine.world(pixels)
        return points.indices.map { index in
            let (longitude, latitude) = (world[2 * index], world[2 * index + 1])
            guard longitude.isFinite, latitude.isFinite else { return nil }
            return terms.swapsAxes
                ? terms.system.icrs(longitude: latitude, latitude: longitude)
                : terms.system.icrs(longitude: longitude, latitude: latitude)
        }
    }

    static func pixels(_ positions: [SkyPosition], _ terms: WCSTerms, _ engine: ProjectionEngine) -> [PixelPoint?] {
        var world: [Double] = []
        world.reserveCapacity(2 * positions.count)
        for position in positions {
            let own = terms.system.own(position)
            world.append(terms.swapsAxes ? own.latitude : own.longitude)
            world.append(terms.swapsAxes ? own.longitude : own.latitude)
        }
        let pixels = engine.pixels(world)
        return positions.indices.map { index in
            var (x, y) = (pixels[2 * index], pixels[2 * index + 1])
            guard x.isFinite, y.isFinite else { return nil }
            if let sip = terms.sip {
                guard let free = sip.undistort(x - terms.crpix[0], y - terms.crpix[1]) else { return nil }
                (x, y) = (free.u + terms.crpix[0], free.v + terms.crpix[1])
            }
            return PixelPoint(x: x - 1, y: y - 1)
        }
    }
}
