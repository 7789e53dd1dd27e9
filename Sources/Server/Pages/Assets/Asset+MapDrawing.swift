extension Asset {
    /// One frame of the map.
    static let mapDrawing = Asset(
        name: "map-drawing.js", type: "text/javascript; charset=utf-8",
        text: #"""
            import { edge, grid } from "/assets/map-grid.js";
            import { Labels, circle } from "/assets/map-labels.js";
            import { Raster } from "/assets/map-raster.js";
            import { Trace } from "/assets/map-trace.js";

            // Outlines smaller than this many pixels are dots.
            const smallest = 3;
            const depth = 24;
            // Milliseconds for the outlines of one frame.
            const patience = 4;

            export class Drawing {
                fields = null;
                next = 0;
                drawn = 0;
                dots = [];
                catalogue = null;
                shown = {};
                // What the pointer is over, and the circle that is being drawn.
                marked = [];
                cone = null;
                focused = false;

                constructor(root, view) {
                    this.root = root;
                    this.view = view;
                    this.canvas = root.querySelector("canvas.drawn");
                    // Pixels come from here and stay in memory.
                    this.context = this.canvas.getContext("2d", { alpha: false, willReadFrequently: true });
                    this.labels = new Labels(root.querySelector("canvas.labels"), view);
                    this.raster = new Raster();
                    [this.outlines, this.thin, this.piece] = [new Trace(view), new Trace(view), new Trace(view)];
                    this.colours();
                }

                // The theme's colours, as numbers for the raster and as text for the labels.
                colours() {
                    const probe = document.createElement("span");
                    probe.hidden = true;
                    this.root.append(probe);
                    const channels = (name) => {
                        probe.style.color = `var(${name})`;
                        return getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number);
                    };
                    const number = ([r, g, b]) => (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;
                    const [sky, link] = [channels("--sky"), channels("--link")];
                    this.text = {};
                    this.colour = {};
                    for (const name of ["ink", "dim", "line", "link", "busy"]) {
                        const found = channels(`--${name}`);
                        this.text[name] = `rgb(${found})`;
                        this.colour[name] = number(found);
                    }
                    // A photo more counts less the more there are.
                    this.palette = Uint32Array.from({ length: depth }, (_, count) => {
                        const part = count === 0 ? 0 : 0.1 + 0.5 * Math.log2(count) / Math.log2(depth);
                        return number(sky.map((value, i) => Math.round(value + (link[i] - value) * part)));
                    });
                    this.plain = this.palette.slice(0, 1);
                    probe.remove();
                }

                resize(width, height) {
                    const density = window.devicePixelRatio || 1;
                    this.raster.resize(width, height, density);
                    [this.canvas.width, this.canvas.height] = [this.raster.width, this.raster.height];
                    this.labels.resize(width, height, density);
                }

                // Draws a frame; true: there are outlines left for the next one.
                // moved: something is to be seen elsewhere or otherwise than in the last frame.
                draw(moved) {
                    const { view, raster, shown, colour } = this;
                    if (moved) {
                        raster.clear();
                        this.outlines.reset();
                        this.dots = [];
                        this.next = this.drawn = 0;
                    }
                    this.trace();
                    raster.paint(shown.coverage ? this.palette : this.plain);
                    this.thin.reset();
                    edge(view, this.thin);
                    const places = shown.grid ? grid(view, this.thin) : [];
                    raster.lines(this.thin, colour.line, 230);
                    if (this.catalogue && shown.figures) this.figures();
                    if (shown.fields) this.fieldLines();
                    if (this.catalogue && shown.stars) this.stars();
                    if (this.catalogue && shown.objects) this.objects();
                    this.context.putImageData(raster.image, 0, 0);
                    this.write(places);
                    return this.next < (this.fields?.count ?? 0);
                }

                isSeen(x, y, z, radius) {
                    const { middle: m, reach } = this.view;
                    const far = reach + radius;
                    return far >= Math.PI || x * m[0] + y * m[1] + z * m[2] > Math.cos(far);
                }

                // Outlines of the fields in view; counts what they cover. As many as there is time for, the largest first: the smallest
                // may come some frames later.
                trace() {
                    const { view, raster, outlines, fields, shown } = this;
                    if (!fields) return;
                    if (!shown.fields && !shown.coverage) {
                        this.next = fields.count;
                        return;
                    }
                    const { middles: m, radii, starts, vertices, order } = fields;
                    const end = performance.now() + patience;
                    // Radians that a line may go before its bend is seen.
                    const straight = 1.3 / Math.sqrt(view.scale * (view.stretch > 1 ? 3 : Math.min(1, view.reach)) / 4);
                    for (; this.next < fields.count; this.next++) {
                        if (this.next % 64 === 63 && performance.now() > end) return;
                        const i = order[this.next], radius = radii[i];
                        const x = m[i * 3], y = m[i * 3 + 1], z = m[i * 3 + 2];
                        if (!this.isSeen(x, y, z, radius)) continue;
                        this.drawn++;
                        if (2 * radius * view.scale < smallest) {
                            view.project(x, y, z);
                            this.dots.push(view.px, view.py);
                            continue;
                        }
                        const begin = outlines.length, count = starts[i + 1] - starts[i], sine = Math.sin(radius);
                        view.turn(x, y, z);
                        const isCut = view.stretch > 1 && (fields.wide[i] || (view.x < sine && Math.abs(view.y) < sine));
                        if (isCut || fields.wide[i]) outlines.line(vertices, starts[i], count, true);
                        else outlines.outline(vertices, starts[i], count, Math.min(64, Math.ceil(2 * radius / straight)));
                        if (!shown.coverage || fields.wide[i]) continue;
                        if (isCut) this.countHalves(vertices, starts[i], count);
                        else raster.count(outlines.xy, begin, outlines.length);
                    }
                }

                countHalves(vertices, start, count) {
                    const { piece, raster } = this;
                    for (const side of [1, -1]) {
                        piece.reset();
                        piece.half(vertices, start, count, side);
                        if (piece.length) raster.count(piece.xy, 0, piece.length);
                    }
                }

                fieldLines() {
                    const { raster, colour } = this;
                    const alpha = Math.round(Math.max(28, Math.min(240, 60000 / Math.max(1, this.drawn))));
                    raster.lines(this.outlines, colour.link, alpha);
                    for (let i = 0; i < this.dots.length; i += 2) raster.disc(this.dots[i], this.dots[i + 1], 0.8, colour.link, Math.max(90, alpha));
                }

                figures() {
                    const { thin, catalogue: { figures, lengths } } = this;
                    thin.reset();
                    let from = 0;
                    for (const count of lengths) {
                        // No stroke of a figure is longer than 60 degrees.
                        if (this.isSeen(figures[from * 3], figures[from * 3 + 1], figures[from * 3 + 2], 1)) thin.line(figures, from, count, false);
                        from += count;
                    }
                    this.raster.lines(thin, this.colour.dim, 120);
                }

                stars() {
                    const { view, raster, colour, catalogue: { stars, magnitudes } } = this;
                    const zoomed = Math.log2(view.scale / view.whole);
                    const limit = Math.min(60, 38 + 8 * zoomed);
                    for (let i = 0; i < magnitudes.length && magnitudes[i] <= limit; i++) {
                        const at = i * 3;
                        if (!this.isSeen(stars[at], stars[at + 1], stars[at + 2], 0)) continue;
                        view.project(stars[at], stars[at + 1], stars[at + 2]);
                        raster.disc(view.px, view.py, Math.max(0.5, Math.min(5, (limit + 8 - magnitudes[i]) / 20)), colour.ink, 230);
                    }
                }

                objects() {
                    const { view, raster, colour, catalogue: { places } } = this;
                    for (let at = 0; at < places.length; at += 3) {
                        if (!this.isSeen(places[at], places[at + 1], places[at + 2], 0)) continue;
                        view.project(places[at], places[at + 1], places[at + 2]);
                        raster.disc(view.px, view.py, view.scale > 2.5 * view.whole ? 3 : 1.5, colour.busy, 200);
                    }
                }

                write(places) {
                    const { labels, view, catalogue, shown, text } = this;
                    const font = '12px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
                    const zoomed = view.scale / view.whole;
                    const listed = (names, v, count = names.length) => {
                        const texts = [];
                        for (let i = 0; i < count; i++) if (names[i]) texts.push([names[i], v[i * 3], v[i * 3 + 1], v[i * 3 + 2]]);
                        return texts;
                    };
                    labels.begin();
                    labels.write(places.map(([label, v]) => [label, ...v]), font, text.dim, 0, -8);
                    if (catalogue && shown.figures && view.width * zoomed > 800) labels.write(listed(catalogue.constellations, catalogue.middles), `italic ${font}`, text.dim);
                    if (catalogue && shown.stars && zoomed > 2.5) labels.write(listed(catalogue.starNames, catalogue.stars), font, text.ink, 8, 0, "left");
                    if (catalogue && shown.objects && zoomed > 2) labels.write(listed(catalogue.objects, catalogue.places), font, text.busy, 7, 0, "left");
                    this.piece.reset();
                    for (const i of this.marked) this.piece.line(this.fields.vertices, this.fields.starts[i], this.fields.starts[i + 1] - this.fields.starts[i], true);
                    if (this.piece.length) labels.stroke(this.piece, text.busy, 2);
                    if (this.cone) {
                        this.piece.reset();
                        this.piece.line(circle(this.cone.middle, this.cone.radius), 0, 96, true);
                        labels.stroke(this.piece, text.ink, 2);
                    }
                    if (this.focused) labels.cross(text.ink);
                }
            }
            """#)
}
