extension Asset {
    /// Hour circles and parallels, as close as the zoom asks for.
    static let mapGrid = Asset(
        name: "map-grid.js", type: "text/javascript; charset=utf-8",
        text: #"""
            import { vector } from "/assets/map-view.js";

            const radian = Math.PI / 180;
            const hourSteps = [45, 30, 15, 7.5, 5, 2.5, 1.25, 0.5, 0.25, 0.125, 1 / 24, 1 / 48, 1 / 120];
            const degreeSteps = [30, 20, 10, 5, 2, 1, 0.5, 1 / 6, 1 / 12, 1 / 30, 1 / 60];
            const apart = 110;

            const finest = (steps, pixels) => steps.findLast((step) => step * pixels >= apart) ?? steps[0];
            const two = (number) => String(number).padStart(2, "0");

            function hours(ra) {
                const seconds = Math.round(((ra % 360) + 360) % 360 * 240) % 86400;
                const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
                return `${h}h${m || s ? ` ${two(m)}m` : ""}${s ? ` ${two(s)}s` : ""}`;
            }

            function degrees(dec) {
                const minutes = Math.round(Math.abs(dec) * 60);
                return `${minutes === 0 ? "" : dec < 0 ? "−" : "+"}${Math.floor(minutes / 60)}°${minutes % 60 ? ` ${two(minutes % 60)}′` : ""}`;
            }

            // Adds the lines to a trace; gives the labels: text and direction.
            export function grid(view, trace) {
                const reach = view.reach / radian, pixels = view.scale * radian;
                const [bottom, top] = [Math.max(-90, view.dec - reach), Math.min(90, view.dec + reach)];
                const round = bottom === -90 || top === 90;
                const half = round ? 180 : Math.min(180, Math.asin(Math.min(1, Math.sin(view.reach) / Math.cos(view.dec * radian))) / radian);
                const decStep = finest(degreeSteps, pixels);
                const raStep = round ? Math.max(15, finest(hourSteps, pixels)) : finest(hourSteps, pixels * Math.cos(view.dec * radian));
                const fine = Math.sqrt(view.scale * (view.stretch > 1 ? 3 : 1) / 4) * radian;
                const line = (from, to, place) => {
                    const count = Math.max(2, Math.min(128, Math.ceil((to - from) * fine)));
                    const points = [];
                    for (let i = 0; i <= count; i++) points.push(...place(from + (to - from) * i / count));
                    trace.line(points, 0, count + 1, false);
                };
                const labels = [];
                const nearDec = Math.min(80, Math.max(-80, Math.round(view.dec / decStep) * decStep)), nearRA = Math.round(view.ra / raStep) * raStep;
                const last = round ? nearRA + 180 - raStep / 2 : view.ra + half;
                for (let ra = Math.ceil((round ? nearRA - 180 : view.ra - half) / raStep) * raStep; ra <= last; ra += raStep) {
                    // The map's edge is there.
                    if (Math.abs(ra - view.ra) > 179.999) continue;
                    line(bottom, top, (dec) => vector(ra, dec));
                    labels.push([hours(ra), vector(ra, nearDec)]);
                }
                for (let dec = Math.ceil(Math.max(-89.9, bottom) / decStep) * decStep; dec <= Math.min(89.9, top); dec += decStep) {
                    const side = Math.min(half, 179.999);
                    line(view.ra - side, view.ra + side, (ra) => vector(ra, dec));
                    labels.push([degrees(dec), vector(nearRA, dec)]);
                }
                return labels;
            }

            // The edge of the sky where all of it is seen.
            export function edge(view, trace) {
                if (view.stretch === 1) return;
                for (const side of [1, -1]) {
                    for (let i = 0; i <= 90; i++) {
                        const z = Math.sin((i * 2 - 90) * radian);
                        view.place(-Math.sqrt(1 - z * z), 0, z, side);
                        trace.add();
                    }
                    trace.end();
                }
            }
            """#)
}
