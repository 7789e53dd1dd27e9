extension Asset {
    /// What is written on the map, and what moves with the pointer.
    static let mapLabels = Asset(
        name: "map-labels.js", type: "text/javascript; charset=utf-8",
        text: #"""
            export class Labels {
                constructor(canvas, view) {
                    this.canvas = canvas;
                    this.view = view;
                    this.context = canvas.getContext("2d");
                    this.taken = [];
                }

                resize(width, height, density) {
                    [this.canvas.width, this.canvas.height] = [Math.round(width * density), Math.round(height * density)];
                    this.density = density;
                }

                begin() {
                    this.context.setTransform(this.density, 0, 0, this.density, 0, 0);
                    this.context.clearRect(0, 0, this.view.width, this.view.height);
                    this.taken.length = 0;
                }

                // Texts with the direction each belongs to; what would lie on another is left out.
                write(texts, font, colour, dx = 0, dy = 0, align = "center") {
                    const { context, view, taken } = this;
                    [context.font, context.fillStyle, context.textAlign, context.textBaseline] = [font, colour, align, "middle"];
                    for (const [text, x, y, z] of texts) {
                        view.turn(x, y, z);
                        if (view.x < Math.cos(view.reach)) continue;
                        view.place(view.x, view.y, view.z, 0);
                        const [px, py] = [view.px + dx, view.py + dy];
                        if (px < 0 || py < 8 || px > view.width || py > view.height - 8) continue;
                        const wide = text.length * 7;
                        const left = align === "center" ? px - wide / 2 : px;
                        if (taken.some(([l, t, w]) => left < l + w && l < left + wide && Math.abs(t - py) < 14)) continue;
                        taken.push([left, py, wide]);
                        context.fillText(text, px, py);
                    }
                }

                // Pieces of a trace.
                stroke(trace, colour, width) {
                    const { context } = this;
                    [context.strokeStyle, context.lineWidth] = [colour, width];
                    context.beginPath();
                    let start = 0;
                    for (const end of trace.ends) {
                        context.moveTo(trace.xy[start], trace.xy[start + 1]);
                        for (let i = start + 2; i < end; i += 2) context.lineTo(trace.xy[i], trace.xy[i + 1]);
                        start = end;
                    }
                    context.stroke();
                }

                cross(colour) {
                    const { context, view: { width, height } } = this;
                    [context.strokeStyle, context.lineWidth] = [colour, 1.5];
                    context.beginPath();
                    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
                        context.moveTo(width / 2 + dx * 4, height / 2 + dy * 4);
                        context.lineTo(width / 2 + dx * 12, height / 2 + dy * 12);
                    }
                    context.stroke();
                }
            }

            // The circle of a radius (radians) round a direction, as directions.
            export function circle([x, y, z], radius) {
                const flat = Math.hypot(x, y);
                const e = flat > 1e-9 ? [-y / flat, x / flat, 0] : [0, 1, 0];
                const n = [-z * e[1], z * e[0], x * e[1] - y * e[0]];
                const points = [];
                for (let i = 0; i < 96; i++) {
                    const [c, s] = [Math.cos(i / 48 * Math.PI), Math.sin(i / 48 * Math.PI)];
                    for (const k of [0, 1, 2]) points.push([x, y, z][k] * Math.cos(radius) + (e[k] * c + n[k] * s) * Math.sin(radius));
                }
                return points;
            }
            """#)
}
