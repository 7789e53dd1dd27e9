extension Asset {
    /// Makes every `.viewer` zoom and pan over tiles, with layers and the position under the pointer.
    static let viewerScript = Asset(
        name: "viewer.js", type: "text/javascript; charset=utf-8",
        text: #"""
            import { readSky, hours, degrees } from "./sky.js";
            import { Measure } from "./measure.js";
            import { compare } from "./compare.js";

            const side = 256;
            const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

            class Viewer {
                constructor(root) {
                    this.root = root;
                    this.screen = root.querySelector(".screen");
                    this.readout = root.querySelector(".readout");
                    this.base = root.querySelector("img");
                    this.tiles = new Map();
                    this.layers = new Map();
                    this.fingers = new Map();
                    // Without the picture's size there is nothing to place tiles in: the plain picture stays.
                    this.base.decode().then(() => this.begin(), () => {});
                }

                begin() {
                    let [width, height] = [Number(this.root.dataset.width), Number(this.root.dataset.height)];
                    // The record has the stored size; the picture is shown upright.
                    if ((width > height) !== (this.base.naturalWidth > this.base.naturalHeight)) [width, height] = [height, width];
                    if (!(width > 0 && height > 0)) return;
                    [this.width, this.height] = [width, height];
                    this.stage = document.createElement("div");
                    this.stage.className = "stage";
                    this.place(this.base, 0, 0, width, height);
                    this.stage.append(this.base);
                    this.screen.replaceChildren(this.stage);
                    this.screen.style.aspectRatio = `${width} / ${height}`;
                    this.root.classList.add("ready");
                    this.measure = new Measure(this);
                    this.listen();
                    this.fit();
                    compare(this);
                    new ResizeObserver(() => { if (this.isFitted) this.fit(); else this.draw(); }).observe(this.screen);
                    const layers = this.root.dataset.layers;
                    if (layers) readSky(layers + "wcs.json").then((sky) => { this.sky = sky; }, () => {});
                }

                place(element, x, y, width, height) {
                    Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
                }

                get smallest() { return Math.min(this.screen.clientWidth / this.width, this.screen.clientHeight / this.height); }

                fit() {
                    this.scale = this.smallest;
                    this.x = (this.screen.clientWidth - this.width * this.scale) / 2;
                    this.y = (this.screen.clientHeight - this.height * this.scale) / 2;
                    this.draw();
                }

                zoom(factor, x = this.screen.clientWidth / 2, y = this.screen.clientHeight / 2) {
                    const scale = clamp(this.scale * factor, this.smallest, Math.max(8, this.smallest));
                    this.x = x - (x - this.x) * scale / this.scale;
                    this.y = y - (y - this.y) * scale / this.scale;
                    this.scale = scale;
                    this.draw();
                }

                pan(x, y) { this.x += x; this.y += y; this.draw(); }

                // The pixel at a place of the screen: 0, 0 is the centre of the top left one.
                pixel(x, y) { return [(x - this.x) / this.scale - 0.5, (y - this.y) / this.scale - 0.5]; }

                shown([x, y]) { return [(x + 0.5) * this.scale + this.x, (y + 0.5) * this.scale + this.y]; }

                middle() { return this.pixel(this.screen.clientWidth / 2, this.screen.clientHeight / 2); }

                draw() {
                    const { clientWidth: wide, clientHeight: high } = this.screen;
                    this.isFitted = this.scale <= this.smallest * 1.0001;
                    const [w, h] = [this.width * this.scale, this.height * this.scale];
                    this.x = w <= wide ? (wide - w) / 2 : clamp(this.x, wide - w, 0);
                    this.y = h <= high ? (high - h) / 2 : clamp(this.y, high - h, 0);
                    this.stage.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
                    this.root.dataset.scale = this.scale.toFixed(4);
                    this.measure.draw();
                    clearTimeout(this.loading);
                    this.loading = setTimeout(() => this.load(), 60);
                }

                load() {
                    const finest = this.scale * devicePixelRatio;
                    const last = Math.max(0, Math.ceil(Math.log2(Math.max(this.width, this.height) / side)));
                    const level = clamp(Math.floor(Math.log2(1 / finest)), 0, last);
                    const step = side * 2 ** level;
                    const first = (offset) => Math.max(0, Math.floor(-offset / this.scale / step));
                    const end = (offset, screen, size) => Math.ceil(Math.min(size, (screen - offset) / this.scale) / step);
                    const seen = new Set();
                    for (let row = first(this.y); row < end(this.y, this.screen.clientHeight, this.height); row += 1) {
                        for (let column = first(this.x); column < end(this.x, this.screen.clientWidth, this.width); column += 1) {
                            const key = `${level}/${column}_${row}`;
                            seen.add(key);
                            if (!this.tiles.has(key)) this.tiles.set(key, this.tile(key, level, column, row, step));
                        }
                    }
                    // Older tiles stay below until there are many, so that nothing flickers.
                    for (const [key, image] of this.tiles) {
                        if (this.tiles.size <= 200) break;
                        if (!seen.has(key)) { image.remove(); this.tiles.delete(key); }
                    }
                    for (const [key, image] of this.tiles) image.style.zIndex = key.startsWith(`${level}/`) ? 2 : 1;
                }

                tile(key, level, column, row, step) {
                    const image = new Image();
                    image.alt = "";
                    image.className = "tile";
                    image.draggable = false;
                    const [x, y] = [column * step, row * step];
                    image.addEventListener("load", () => {
                        this.place(image, x, y, image.naturalWidth * 2 ** level, image.naturalHeight * 2 ** level);
                        image.classList.add("loaded");
                    });
                    image.src = `${this.root.dataset.tiles}${key}.jpg`;
                    this.stage.append(image);
                    return image;
                }

                layer(name, isOn) {
                    let image = this.layers.get(name);
                    if (!image && isOn) {
                        image = new Image();
                        image.alt = "";
                        image.className = "layer";
                        image.draggable = false;
                        this.place(image, 0, 0, this.width, this.height);
                        image.addEventListener("error", () => this.missing(name, image));
                        image.src = `${this.root.dataset.layers}${name}.svg`;
                        this.layers.set(name, image);
                        this.stage.append(image);
                    }
                    if (image) image.hidden = !isOn;
                }

                // A layer that cannot be drawn is off again, and is asked for anew when it is switched on.
                async missing(name, image) {
                    const address = image.src;
                    image.remove();
                    this.layers.delete(name);
                    const box = this.root.querySelector(`input[data-layer="${name}"]`);
                    if (box) box.checked = false;
                    const answer = await fetch(address).then((answer) => answer.json(), () => ({}));
                    this.say(answer.detail ?? "This layer cannot be drawn.");
                }

                say(text) { this.root.querySelector(".layernote").textContent = text; }

                show(x, y) {
                    if (this.measure.isOn && this.measure.from) return;
                    [x, y] = this.pixel(x, y);
                    if (x < -0.5 || y < -0.5 || x > this.width - 0.5 || y > this.height - 0.5) return;
                    const at = this.sky?.(x, y);
                    const value = this.value(Math.round(x), Math.round(y));
                    this.readout.textContent = `x ${x.toFixed(0)}  y ${y.toFixed(0)}`
                        + (at ? `   ${hours(at.ra)}  ${degrees(at.dec)}` : "") + (value ? `   ${value}` : "");
                }

                // How bright the pixel is in the picture as it is shown, of 255, from the finest tile that is there.
                value(x, y) {
                    for (let level = 0; level < 12; level += 1) {
                        const step = side * 2 ** level;
                        const [column, row] = [Math.floor(x / step), Math.floor(y / step)];
                        const tile = this.tiles.get(`${level}/${column}_${row}`);
                        if (!tile?.complete || tile.naturalWidth === 0) continue;
                        this.eye ??= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
                        const place = [x - column * step, y - row * step].map((value) => Math.floor(value / 2 ** level));
                        this.eye.drawImage(tile, ...place, 1, 1, 0, 0, 1, 1);
                        const [red, green, blue] = this.eye.getImageData(0, 0, 1, 1).data;
                        return red === green && green === blue ? `grey ${red}` : `red ${red} green ${green} blue ${blue}`;
                    }
                    return "";
                }

                listen() {
                    const { screen, fingers } = this;
                    const local = (event) => {
                        const box = screen.getBoundingClientRect();
                        return [event.clientX - box.left, event.clientY - box.top];
                    };
                    screen.addEventListener("wheel", (event) => {
                        event.preventDefault();
                        this.zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), ...local(event));
                    }, { passive: false });
                    screen.addEventListener("dblclick", (event) => this.zoom(2, ...local(event)));
                    screen.addEventListener("pointerdown", (event) => {
                        if (event.button !== 0) return;
                        screen.setPointerCapture(event.pointerId);
                        fingers.set(event.pointerId, local(event));
                        if (this.measure.isOn && fingers.size === 1) this.measure.begin(...local(event));
                    });
                    screen.addEventListener("pointermove", (event) => {
                        this.show(...local(event));
                        const old = fingers.get(event.pointerId);
                        if (!old) return;
                        const now = local(event);
                        const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
                        fingers.set(event.pointerId, now);
                        if (other) {
                            const span = (a) => Math.max(1, Math.hypot(a[0] - other[0], a[1] - other[1]));
                            this.zoom(span(now) / span(old), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
                            this.pan((now[0] - old[0]) / 2, (now[1] - old[1]) / 2);
                        } else if (this.measure.isOn) {
                            this.measure.move(...now);
                        } else {
                            this.pan(now[0] - old[0], now[1] - old[1]);
                        }
                    });
                    for (const end of ["pointerup", "pointercancel"]) {
                        screen.addEventListener(end, (event) => fingers.delete(event.pointerId));
                    }
                    const keys = {
                        "+": () => this.zoom(1.5), "=": () => this.zoom(1.5), "-": () => this.zoom(1 / 1.5), "0": () => this.fit(),
                        ArrowLeft: () => this.pan(80, 0), ArrowRight: () => this.pan(-80, 0),
                        ArrowUp: () => this.pan(0, 80), ArrowDown: () => this.pan(0, -80),
                        m: () => this.measure.mark(), Escape: () => { if (this.measure.isOn) this.measure.turn(false); },
                    };
                    screen.addEventListener("keydown", (event) => {
                        if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
                        event.preventDefault();
                        keys[event.key]();
                    });
                    const acts = { in: keys["+"], out: keys["-"], fit: keys["0"] };
                    for (const button of this.root.querySelectorAll("button[data-zoom]")) {
                        button.addEventListener("click", acts[button.dataset.zoom]);
                    }
                    for (const box of this.root.querySelectorAll("input[data-layer]")) {
                        box.addEventListener("change", () => this.layer(box.dataset.layer, box.checked));
                        // Browsers keep boxes as they were when a page is loaded again.
                        this.layer(box.dataset.layer, box.checked);
                    }
                }
            }

            const known = new WeakSet();
            function begin() {
                for (const root of document.querySelectorAll(".viewer")) {
                    if (known.has(root)) continue;
                    known.add(root);
                    new Viewer(root);
                }
            }
            begin();
            const live = document.getElementById("live");
            if (live) new MutationObserver(begin).observe(live, { childList: true });
            """#)
}
