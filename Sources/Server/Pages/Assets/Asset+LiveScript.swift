extension Asset {
    /// Keeps `#live` up to date: asks for its part of the page every few seconds while the page is seen.
    static let liveScript = Asset(
        name: "live.js", type: "text/javascript; charset=utf-8",
        text: #"""
            const live = document.getElementById("live");
            const note = document.getElementById("live-note");
            const pause = 2500;
            let tag = null;

            // Somebody is about to press something: what is under the pointer must not move.
            const busy = () => live.querySelector("details[open]") !== null || (live.contains(document.activeElement) && !document.activeElement.closest("[data-keep]"));

            async function refresh() {
                const headers = tag ? { "If-None-Match": tag } : {};
                const { source } = live.dataset;
                const answer = await fetch(source, { headers, cache: "no-store" });
                if (answer.status === 304) return;
                if (answer.status === 404) { location.assign("/"); return; }
                if (!answer.ok) throw new Error(answer.statusText);
                const text = await answer.text();
                if (busy() || source !== live.dataset.source) return;
                tag = answer.headers.get("ETag");
                const page = new DOMParser().parseFromString(text, "text/html");
                keepPictures(page.body);
                keepParts(page.body);
                live.replaceChildren(...page.body.childNodes);
            }

            // Pictures that are shown already stay the same elements: no flicker, nothing loaded again.
            function keepPictures(fresh) {
                const shown = new Map([...live.querySelectorAll("img")].map((image) => [image.getAttribute("src"), image]));
                for (const image of fresh.querySelectorAll("img")) {
                    const old = shown.get(image.getAttribute("src"));
                    if (old && old.complete && old.naturalWidth > 0) image.replaceWith(old);
                }
            }

            // Parts with a life of their own stay as they are while they are of the same thing.
            function keepParts(fresh) {
                for (const part of fresh.querySelectorAll("[data-keep]")) {
                    const old = [...live.querySelectorAll("[data-keep]")].find((one) => one.dataset.keep === part.dataset.keep);
                    if (!old) continue;
                    renewChoices(old, part);
                    part.replaceWith(old);
                }
            }

            // What a drawing has just added can be chosen too.
            function renewChoices(old, fresh) {
                const [known, now] = [old, fresh].map((part) => part.querySelector("[data-compare]"));
                if (!known || !now || known.options.length === now.options.length) return;
                const { value } = known;
                known.replaceChildren(...now.children);
                known.value = value;
                old.querySelector(".compare").hidden = known.options.length < 2;
            }

            async function watch() {
                if (!document.hidden) {
                    try {
                        await refresh();
                        note.hidden = true;
                    } catch {
                        note.hidden = false;
                    }
                }
                setTimeout(watch, pause);
            }

            // A picture that cannot be shown leaves an empty frame, not a broken sign.
            const drop = (image) => { if (image instanceof HTMLImageElement) image.hidden = true; };
            document.addEventListener("error", (event) => drop(event.target), true);
            for (const image of document.images) if (image.complete && image.naturalWidth === 0) drop(image);

            if (live) setTimeout(watch, pause);
            """#)
}
