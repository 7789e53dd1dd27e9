extension Asset {
    /// Tells what a place is taken for while somebody writes it.
    static let cutoutFormScript = Asset(
        name: "cutoutform.js", type: "text/javascript; charset=utf-8",
        text: #"""
            const form = document.querySelector(".cutform");
            const look = document.getElementById("look");
            let asked = 0;
            let pause = 0;

            async function ask() {
                const number = ++asked;
                const at = form.elements.at.value.trim();
                if (!at) { look.replaceChildren(); return; }
                const answer = await fetch(`${form.dataset.look}?${new URLSearchParams({ at })}`).catch(() => null);
                if (!answer?.ok || number !== asked) return;
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                if (number === asked) look.replaceChildren(...page.body.childNodes);
            }

            form.elements.at.addEventListener("input", () => {
                clearTimeout(pause);
                pause = setTimeout(ask, 350);
            });
            """#)
}
