extension Asset {
    /// The sky map: what pointer, keys and buttons do.
    static let mapScript = Asset(
        name: "map.js", type: "text/javascript; charset=utf-8",
        text: #"""
            import { Drawing } from "/assets/map-drawing.js";
            import { Fields, loadCatalogue } from "/assets/map-fields.js";
            import { View, position, vector } from "/assets/map-view.js";
            import { degrees, hours } from "/assets/sky.js";

            const radian = Math.PI / 180;
            const between = (a, b) => 2 * Math.asin(Math.min(1, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) / 2));

            class SkyMap {
                view = new View();
                fingers = new Map();
                drawsCone = false;

                constructor(root) {
                    this.root = root;
                    this.screen = root.querySelector(".screen");
                    this.readout = root.querySelector(".readout");
                    this.found = root.querySelector(".found");
                    this.problem = root.querySelector("#map-problem");
                    this.drawing = new Drawing(root, this.view);
                    for (const box of root.querySelectorAll("input[data-show]")) {
                        const show = () => {
                            this.drawing.shown[box.dataset.show] = box.checked;
                            this.redraw();
                        };
                        box.addEventListener("change", show);
                        show();
                    }
                    new ResizeObserver(() => this.fit()).observe(this.screen);
                    this.fit();
                    this.follow();
                    addEventListener("hashchange", () => this.follow());
                    new MutationObserver(() => {
                        this.drawing.colours();
                        this.redraw();
                    }).observe(document.documentElement, { attributeFilter: ["data-theme"] });
                    this.listen();
                    this.load();
                }

                async load() {
                    const { observations, catalog } = this.root.dataset;
                    try {
                        await Promise.all([
                            Fields.load(observations).then((fields) => this.have("fields", fields)),
                            catalog && loadCatalogue(catalog).then((catalogue) => this.have("catalogue", catalogue)),
                        ]);
                        this.root.dataset.ready = this.drawing.fields.count;
                    } catch {
                        this.complain("The server does not answer; load the page again.");
                    }
                }

                have(name, value) {
                    this.drawing[name] = value;
                    this.redraw();
                }

                complain(text) {
                    this.problem.textContent = text;
                    this.problem.hidden = !text;
                }

                fit() {
                    const { clientWidth: width, clientHeight: height } = this.screen;
                    if (!width || !height) return;
                    this.view.resize(width, height);
                    this.view.update();
                    this.drawing.resize(width, height);
                    this.redraw();
                }

                // moved: more has changed than what lies over the photos.
                redraw(moved = true) {
                    this.hasMoved ||= moved;
                    if (this.waits) return;
                    this.waits = true;
                    requestAnimationFrame(() => {
                        this.waits = false;
                        const { hasMoved } = this;
                        this.hasMoved = false;
                        const isLeft = this.drawing.draw(hasMoved);
                        this.root.dataset.drawn = this.drawing.drawn;
                        if (hasMoved) this.tell();
                        if (isLeft) this.redraw(false);
                    });
                }

                // The place of the map is in the address, so that a link and the way back lead there.
                follow() {
                    const wanted = new URLSearchParams(location.hash.slice(1));
                    const [ra, dec, field] = ["ra", "dec", "field"].map((name) => parseFloat(wanted.get(name)));
                    if (field > 0) this.view.field = field;
                    if (Number.isFinite(ra) && Number.isFinite(dec)) this.view.look(ra, dec);
                    this.view.update();
                    this.redraw();
                }

                moved() {
                    this.redraw();
                    clearTimeout(this.writes);
                    this.writes = setTimeout(() => {
                        const { ra, dec, field } = this.view;
                        history.replaceState(history.state, "", `#ra=${ra.toFixed(4)}&dec=${dec.toFixed(4)}&field=${field.toPrecision(4)}`);
                    }, 300);
                }

                tell(direction) {
                    const at = direction ? position(direction) : this.view;
                    const count = direction && this.drawing.fields ? this.drawing.marked.length : 0;
                    const width = this.view.field < 1 ? `${(this.view.field * 60).toFixed(1)}′` : `${Math.min(360, this.view.field).toFixed(1)}°`;
                    this.readout.textContent = `${hours(at.ra)}  ${degrees(at.dec)}   ${width} across`
                        + (count ? `   ${count} ${count === 1 ? "photo" : "photos"} here` : "");
                }

                zoom(factor, x, y) {
                    this.view.zoom(factor, x, y);
                    this.moved();
                }

                pan(dx, dy) {
                    this.view.pan(dx, dy);
                    this.moved();
                }

                whole() {
                    this.view.scale = 0;
                    this.view.update();
                    this.moved();
                }

                // The observation there; a list of them where there are several.
                open(direction) {
                    const { fields } = this.drawing;
                    if (!direction || !fields) return;
                    const here = fields.at(direction);
                    if (here.length === 1) {
                        location.assign(`/observations/${fields.ids[here[0]]}`);
                        return;
                    }
                    this.found.replaceChildren();
                    if (here.length === 0) return;
                    const heading = document.createElement("h2");
                    heading.textContent = `${here.length} photos here`;
                    heading.tabIndex = -1;
                    const list = document.createElement("ul");
                    for (const i of here.slice(0, 200)) {
                        const [entry, link] = [document.createElement("li"), document.createElement("a")];
                        link.href = `/observations/${fields.ids[i]}`;
                        link.textContent = fields.names[i] || "Without a name";
                        entry.append(link, ` ${fields.day(i)}`);
                        for (const kind of ["pointerenter", "focusin"]) entry.addEventListener(kind, () => this.mark([i]));
                        list.append(entry);
                    }
                    this.found.append(heading, list);
                    heading.focus({ preventScroll: true });
                    this.found.scrollIntoView({ block: "nearest" });
                }

                mark(fields) {
                    if (fields.join() === this.drawing.marked.join()) return;
                    this.drawing.marked = fields;
                    this.redraw(false);
                }

                // The list of what a circle touches.
                search(direction, radius) {
                    const { ra, dec } = position(direction);
                    const size = Math.min(180, radius / radian);
                    location.assign(`/?at=${ra.toFixed(4)}%2C${dec.toFixed(4)}&radius=${size.toPrecision(4)}`);
                }

                searchMiddle() {
                    const { view } = this;
                    this.search(vector(view.ra, view.dec), Math.min(Math.PI / 2, Math.min(view.width, view.height) / 4 / view.scale));
                }

                coneMode(isOn) {
                    this.drawsCone = isOn;
                    this.root.querySelector('[data-act="cone"]').setAttribute("aria-pressed", isOn);
                    this.screen.classList.toggle("drawing", isOn);
                }

                async goTo(text) {
                    this.complain("");
                    const answer = await fetch(`/sky/find.json?name=${encodeURIComponent(text)}`).catch(() => null);
                    const place = await answer?.json().catch(() => null);
                    if (!place || place.problem) {
                        this.complain(place?.problem ?? "The server does not answer.");
                        return;
                    }
                    this.view.field = Math.min(this.view.field, 30);
                    this.view.look(place.ra, place.dec);
                    this.moved();
                }

                listen() {
                    const { screen, view, drawing } = this;
                    const local = (event) => {
                        const box = screen.getBoundingClientRect();
                        return [event.clientX - box.left - screen.clientLeft, event.clientY - box.top - screen.clientTop];
                    };
                    screen.addEventListener("wheel", (event) => {
                        event.preventDefault();
                        this.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), ...local(event));
                    }, { passive: false });
                    screen.addEventListener("pointerdown", (event) => {
                        if (event.button !== 0) return;
                        screen.setPointerCapture(event.pointerId);
                        const at = local(event);
                        this.fingers.set(event.pointerId, at);
                        this.pressed = this.fingers.size === 1 ? at : null;
                        const middle = this.pressed && (event.shiftKey || this.drawsCone) ? view.direction(...at) : null;
                        drawing.cone = middle && { middle, radius: 0 };
                    });
                    screen.addEventListener("pointermove", (event) => {
                        const now = local(event);
                        const old = this.fingers.get(event.pointerId);
                        if (!old) {
                            this.hover(now);
                            return;
                        }
                        const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
                        if (this.pressed && Math.hypot(now[0] - this.pressed[0], now[1] - this.pressed[1]) > 5) this.pressed = null;
                        this.fingers.set(event.pointerId, now);
                        if (drawing.cone) {
                            const there = view.direction(...now);
                            if (there) drawing.cone.radius = between(drawing.cone.middle, there);
                            this.redraw(false);
                        } else if (other) {
                            const span = (a) => Math.max(1, Math.hypot(a[0] - other[0], a[1] - other[1]));
                            this.zoom(span(now) / span(old), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
                            this.pan((now[0] - old[0]) / 2, (now[1] - old[1]) / 2);
                        } else if (!this.pressed) {
                            this.pan(now[0] - old[0], now[1] - old[1]);
                        }
                    });
                    screen.addEventListener("pointerup", (event) => {
                        const { cone } = drawing;
                        const isClick = this.pressed !== null && this.fingers.has(event.pointerId);
                        this.release(event);
                        if (cone && !isClick) {
                            this.coneMode(false);
                            this.search(cone.middle, cone.radius);
                        } else if (isClick) this.open(view.direction(...local(event)));
                    });
                    screen.addEventListener("pointercancel", (event) => this.release(event));
                    screen.addEventListener("pointerleave", () => this.mark([]));
                    this.listenToKeys();
                }

                release(event) {
                    this.fingers.delete(event.pointerId);
                    this.pressed = null;
                    this.drawing.cone = null;
                    this.redraw(false);
                }

                hover(place) {
                    const direction = this.view.direction(...place);
                    if (this.drawing.fields) this.mark(direction ? this.drawing.fields.at(direction).slice(0, 50) : []);
                    if (direction) this.tell(direction);
                }

                listenToKeys() {
                    const { screen, view } = this;
                    const middle = () => vector(view.ra, view.dec);
                    const acts = {
                        in: () => this.zoom(1.5), out: () => this.zoom(1 / 1.5), whole: () => this.whole(), cone: () => this.coneMode(!this.drawsCone),
                    };
                    const keys = {
                        "+": acts.in, "=": acts.in, "-": acts.out, "0": acts.whole, c: () => this.searchMiddle(), Enter: () => this.open(middle()),
                        Escape: () => this.coneMode(false),
                        ArrowLeft: () => this.pan(80, 0), ArrowRight: () => this.pan(-80, 0),
                        ArrowUp: () => this.pan(0, 80), ArrowDown: () => this.pan(0, -80),
                    };
                    screen.addEventListener("keydown", (event) => {
                        if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
                        event.preventDefault();
                        keys[event.key]();
                    });
                    for (const kind of ["focus", "blur"]) {
                        screen.addEventListener(kind, () => {
                            this.drawing.focused = screen.matches(":focus-visible");
                            this.redraw(false);
                        });
                    }
                    for (const button of this.root.querySelectorAll("[data-act]")) button.addEventListener("click", acts[button.dataset.act]);
                    // A link, so that it can be opened elsewhere too; where it leads to follows the map.
                    const cutouts = this.root.querySelector("[data-cutouts]");
                    for (const kind of ["pointerdown", "focus", "click"]) {
                        cutouts.addEventListener(kind, () => {
                            const radius = Math.min(5, Math.min(view.width, view.height) / 8 / view.scale / radian);
                            cutouts.href = `/cutouts/new?ra=${view.ra.toFixed(4)}&dec=${view.dec.toFixed(4)}&radius=${radius.toPrecision(3)}`;
                        });
                    }
                    const form = this.root.querySelector(".goto");
                    form.addEventListener("submit", (event) => {
                        event.preventDefault();
                        const text = form.querySelector("input").value.trim();
                        if (text) this.goTo(text);
                    });
                }
            }

            for (const root of document.querySelectorAll(".skymap")) new SkyMap(root);
            """#)
}
