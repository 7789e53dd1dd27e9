extension Asset {
    /// The modules of the pages of cutouts.
    static let cutoutScripts = [cutoutScript, blinkerScript, cutoutFormScript]

    /// Keeps the strip up to date: asks for it when the server tells that a cutout was made.
    static let cutoutScript = Asset(
        name: "cutouts.js", type: "text/javascript; charset=utf-8",
        text: #"""
            import { Blinker } from "/assets/blinker.js";

            const root = document.querySelector(".blinker");
            const strip = document.getElementById("strip");
            const note = document.getElementById("strip-note");
            const blinker = new Blinker(root, strip);
            let tag = null;
            let pending = 0;

            async function refresh() {
                try {
                    const headers = tag ? { "If-None-Match": tag } : {};
                    const answer = await fetch(root.dataset.source, { headers, cache: "no-store" });
                    note.hidden = true;
                    if (answer.status === 304) return;
                    if (answer.status === 404) { location.assign("/cutouts"); return; }
                    if (!answer.ok) throw new Error(answer.statusText);
                    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                    tag = answer.headers.get("ETag");
                    keep(page.body);
                    strip.replaceChildren(...page.body.childNodes);
                    blinker.read();
                } catch {
                    note.hidden = false;
                }
            }

            // What did not change stays the same element: focus, an open question and the picture with it.
            function keep(fresh) {
                const active = document.activeElement;
                const known = new Map([...strip.querySelectorAll(".strip > li")].map((one) => [one.dataset.file, one]));
                let holder = null;
                for (const item of fresh.querySelectorAll(".strip > li")) {
                    const old = known.get(item.dataset.file);
                    if (!old || old.dataset.state !== item.dataset.state) continue;
                    if (old.contains(active)) holder = old;
                    item.replaceWith(old);
                }
                const list = strip.querySelector(".strip");
                const left = list?.scrollLeft ?? 0;
                requestAnimationFrame(() => {
                    const now = strip.querySelector(".strip");
                    if (now) now.scrollLeft = left;
                    if (holder) active.focus({ preventScroll: true });
                });
            }

            // Many cutouts may be made within a moment.
            function soon(delay = 150) {
                clearTimeout(pending);
                pending = setTimeout(refresh, delay);
            }

            const events = new EventSource(root.dataset.events);
            // What happened before the first word of the server, or while it was away.
            events.addEventListener("open", () => soon(0));
            events.addEventListener("job", (event) => {
                if (JSON.parse(event.data).command === "image_cutout") soon();
            });
            // Workers that are other programs tell this server's database, not its events.
            setInterval(() => {
                const waiting = document.getElementById("cut-progress")?.dataset.waiting ?? "0";
                if (waiting !== "0" && !document.hidden) refresh();
            }, 3000);
            addEventListener("pagehide", () => events.close());

            // The buttons of a cutout do their work without leaving the picture that is looked at.
            strip.addEventListener("submit", async (event) => {
                event.preventDefault();
                const { submitter, target } = event;
                submitter.disabled = true;
                const answer = await fetch(submitter.formAction, { method: "POST", body: new URLSearchParams(new FormData(target)) }).catch(() => null);
                submitter.disabled = false;
                if (answer?.ok) { refresh(); } else { location.reload(); }
            });
            """#)

    /// Shows pictures one after another: all by date, or two in turn.
    static let blinkerScript = Asset(
        name: "blinker.js", type: "text/javascript; charset=utf-8",
        text: #"""
            export class Blinker {
                constructor(root, strip) {
                    this.root = root;
                    this.strip = strip;
                    this.screen = root.querySelector(".screen");
                    this.frames = [];
                    this.images = new Map();
                    this.current = null;
                    this.marked = null;
                    this.timer = 0;
                    this.turn = 0;
                    this.listen();
                    this.read();
                    root.classList.add("ready");
                }

                // The frames are what the strip shows and does not hide; a folder with nothing but hidden ones shows those.
                read() {
                    const items = [...this.strip.querySelectorAll(".strip > li[data-source]")];
                    const shown = items.filter((item) => item.dataset.shown !== undefined);
                    this.frames = (shown.length ? shown : items).map(({ dataset: { file, source, plain, label } }) => ({ file, source, plain, label }));
                    const known = (name) => this.frames.some((frame) => frame.file === name);
                    if (!known(this.marked)) this.marked = null;
                    if (!known(this.current)) this.current = this.frames[0]?.file ?? null;
                    this.screen.querySelector(".nothing").hidden = this.frames.length > 0;
                    this.show(this.current);
                }

                get isBlink() { return this.root.querySelector('[name="kind"]:checked').value === "blink"; }
                get isAligned() { return this.root.querySelector('[name="align"]').checked; }
                get speed() { return 2 ** Number(this.root.querySelector('[name="speed"]').value); }
                get isPlaying() { return this.timer !== 0; }
                get index() { return this.frames.findIndex((frame) => frame.file === this.current); }
                get partner() { return this.marked ?? this.frames[0]?.file ?? null; }

                address(frame) { return this.isAligned ? frame.source : frame.plain ?? frame.source; }

                // A picture element for each address, made when it is first needed.
                image(address) {
                    let image = this.images.get(address);
                    if (!image) {
                        image = new Image();
                        image.alt = "";
                        image.decoding = "async";
                        image.src = address;
                        this.images.set(address, image);
                        this.screen.append(image);
                    }
                    return image;
                }

                show(file) {
                    const frame = this.frames.find((one) => one.file === file);
                    const wanted = ++this.turn;
                    this.label();
                    if (!frame) {
                        for (const image of this.images.values()) image.classList.remove("on");
                        return Promise.resolve();
                    }
                    const image = this.image(this.address(frame));
                    image.hidden = false;
                    // The old one stays until the new one is there: no black flash between.
                    return image.decode().catch(() => {}).then(() => {
                        if (wanted !== this.turn) return;
                        for (const other of this.images.values()) other.classList.toggle("on", other === image);
                        image.alt = frame.label;
                        this.root.dataset.frame = frame.file;
                        this.root.dataset.seen = Number(this.root.dataset.seen ?? 0) + 1;
                        const next = this.frames[(this.index + 1) % this.frames.length];
                        if (next && this.isPlaying) this.image(this.address(next));
                    });
                }

                label() {
                    const frame = this.frames[this.index];
                    const place = this.frames.length ? `${this.index + 1} of ${this.frames.length}` : "";
                    const kind = frame && !this.isAligned ? " · the photo as it is" : "";
                    this.root.querySelector(".readout").value = frame ? `${place} · ${frame.label}${kind}` : "";
                    const partner = this.frames.find((one) => one.file === this.partner);
                    this.root.querySelector(".other").textContent = this.marked && partner ? partner.label : "the first";
                    const rate = this.speed < 1 ? `1 in ${1 / this.speed} s` : `${this.speed} a second`;
                    this.root.querySelector(".rate").value = rate;
                    this.root.querySelector('[name="speed"]').setAttribute("aria-valuetext", this.speed < 1 ? `1 picture in ${1 / this.speed} seconds` : `${this.speed} pictures a second`);
                    const play = this.root.querySelector('[data-act="play"]');
                    play.textContent = this.isPlaying ? "Stop" : "Play";
                    play.setAttribute("aria-pressed", this.isPlaying);
                    for (const item of this.strip.querySelectorAll(".strip > li")) {
                        const isCurrent = item.dataset.file === (this.chosen ?? this.current);
                        item.classList.toggle("current", isCurrent);
                        if (isCurrent) item.setAttribute("aria-current", "true"); else item.removeAttribute("aria-current");
                    }
                }

                go(file) {
                    this.current = file;
                    this.chosen = null;
                    return this.show(file);
                }

                step(by) {
                    const count = this.frames.length;
                    if (count) this.go(this.frames[(this.index + by + count) % count].file);
                }

                // The next one of a running show: of two in turn the other one.
                advance() {
                    const count = this.frames.length;
                    if (!count) return Promise.resolve();
                    if (!this.isBlink) return this.go(this.frames[(this.index + 1) % count].file);
                    this.chosen ??= this.current === this.partner ? this.frames[(this.index + 1) % count].file : this.current;
                    this.current = this.current === this.chosen ? this.partner : this.chosen;
                    return this.show(this.current);
                }

                play(isPlaying) {
                    clearTimeout(this.timer);
                    this.timer = 0;
                    if (!isPlaying && this.chosen) this.current = this.chosen;
                    this.chosen = null;
                    if (isPlaying && this.frames.length > 1) this.later();
                    this.label();
                    if (!isPlaying) this.show(this.current);
                }

                // One after the other: a slow connection makes a slow show, not a heap of pictures that wait.
                later() {
                    this.timer = setTimeout(async () => {
                        await this.advance();
                        if (this.isPlaying) this.later();
                    }, 1000 / this.speed);
                }

                mark() {
                    this.marked = this.current;
                    this.chosen = null;
                    this.label();
                }

                choose(kind) {
                    this.root.querySelector(`[name="kind"][value="${kind}"]`).checked = true;
                    this.chosen = null;
                    this.label();
                }

                faster(by) {
                    const speed = this.root.querySelector('[name="speed"]');
                    speed.value = Number(speed.value) + by;
                    this.label();
                }

                align(isAligned) {
                    this.root.querySelector('[name="align"]').checked = isAligned;
                    this.show(this.current);
                }

                listen() {
                    const acts = {
                        previous: () => this.step(-1), next: () => this.step(1), play: () => this.play(!this.isPlaying), mark: () => this.mark(),
                    };
                    for (const button of this.root.querySelectorAll("[data-act]")) button.addEventListener("click", acts[button.dataset.act]);
                    this.root.addEventListener("change", () => {
                        this.chosen = null;
                        this.show(this.current);
                    });
                    this.root.querySelector('[name="speed"]').addEventListener("input", () => this.label());
                    this.strip.addEventListener("click", (event) => {
                        const item = event.target.closest(".frame")?.closest("li");
                        if (item) this.go(item.dataset.file);
                    });
                    const keys = {
                        " ": acts.play, ArrowLeft: acts.previous, ArrowRight: acts.next, "+": () => this.faster(1), "=": () => this.faster(1),
                        "-": () => this.faster(-1), a: () => this.align(!this.isAligned), b: () => this.choose(this.isBlink ? "lapse" : "blink"),
                        m: acts.mark, Home: () => this.go(this.frames[0]?.file), End: () => this.go(this.frames.at(-1)?.file),
                    };
                    this.screen.addEventListener("keydown", (event) => {
                        if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
                        event.preventDefault();
                        keys[event.key]();
                    });
                }
            }
            """#)
}
