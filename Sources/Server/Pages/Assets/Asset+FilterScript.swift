extension Asset {
    /// The list's filters act at once; each is a step of the browser's way back. Without this the form is sent by its button.
    static let filterScript = Asset(
        name: "filters.js", type: "text/javascript; charset=utf-8",
        text: #"""
            const form = document.querySelector("form.search");
            const parts = ["live", "answer"].map((name) => document.getElementById(name));
            let underWay = null;
            let typed = null;

            function wanted() {
                const given = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
                const query = new URLSearchParams(given).toString();
                return query ? `/?${query}` : "/";
            }

            // Shows what an address lists. What is being typed stays as it is, unless the way back was taken.
            async function show(address, withForm) {
                underWay?.abort();
                underWay = new AbortController();
                const { signal } = underWay;
                let text;
                try {
                    const answer = await fetch(address, { signal, cache: "no-store" });
                    if (!answer.ok) throw new Error(answer.statusText);
                    text = await answer.text();
                } catch {
                    if (!signal.aborted) location.assign(address);
                    return;
                }
                if (signal.aborted) return;
                const page = new DOMParser().parseFromString(text, "text/html");
                const other = page.querySelector("form.search");
                if (!other || parts.some((part) => !page.getElementById(part.id))) {
                    location.assign(address);
                    return;
                }
                for (const part of parts) {
                    const fresh = page.getElementById(part.id);
                    if (fresh.dataset.source) part.dataset.source = fresh.dataset.source;
                    part.replaceChildren(...fresh.childNodes);
                }
                if (withForm) replaceForm(other);
                else keepReset(other);
                form.dataset.shown = address;
            }

            function replaceForm(other) {
                const isOpen = form.querySelector("details").open;
                form.replaceChildren(...other.childNodes);
                if (isOpen) form.querySelector("details").open = true;
            }

            function keepReset(other) {
                form.querySelector(":scope > a")?.remove();
                const reset = other.querySelector(":scope > a");
                if (reset) form.querySelector(":scope > button").after(reset);
            }

            function go() {
                clearTimeout(typed);
                const address = wanted();
                if (address === location.pathname + location.search) return;
                history.pushState(null, "", address);
                show(address, false);
            }

            if (form && parts.every(Boolean)) {
                form.addEventListener("change", go);
                form.addEventListener("submit", (event) => {
                    event.preventDefault();
                    go();
                });
                // Words are looked for while they are typed; names and positions once they are complete.
                form.addEventListener("input", (event) => {
                    if (event.target.name !== "q") return;
                    clearTimeout(typed);
                    typed = setTimeout(go, 400);
                });
                addEventListener("popstate", () => show(location.pathname + location.search, true));
            }
            """#)
}
