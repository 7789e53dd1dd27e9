extension Asset {
    /// Where directions of the sky are on the map.
    static let mapView = Asset(
        name: "map-view.js", type: "text/javascript; charset=utf-8",
        text: #"""
            const radian = Math.PI / 180;

            export function vector(ra, dec) {
                const [a, d] = [ra * radian, dec * radian];
                return [Math.cos(d) * Math.cos(a), Math.cos(d) * Math.sin(a), Math.sin(d)];
            }

            export function position([x, y, z]) {
                const ra = Math.atan2(y, x) / radian;
                return { ra: ra < 0 ? ra + 360 : ra, dec: Math.atan2(z, Math.hypot(x, y)) / radian };
            }

            // Lambert's equal-area projection about the middle of the map, east to the left. Zoomed out, longitudes are divided and x is
            // multiplied by `stretch`, up to 2: that is Hammer's projection, the whole sky in an ellipse, equal-area all the way.
            export class View {
                ra = 0; dec = 0;
                // CSS pixels a radian in the middle; the whole sky at first.
                scale = 0;
                width = 1; height = 1;
                static finest = 4e5;

                // The scale at which the whole sky is seen.
                get whole() { return Math.min(this.width / (4 * Math.SQRT2), this.height / (2 * Math.SQRT2)) * 0.97; }

                // Degrees across the map's width, in the middle's scale.
                get field() { return this.width / this.scale / radian; }
                set field(degrees) { this.scale = this.width / (degrees * radian); }

                resize(width, height) {
                    const zoomed = this.scale / this.whole;
                    [this.width, this.height] = [width, height];
                    this.scale = zoomed * this.whole;
                }

                update() {
                    this.scale = Math.min(View.finest, Math.max(this.whole, this.scale));
                    const zoomed = this.scale / this.whole;
                    const out = Math.min(1, Math.max(0, (3.2 - zoomed) / 2));
                    this.stretch = 1 + out * out * (3 - 2 * out);
                    const [a, d] = [this.ra * radian, this.dec * radian];
                    const [ca, sa, cd, sd] = [Math.cos(a), Math.sin(a), Math.cos(d), Math.sin(d)];
                    this.middle = [cd * ca, cd * sa, sd];
                    this.east = [-sa, ca, 0];
                    this.north = [-sd * ca, -sd * sa, cd];
                    const corner = Math.hypot(this.width, this.height) / 2 / this.scale;
                    // How far from the middle the map reaches, in radians.
                    this.reach = this.stretch > 1 || corner >= 2 ? Math.PI : 2 * Math.asin(corner / 2);
                }

                // To the map's own axes: x to its middle, y east, z up.
                turn(x, y, z) {
                    const { middle: m, east: e, north: n } = this;
                    this.x = x * m[0] + y * m[1] + z * m[2];
                    this.y = x * e[0] + y * e[1];
                    this.z = x * n[0] + y * n[1] + z * n[2];
                }

                // Sets px, py: the place of a direction in the map's own axes.
                // side: 1 or -1 for what belongs to the east or west of the line through the middle that the map is cut open at.
                place(x, y, z, side) {
                    const b = this.stretch;
                    let across = 0, up = 0;
                    if (b === 1) {
                        const k = Math.sqrt(2 / Math.max(1e-9, 1 + x));
                        across = k * y;
                        up = k * z;
                    } else {
                        const c = Math.sqrt(Math.max(0, 1 - z * z));
                        const turned = side && y * side <= 0 ? (x < 0 ? side * Math.PI : 0) : Math.atan2(y, x);
                        const k = Math.sqrt(2 / Math.max(1e-9, 1 + c * Math.cos(turned / b)));
                        across = b * k * c * Math.sin(turned / b);
                        up = k * z;
                    }
                    this.px = this.width / 2 - this.scale * across;
                    this.py = this.height / 2 - this.scale * up;
                }

                project(x, y, z) {
                    this.turn(x, y, z);
                    this.place(this.x, this.y, this.z, 0);
                }

                // The direction at a place of the map; null outside the sky.
                direction(px, py) {
                    const b = this.stretch;
                    const across = (this.width / 2 - px) / this.scale / b, up = (this.height / 2 - py) / this.scale;
                    const square = across * across + up * up;
                    if (square > 4) return null;
                    const c = Math.sqrt(1 - square / 4);
                    const turned = Math.atan2(across * c, 1 - square / 2);
                    if (Math.abs(turned) > Math.PI / b) return null;
                    const z = up * c, flat = Math.sqrt(Math.max(0, 1 - z * z));
                    const x = flat * Math.cos(turned * b), y = flat * Math.sin(turned * b);
                    const { middle: m, east: e, north: n } = this;
                    return [0, 1, 2].map((i) => x * m[i] + y * e[i] + z * n[i]);
                }

                look(ra, dec) {
                    this.ra = ((ra % 360) + 360) % 360;
                    this.dec = Math.min(90, Math.max(-90, dec));
                    this.update();
                }

                // Moves what is seen by pixels.
                pan(dx, dy) {
                    const squeeze = Math.max(0.1, Math.cos(this.dec * radian));
                    this.look(this.ra + dx / this.scale / squeeze / radian, this.dec + dy / this.scale / radian);
                }

                // What is at a place stays there.
                zoom(factor, px = this.width / 2, py = this.height / 2) {
                    const held = this.direction(px, py);
                    this.scale *= factor;
                    this.update();
                    if (!held) return;
                    for (let round = 0; round < 3; round++) {
                        this.project(...held);
                        this.pan(px - this.px, py - this.py);
                    }
                }
            }
            """#)
}
