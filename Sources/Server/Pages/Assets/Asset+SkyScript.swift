extension Asset {
    /// Positions of pixels by a TAN or TAN-SIP header (Calabretta & Greisen 2002, Shupe et al. 2005), and how they are written.
    static let skyScript = Asset(
        name: "sky.js", type: "text/javascript; charset=utf-8",
        text: #"""
            const radian = Math.PI / 180;

            // A function of pixels (0, 0 is the centre of the top left one) that gives RA and Dec in degrees; null: another projection.
            export async function readSky(address) {
                const answer = await fetch(address);
                if (!answer.ok) return null;
                const card = await answer.json();
                if (!/^RA---TAN/.test(card.CTYPE1) || !/^DEC--TAN/.test(card.CTYPE2)) return null;
                if (card.LONPOLE !== undefined && card.LONPOLE !== 180) return null;
                const terms = (letter) => Object.keys(card).flatMap((key) => {
                    const found = key.match(`^${letter}_(\\d)_(\\d)$`);
                    return found ? [[Number(found[1]), Number(found[2]), card[key]]] : [];
                });
                const [a, b] = [terms("A"), terms("B")];
                const sum = (list, u, v) => list.reduce((total, [p, q, value]) => total + value * u ** p * v ** q, 0);
                const [sine, cosine] = [Math.sin(card.CRVAL2 * radian), Math.cos(card.CRVAL2 * radian)];
                return (x, y) => {
                    const [u, v] = [x + 1 - card.CRPIX1, y + 1 - card.CRPIX2];
                    const [f, g] = [u + sum(a, u, v), v + sum(b, u, v)];
                    const xi = ((card.CD1_1 ?? 0) * f + (card.CD1_2 ?? 0) * g) * radian;
                    const eta = ((card.CD2_1 ?? 0) * f + (card.CD2_2 ?? 0) * g) * radian;
                    const along = cosine - eta * sine;
                    const ra = card.CRVAL1 + Math.atan2(xi, along) / radian;
                    return { ra: ((ra % 360) + 360) % 360, dec: Math.atan2(sine + eta * cosine, Math.hypot(xi, along)) / radian };
                };
            }

            // Degrees from one position to another, and in which direction, from north through east (Meeus 1998, chapter 17: the form for
            // all distances).
            export function separation(a, b) {
                const [d1, d2, turn] = [a.dec * radian, b.dec * radian, (b.ra - a.ra) * radian];
                const east = Math.cos(d2) * Math.sin(turn);
                const north = Math.cos(d1) * Math.sin(d2) - Math.sin(d1) * Math.cos(d2) * Math.cos(turn);
                const along = Math.sin(d1) * Math.sin(d2) + Math.cos(d1) * Math.cos(d2) * Math.cos(turn);
                const angle = Math.atan2(east, north) / radian;
                return { distance: Math.atan2(Math.hypot(east, north), along) / radian, angle: angle < 0 ? angle + 360 : angle };
            }

            // An angle of so many degrees, with digits enough for a pixel.
            export function arc(size) {
                if (size < 1 / 60) return `${(size * 3600).toFixed(2)}″`;
                if (size < 1) return `${Math.floor(size * 60)}′ ${pad(size * 3600 % 60, 1)}″`;
                const [d, m, s] = parts(Math.round(size * 3600) * 10);
                return `${d}° ${pad(m, 0)}′ ${pad(s, 0)}″`;
            }

            const parts = (tenths) => [Math.floor(tenths / 36000), Math.floor(tenths / 600) % 60, (tenths % 600) / 10];
            const pad = (value, digits) => value.toFixed(digits).padStart(digits ? digits + 3 : 2, "0");

            export function hours(ra) {
                const [h, m, s] = parts(Math.round(ra / 15 * 36000) % 864000);
                return `${pad(h, 0)}h ${pad(m, 0)}m ${pad(s, 1)}s`;
            }

            export function degrees(dec) {
                const [d, m, s] = parts(Math.round(Math.abs(dec) * 3600) * 10);
                return `${dec < 0 ? "−" : "+"}${pad(d, 0)}° ${pad(m, 0)}′ ${pad(s, 0)}″`;
            }
            """#)
}
