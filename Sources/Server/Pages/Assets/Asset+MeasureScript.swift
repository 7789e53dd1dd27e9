extension Asset {
    /// Distances in a viewer's picture: dragged with a pointer, or from a fixed point to the middle of what is shown by keys.
    static let measureScript = Asset(
        name: "measure.js", type: "text/javascript; charset=utf-8",
        text: #"""
            import { arc, separation } from "./sky.js";

            const names = "http://www.w3.org/2000/svg";

            export class Measure {
                constructor(viewer) {
                    this.viewer = viewer;
                    this.button = viewer.root.querySelector("[data-measure]");
                    this.isOn = false;
                    this.button?.addEventListener("click", () => this.turn(!this.isOn));
                }

                turn(isOn) {
                    this.isOn = isOn;
                    this.byKeys = false;
                    this.from = this.to = null;
                    this.button.setAttribute("aria-pressed", String(isOn));
                    this.viewer.screen.classList.toggle("measuring", isOn);
                    this.draw();
                    this.viewer.readout.setAttribute("aria-live", isOn ? "polite" : "off");
                    this.viewer.readout.textContent = isOn ? "Drag from one point to another." : "";
                }

                // From the middle of what is shown to where the arrows lead.
                mark() {
                    if (!this.button) return;
                    this.turn(true);
                    this.byKeys = true;
                    this.from = this.viewer.middle();
                    this.draw();
                }

                begin(x, y) { this.byKeys = false; this.from = this.to = this.viewer.pixel(x, y); this.draw(); }

                move(x, y) { if (this.from) { this.to = this.viewer.pixel(x, y); this.draw(); } }

                draw() {
                    if (this.byKeys) this.to = this.viewer.middle();
                    if (!this.from || !this.to) { this.lines?.remove(); this.lines = null; return; }
                    if (!this.lines) {
                        this.lines = document.createElementNS(names, "svg");
                        this.lines.setAttribute("class", "ruler");
                        this.lines.setAttribute("aria-hidden", "true");
                        for (const part of ["line", "circle", "circle"]) this.lines.append(document.createElementNS(names, part));
                        this.viewer.screen.append(this.lines);
                    }
                    const ends = [this.from, this.to].map((point) => this.viewer.shown(point));
                    const [line, ...dots] = this.lines.children;
                    ends.forEach(([x, y], end) => {
                        line.setAttribute(`x${end + 1}`, x);
                        line.setAttribute(`y${end + 1}`, y);
                        dots[end].setAttribute("cx", x);
                        dots[end].setAttribute("cy", y);
                        dots[end].setAttribute("r", 4);
                    });
                    this.viewer.readout.textContent = this.text();
                }

                text() {
                    const pixels = Math.hypot(this.to[0] - this.from[0], this.to[1] - this.from[1]);
                    const [a, b] = [this.from, this.to].map(([x, y]) => this.viewer.sky?.(x, y));
                    if (!a || !b) return `${pixels.toFixed(1)} pixels`;
                    const { distance, angle } = separation(a, b);
                    return `${arc(distance)}   position angle ${angle.toFixed(1)}°   ${pixels.toFixed(1)} pixels`;
                }
            }
            """#)
}
