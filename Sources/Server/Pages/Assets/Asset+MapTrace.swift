extension Asset {
    /// Lines and outlines of the sky as lines on the map.
    static let mapTrace = Asset(
        name: "map-trace.js", type: "text/javascript; charset=utf-8",
        text: #"""
            // Pieces of lines on the map: x, y one after the other, and where each piece ends.
            export class Trace {
                xy = new Float32Array(1 << 14);
                length = 0;
                ends = [];

                constructor(view) { this.view = view; }

                reset() {
                    this.length = 0;
                    this.ends.length = 0;
                }

                end() {
                    const start = this.ends.at(-1) ?? 0;
                    if (this.length - start >= 4) this.ends.push(this.length);
                    else this.length = start;
                }

                grow() {
                    const more = new Float32Array(this.xy.length * 2);
                    more.set(this.xy);
                    this.xy = more;
                }

                add() {
                    if (this.length + 2 > this.xy.length) this.grow();
                    this.xy[this.length++] = this.view.px;
                    this.xy[this.length++] = this.view.py;
                }

                // A great circle between two directions in the map's own axes, without its first point, as many pieces long as its bend asks for.
                arc(ax, ay, az, bx, by, bz, side) {
                    const { view } = this;
                    const angle = Math.hypot(bx - ax, by - ay, bz - az);
                    const bend = view.stretch > 1 ? 3 : Math.min(1, view.reach + angle);
                    const count = Math.min(64, Math.max(1, Math.ceil(angle * Math.sqrt(view.scale * bend / 4))));
                    for (let i = 1; i < count; i++) {
                        const t = i / count;
                        const x = ax + (bx - ax) * t, y = ay + (by - ay) * t, z = az + (bz - az) * t;
                        const length = Math.sqrt(x * x + y * y + z * z);
                        view.place(x / length, y / length, z / length, side);
                        this.add();
                    }
                    view.place(bx, by, bz, side);
                    this.add();
                }

                // A line through directions (x, y, z of each), cut where the map is cut open.
                line(directions, from, count, closed) {
                    const { view } = this;
                    const cuts = view.stretch > 1;
                    let ax = 0, ay = 0, az = 0;
                    for (let i = 0; i < count + (closed ? 1 : 0); i++) {
                        const at = (from + i % count) * 3;
                        view.turn(directions[at], directions[at + 1], directions[at + 2]);
                        const x = view.x, y = view.y, z = view.z;
                        if (i === 0) {
                            view.place(x, y, z, 0);
                            this.add();
                        } else if (cuts && ay * y < 0 && ax * y - x * ay < 0 === y > 0) {
                            const t = ay / (ay - y);
                            const cx = ax + (x - ax) * t, cz = az + (z - az) * t, length = Math.hypot(cx, cz);
                            this.arc(ax, ay, az, cx / length, 0, cz / length, Math.sign(ay));
                            this.end();
                            view.place(cx / length, 0, cz / length, Math.sign(y));
                            this.add();
                            this.arc(cx / length, 0, cz / length, x, y, z, Math.sign(y));
                        } else {
                            this.arc(ax, ay, az, x, y, z, 0);
                        }
                        ax = x;
                        ay = y;
                        az = z;
                    }
                    this.end();
                }

                // A closed outline that is nowhere cut, each side in so many pieces: most of what there is, so nothing but numbers here.
                outline(directions, from, count, pieces) {
                    const { view } = this;
                    while (this.length + 2 * count * pieces + 2 > this.xy.length) this.grow();
                    const xy = this.xy, b = view.stretch, scale = view.scale, left = view.width / 2, top = view.height / 2;
                    const m0 = view.middle[0], m1 = view.middle[1], m2 = view.middle[2], e0 = view.east[0], e1 = view.east[1];
                    const n0 = view.north[0], n1 = view.north[1], n2 = view.north[2];
                    const start = this.length, end = (from + count) * 3;
                    let at = start;
                    for (let i = from * 3; i < end; i += 3) {
                        const j = i + 3 < end ? i + 3 : from * 3;
                        for (let piece = 0; piece < pieces; piece++) {
                            const t = piece / pieces;
                            let vx = directions[i], vy = directions[i + 1], vz = directions[i + 2];
                            if (piece > 0) {
                                vx += (directions[j] - vx) * t;
                                vy += (directions[j + 1] - vy) * t;
                                vz += (directions[j + 2] - vz) * t;
                                const length = Math.sqrt(vx * vx + vy * vy + vz * vz);
                                vx /= length;
                                vy /= length;
                                vz /= length;
                            }
                            const x = vx * m0 + vy * m1 + vz * m2, y = vx * e0 + vy * e1, z = vx * n0 + vy * n1 + vz * n2;
                            if (b === 1) {
                                const k = scale * Math.sqrt(2 / Math.max(1e-9, 1 + x));
                                xy[at] = left - k * y;
                                xy[at + 1] = top - k * z;
                            } else if (b === 2) {
                                // Half the angle without a sine.
                                const c = Math.sqrt(Math.max(0, 1 - z * z));
                                const k = scale * Math.sqrt(2 / (1 + Math.sqrt(Math.max(0, c * (c + x) / 2))));
                                const half = Math.sqrt(Math.max(0, c * (c - x) / 2));
                                xy[at] = left - 2 * k * (y < 0 ? -half : half);
                                xy[at + 1] = top - k * z;
                            } else {
                                const c = Math.sqrt(Math.max(0, 1 - z * z)), turned = Math.atan2(y, x) / b;
                                const k = scale * Math.sqrt(2 / (1 + c * Math.cos(turned)));
                                xy[at] = left - b * k * c * Math.sin(turned);
                                xy[at + 1] = top - k * z;
                            }
                            at += 2;
                        }
                    }
                    xy[at] = xy[start];
                    xy[at + 1] = xy[start + 1];
                    this.length = at + 2;
                    this.ends.push(this.length);
                }

                // The part of an outline on one side of the line through the middle, closed along it.
                half(directions, from, count, side) {
                    const { view } = this;
                    const kept = [];
                    for (let i = 0; i <= count; i++) {
                        const at = (from + i % count) * 3;
                        const before = [view.x, view.y, view.z];
                        view.turn(directions[at], directions[at + 1], directions[at + 2]);
                        const now = [view.x, view.y, view.z];
                        if (i > 0 && before[1] * now[1] < 0) {
                            const t = before[1] / (before[1] - now[1]);
                            const [x, z] = [before[0] + (now[0] - before[0]) * t, before[2] + (now[2] - before[2]) * t];
                            const length = Math.hypot(x, z);
                            kept.push([x / length, 0, z / length]);
                        }
                        if (i < count && now[1] * side > 0) kept.push(now);
                    }
                    if (kept.length < 3) return;
                    view.place(...kept[0], side);
                    this.add();
                    for (let i = 0; i < kept.length; i++) this.arc(...kept[i], ...kept[(i + 1) % kept.length], side);
                    this.end();
                }
            }
            """#)
}
