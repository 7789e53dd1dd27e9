extension Asset {
    /// Sends photos in parts that can be gone on with (tus 1.0), three at a time, and follows what becomes of each.
    static let uploadScript = Asset(
        name: "upload.js", type: "text/javascript; charset=utf-8",
        text: #"""
            const zone = document.getElementById("drop");
            const list = document.getElementById("uploads");
            const unfinished = document.getElementById("unfinished");
            const picker = document.getElementById("files");
            const { base, token } = zone.dataset;
            const maximum = Number(zone.dataset.maximum);
            const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": token };
            const atOnce = 3;
            const items = [];

            const mark = (file) => `upload ${file.name} ${file.size} ${file.lastModified}`;
            // Where the browser keeps nothing, an upload just cannot be gone on with later.
            const remember = (item) => { try { localStorage.setItem(mark(item.file), item.id); } catch { /* nothing is kept */ } };
            const forget = (item) => { try { localStorage.removeItem(mark(item.file)); } catch { /* nothing is kept */ } };
            const known = (file) => { try { return localStorage.getItem(mark(file)); } catch { return null; } };
            const wait = (seconds) => new Promise((go) => { setTimeout(go, seconds * 1000); });

            // What cannot be cured by trying again.
            class Refusal extends Error {}

            async function refusal(answer) {
                let text = "";
                try {
                    const json = JSON.parse(await answer.text());
                    text = json.detail ?? Object.values(json).flat().join(" ");
                } catch { /* not in words of ours */ }
                if (answer.status === 401) text = "You are logged out: log in again in another window, then press “Go on”.";
                return new Refusal(text || `The server answers ${answer.status}.`);
            }

            const sentence = (bytes) => (bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

            function show(item, text, tone = "wait") {
                item.badge.className = `badge ${tone}`;
                if (item.badge.textContent !== text) item.badge.textContent = text;
                item.bar.hidden = !["sending", "queued", "paused", "trying"].includes(item.state);
                item.bar.value = item.file.size ? item.sent / item.file.size : 1;
                item.size.textContent = item.state === "sending" || item.state === "paused" ? `${sentence(item.sent)} of ${sentence(item.file.size)}` : sentence(item.file.size);
                item.pause.hidden = !["sending", "queued", "trying", "paused", "failed"].includes(item.state) || item.final;
                item.pause.textContent = ["paused", "failed"].includes(item.state) ? "Go on" : "Pause";
                item.stop.hidden = ["sent", "ended"].includes(item.state) || item.final;
            }

            function explain(item, text, address = null) {
                item.why.textContent = text;
                item.link.hidden = !address;
                if (address) item.link.href = address;
            }

            function add(file) {
                if (items.some((one) => mark(one.file) === mark(file) && one.state !== "removed")) return;
                const make = (name, kind = "", text = "") => Object.assign(document.createElement(name), { className: kind, textContent: text });
                const item = { file, state: "queued", sent: 0, id: null, row: make("li") };
                item.badge = make("span", "badge wait", "waiting");
                item.name = make("b", "file", file.name);
                item.size = make("span", "sub");
                item.bar = Object.assign(make("progress"), { max: 1, value: 0 });
                item.bar.setAttribute("aria-label", `${file.name}: part that is sent`);
                item.why = make("span", "reason");
                item.link = Object.assign(make("a", "", "Show it"), { hidden: true });
                item.pause = Object.assign(make("button", "quiet", "Pause"), { type: "button" });
                item.stop = Object.assign(make("button", "quiet", "Remove"), { type: "button" });
                item.pause.addEventListener("click", () => toggle(item));
                item.stop.addEventListener("click", () => remove(item));
                item.row.append(item.badge, item.name, item.size, item.bar, item.why, item.link, item.pause, item.stop);
                list.append(item.row);
                items.push(item);
                if (file.size > maximum) {
                    item.state = "ended";
                    item.final = true;
                    show(item, "too large", "bad");
                    explain(item, `This server takes files of up to ${sentence(maximum)}.`);
                } else {
                    show(item, "waiting");
                    pump();
                }
            }

            function pump() {
                const busy = items.filter((item) => ["sending", "trying"].includes(item.state)).length;
                for (const item of items.filter((one) => one.state === "queued").slice(0, Math.max(0, atOnce - busy))) send(item);
            }

            function toggle(item) {
                if (["paused", "failed"].includes(item.state)) {
                    item.state = "queued";
                    explain(item, "");
                    show(item, "waiting");
                    pump();
                } else {
                    item.state = "paused";
                    item.request?.abort();
                    show(item, "paused");
                    pump();
                }
            }

            async function remove(item) {
                const { id } = item;
                item.state = "removed";
                item.request?.abort();
                item.row.remove();
                forget(item);
                items.splice(items.indexOf(item), 1);
                pump();
                if (id) await fetch(`${base}/uploads/${id}`, { method: "DELETE", headers }).catch(() => {});
            }

            async function create(item) {
                // Names have letters of all alphabets; Base64 knows bytes.
                const name = btoa(String.fromCharCode(...new TextEncoder().encode(item.file.name)));
                const answer = await fetch(`${base}/uploads/`, {
                    method: "POST", headers: { ...headers, "Upload-Length": String(item.file.size), "Upload-Metadata": `filename ${name}` } });
                if (answer.status >= 500) throw new Error();
                if (!answer.ok) throw await refusal(answer);
                item.id = answer.headers.get("Location").split("/").filter(Boolean).pop();
                remember(item);
                return 0;
            }

            // Where the server stands; null: it knows nothing of it.
            async function place(item) {
                const answer = await fetch(`${base}/uploads/${item.id}`, { method: "HEAD", headers });
                if ([404, 410].includes(answer.status)) return null;
                if (answer.status >= 500) throw new Error();
                if (!answer.ok) throw await refusal(answer);
                return Number(answer.headers.get("Upload-Offset"));
            }

            // fetch does not tell how far it is.
            const patch = (item, offset) => new Promise((done, failed) => {
                const request = new XMLHttpRequest();
                item.request = request;
                request.open("PATCH", `${base}/uploads/${item.id}`);
                for (const [name, value] of Object.entries({ ...headers, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" })) request.setRequestHeader(name, value);
                request.upload.addEventListener("progress", (event) => {
                    item.sent = Math.min(item.file.size, offset + event.loaded);
                    if (item.state === "sending") show(item, "sending", "busy");
                });
                request.addEventListener("load", async () => {
                    if (request.status === 204) done(Number(request.getResponseHeader("Upload-Offset")));
                    else if ([409, 423].includes(request.status) || request.status >= 500) failed(new Error());
                    else failed(await refusal(new Response(request.responseText, { status: request.status })));
                });
                for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => failed(new Error()));
                request.send(item.file.slice(offset));
            });

            async function send(item) {
                item.state = "sending";
                show(item, "sending", "busy");
                item.id ??= known(item.file);
                let offset = null;
                for (let tries = 0; ["sending", "trying"].includes(item.state); tries += 1) {
                    try {
                        if (item.id) offset = await place(item);
                        if (offset === null) offset = await create(item);
                        if (!["sending", "trying"].includes(item.state)) return;
                        item.state = "sending";
                        explain(item, "");
                        item.sent = offset;
                        show(item, "sending", "busy");
                        if (offset < item.file.size) offset = await patch(item, offset);
                        if (offset >= item.file.size) return sent(item);
                    } catch (error) {
                        if (!["sending", "trying"].includes(item.state)) return;
                        if (error instanceof Refusal) {
                            item.state = "failed";
                            show(item, "not sent", "bad");
                            explain(item, error.message);
                            break;
                        }
                        const pause = Math.min(30, 2 ** Math.min(tries, 5));
                        item.state = "trying";
                        show(item, "no answer", "busy");
                        explain(item, `The server does not answer; it is tried again in ${pause} s.`);
                        await wait(pause);
                    }
                }
                pump();
            }

            function sent(item) {
                item.state = "sent";
                item.sent = item.file.size;
                forget(item);
                show(item, "sent", "busy");
                pump();
                follow();
            }

            let following = false;

            // What became of those that are sent.
            async function follow() {
                if (following) return;
                following = true;
                while (items.some((item) => item.state === "sent")) {
                    const open = items.filter((item) => item.state === "sent").slice(0, 100);
                    try {
                        const answer = await fetch(`/upload/fate.json?${open.map((item) => `id=${item.id}`).join("&")}`, { cache: "no-store" });
                        const fates = answer.ok ? await answer.json() : {};
                        for (const item of open) {
                            const fate = fates[item.id];
                            if (!fate) continue;
                            if (fate.ended) item.state = "ended";
                            show(item, fate.status, fate.tone);
                            explain(item, fate.text, fate.address);
                        }
                    } catch { /* asked again soon */ }
                    await Promise.race([wait(3), changed()]);
                }
                following = false;
            }

            let wake = () => {};
            const changed = () => new Promise((go) => { wake = () => setTimeout(go, 150); });
            const events = new EventSource(`${base}/events/`);
            events.addEventListener("observation", () => wake());
            addEventListener("pagehide", () => events.close());

            picker.addEventListener("change", () => {
                for (const file of picker.files) add(file);
                picker.value = "";
            });
            for (const name of ["dragenter", "dragover"]) {
                zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
            }
            for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
            zone.addEventListener("drop", (event) => {
                event.preventDefault();
                for (const file of event.dataTransfer.files) add(file);
            });
            addEventListener("beforeunload", (event) => {
                if (items.some((item) => ["sending", "queued", "trying"].includes(item.state))) event.preventDefault();
            });

            // Those of an earlier visit that stopped half-way.
            (async () => {
                const answer = await fetch(`${base}/uploads/?format=json`, { cache: "no-store" });
                if (!answer.ok) return;
                const names = (await answer.json()).results.filter((one) => !one.done).map((one) => one.filename);
                if (!names.length) return;
                unfinished.hidden = false;
                unfinished.textContent = `Not finished: ${names.join(", ")}. Choose the same files again: they go on where they stopped.`;
            })().catch(() => {});
            """#)
}
