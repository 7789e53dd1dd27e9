extension Asset {
    /// Lines, stars and counts drawn into pixels, in a time that goes by how much is drawn.
    static let mapRaster = Asset(
        name: "map-raster.js", type: "text/javascript; charset=utf-8",
        text: #"""
            const faint = 80;

            export class Raster {
                // Pixels of the raster for one of the map; the finest screens get fewer, so that a frame stays short.
                resize(width, height, density) {
                    this.ratio = Math.min(density, Math.sqrt(1.6e6 / Math.max(1, width * height)));
                    this.width = Math.max(1, Math.round(width * this.ratio));
                    this.height = Math.max(1, Math.round(height * this.ratio));
                    this.image = new ImageData(this.width, this.height);
                    this.pixels = new Uint32Array(this.image.data.buffer);
                    // How often the row's outlines are entered, less how often they are left, at each pixel.
                    this.steps = new Int32Array((this.width + 1) * this.height);
                }

                clear() { this.steps.fill(0); }

                // Counts the pixels within an outline (x, y after each other, of the map): work for each row, not for each pixel.
                count(xy, from, to) {
                    const { ratio, width, height, steps } = this;
                    let area = 0;
                    for (let i = from, j = to - 2; i < to; j = i, i += 2) area += xy[j] * xy[i + 1] - xy[i] * xy[j + 1];
                    const sign = area > 0 ? 1 : -1;
                    for (let i = from, j = to - 2; i < to; j = i, i += 2) {
                        const y0 = xy[j + 1] * ratio, y1 = xy[i + 1] * ratio;
                        if (y0 === y1) continue;
                        const x0 = xy[j] * ratio, slope = (xy[i] * ratio - x0) / (y1 - y0);
                        const way = y1 > y0 ? -sign : sign;
                        const last = Math.min(height, Math.ceil(Math.max(y0, y1) - 0.5));
                        for (let row = Math.max(0, Math.ceil(Math.min(y0, y1) - 0.5)); row < last; row++) {
                            const column = Math.ceil(x0 + (row + 0.5 - y0) * slope - 0.5);
                            steps[row * (width + 1) + (column < 0 ? 0 : column > width ? width : column)] += way;
                        }
                    }
                }

                // Fills everything: palette[how often]. The last colour is for more.
                paint(palette) {
                    const { width, height, steps, pixels } = this;
                    const most = palette.length - 1;
                    for (let row = 0, at = 0, step = 0; row < height; row++, step++) {
                        let sum = 0;
                        for (const end = at + width; at < end; at++, step++) {
                            sum += steps[step];
                            pixels[at] = palette[sum < 0 ? 0 : sum > most ? most : sum];
                        }
                    }
                }

                // Channels are blended two at a time: parts of a step of one would run into the other.
                blend(at, colour, part) {
                    const alpha = part | 0;
                    const old = this.pixels[at], rest = 256 - alpha;
                    const odd = (((old & 0xff00ff) * rest + (colour & 0xff00ff) * alpha) >>> 8) & 0xff00ff;
                    const even = (((old & 0xff00) * rest + (colour & 0xff00) * alpha) >>> 8) & 0xff00;
                    this.pixels[at] = (0xff000000 | odd | even) >>> 0;
                }

                // All pieces of a trace. alpha: 0 ... 256.
                lines(trace, colour, alpha) {
                    const { xy } = trace;
                    let start = 0;
                    for (const end of trace.ends) {
                        for (let i = start + 2; i < end; i += 2) this.line(xy[i - 2], xy[i - 1], xy[i], xy[i + 1], colour, alpha);
                        start = end;
                    }
                }

                // A smooth line (X. Wu, 1991).
                line(ax, ay, bx, by, colour, alpha) {
                    const { ratio, width } = this;
                    const right = width - 1.001, bottom = this.height - 1.001;
                    let x0 = ax * ratio, y0 = ay * ratio;
                    const dx = bx * ratio - x0, dy = by * ratio - y0;
                    // The part of it that is seen (Liang and Barsky, 1984).
                    let begin = 0, end = 1;
                    for (let side = 0; side < 4; side++) {
                        const way = side === 0 ? -dx : side === 1 ? dx : side === 2 ? -dy : dy;
                        const room = side === 0 ? x0 : side === 1 ? right - x0 : side === 2 ? y0 : bottom - y0;
                        if (way === 0) {
                            if (room < 0) return;
                        } else if (way < 0) begin = Math.max(begin, room / way);
                        else end = Math.min(end, room / way);
                    }
                    if (!(begin < end)) return;
                    let x1 = x0 + dx * end, y1 = y0 + dy * end;
                    x0 += dx * begin;
                    y0 += dy * begin;
                    const steep = Math.abs(dy) > Math.abs(dx);
                    const along = steep ? width : 1, across = steep ? 1 : width;
                    if (steep) this.walk(y0, x0, y1, x1, along, across, colour, alpha);
                    else this.walk(x0, y0, x1, y1, along, across, colour, alpha);
                }

                // Along the axis that the line goes farther on. A line so faint that its steps are not seen is not smoothed.
                walk(u0, v0, u1, v1, along, across, colour, alpha) {
                    const slope = u1 === u0 ? 0 : (v1 - v0) / (u1 - u0);
                    const first = Math.ceil(Math.min(u0, u1)), last = Math.max(u0, u1);
                    if (alpha < faint) {
                        const { pixels } = this, rest = 256 - alpha;
                        const odd = (colour & 0xff00ff) * alpha, even = (colour & 0xff00) * alpha;
                        let v = v0 + (first - u0) * slope + 0.5;
                        for (let u = first; u < last; u++, v += slope) {
                            const at = u * along + (v | 0) * across, old = pixels[at];
                            pixels[at] = 0xff000000 | ((((old & 0xff00ff) * rest + odd) >>> 8) & 0xff00ff) | ((((old & 0xff00) * rest + even) >>> 8) & 0xff00);
                        }
                        return;
                    }
                    for (let u = first; u < last; u++) {
                        const v = Math.max(0, v0 + (u - u0) * slope), whole = v | 0, part = v - whole;
                        const at = u * along + whole * across;
                        this.blend(at, colour, alpha * (1 - part));
                        if (part > 0) this.blend(at + across, colour, alpha * part);
                    }
                }

                // A disc with a soft edge; its radius in pixels of the map.
                disc(px, py, size, colour, alpha) {
                    const { width, height, ratio } = this;
                    const x = px * ratio, y = py * ratio, r = size * ratio + 0.5;
                    const [left, right] = [Math.max(0, Math.ceil(x - r)), Math.min(width - 1, Math.floor(x + r))];
                    const [top, bottom] = [Math.max(0, Math.ceil(y - r)), Math.min(height - 1, Math.floor(y + r))];
                    for (let row = top; row <= bottom; row++) {
                        for (let column = left; column <= right; column++) {
                            const inside = r - Math.hypot(column - x, row - y);
                            if (inside > 0) this.blend(row * width + column, colour, alpha * Math.min(1, inside));
                        }
                    }
                }
            }
            """#)
}
