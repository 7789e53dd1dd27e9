extension Asset {
    /// What the map draws, read from the server into arrays of numbers.
    static let mapFields = Asset(
        name: "map-fields.js", type: "text/javascript; charset=utf-8",
        text: #"""
            const step = Math.PI / 180 / 1e4;
            // Lets the browser answer to people between two parts of work.
            const rest = () => new Promise((resume) => setTimeout(resume));

            async function read(address) {
                const answer = await fetch(address);
                if (!answer.ok) throw new Error(answer.statusText);
                return answer.json();
            }

            // ra, dec, ra, dec ... in 1/10,000 of a degree to x, y, z, x, y, z ...
            async function vectors(points) {
                const all = new Float64Array(points.length / 2 * 3);
                for (let i = 0, at = 0; i < points.length; i += 2) {
                    const a = points[i] * step, d = points[i + 1] * step, c = Math.cos(d);
                    all[at++] = c * Math.cos(a);
                    all[at++] = c * Math.sin(a);
                    all[at++] = Math.sin(d);
                    if (i % 40000 === 39998) await rest();
                }
                return all;
            }

            // The outlines of all observations.
            export class Fields {
                static async load(address) {
                    const found = await read(address);
                    const fields = new Fields();
                    Object.assign(fields, { ids: found.ids, names: found.names, days: found.days, count: found.ids.length });
                    fields.vertices = await vectors(found.points);
                    await fields.measure(found.counts, found.wide);
                    return fields;
                }

                // Where each outline begins, its middle and how far it reaches from there.
                async measure(counts, wide) {
                    const { count, vertices: v } = this;
                    this.starts = new Int32Array(count + 1);
                    this.middles = new Float64Array(count * 3);
                    this.radii = new Float64Array(count);
                    this.wide = new Uint8Array(count);
                    for (let i = 0; i < count; i++) {
                        const from = this.starts[i], to = this.starts[i + 1] = from + counts[i];
                        let x = 0, y = 0, z = 0;
                        for (let j = from * 3; j < to * 3; j += 3) [x, y, z] = [x + v[j], y + v[j + 1], z + v[j + 2]];
                        const length = Math.hypot(x, y, z) || 1;
                        this.middles.set([x / length, y / length, z / length], i * 3);
                        let farthest = 0;
                        for (let j = from * 3; j < to * 3; j += 3) {
                            farthest = Math.max(farthest, Math.hypot(v[j] - x / length, v[j + 1] - y / length, v[j + 2] - z / length));
                        }
                        this.radii[i] = 2 * Math.asin(Math.min(1, farthest / 2));
                        if (i % 5000 === 4999) await rest();
                    }
                    for (const i of wide) {
                        this.wide[i] = 1;
                        this.radii[i] = Math.PI;
                    }
                    await rest();
                    // The largest are drawn first.
                    this.order = Uint32Array.from(this.radii.keys()).sort((a, b) => this.radii[b] - this.radii[a]);
                }

                // Those that a direction is in, the smallest first.
                at([x, y, z]) {
                    const { middles: m, vertices: v, starts } = this;
                    const found = [];
                    // Two directions at right angles to it.
                    const flat = Math.hypot(x, y);
                    const [ex, ey] = flat > 1e-9 ? [-y / flat, x / flat] : [0, 1];
                    const [nx, ny, nz] = [-z * ey, z * ex, x * ey - y * ex];
                    for (let i = 0; i < this.count; i++) {
                        if (x * m[i * 3] + y * m[i * 3 + 1] + z * m[i * 3 + 2] < Math.cos(this.radii[i]) || this.wide[i]) continue;
                        // How often the outline goes round it.
                        let turned = 0, last = null, first = null;
                        for (let j = starts[i] * 3; j < starts[i + 1] * 3; j += 3) {
                            const angle = Math.atan2(v[j] * nx + v[j + 1] * ny + v[j + 2] * nz, v[j] * ex + v[j + 1] * ey);
                            if (last === null) first = angle;
                            else turned += Math.atan2(Math.sin(angle - last), Math.cos(angle - last));
                            last = angle;
                        }
                        turned += Math.atan2(Math.sin(first - last), Math.cos(first - last));
                        if (Math.abs(turned) > Math.PI) found.push(i);
                    }
                    return found.sort((a, b) => this.radii[a] - this.radii[b]);
                }

                day(i) { return this.days[i] === null ? "" : new Date(this.days[i] * 864e5).toISOString().slice(0, 10); }
            }

            // Stars, figures and objects of the offline catalogue.
            export async function loadCatalogue(address) {
                const found = await read(address);
                const lengths = found.figures.map((stroke) => stroke.length / 2);
                return {
                    ...found, lengths,
                    stars: await vectors(found.stars), figures: await vectors(found.figures.flat()), middles: await vectors(found.middles),
                    places: await vectors(found.places),
                };
            }
            """#)
}
