extension Asset {
    /// Another picture of the same outline over a viewer's own, up to a line that is moved.
    static let compareScript = Asset(
        name: "compare.js", type: "text/javascript; charset=utf-8",
        text: #"""
            export function compare(viewer) {
                const choice = viewer.root.querySelector("[data-compare]");
                const slider = viewer.root.querySelector(".compare input");
                if (!choice || !slider) return;
                let image = null;
                const cut = () => { if (image) image.style.clipPath = `inset(0 ${100 - Number(slider.value)}% 0 0)`; };
                const show = () => {
                    image?.remove();
                    image = null;
                    slider.hidden = choice.value === "";
                    if (slider.hidden) return;
                    image = new Image();
                    image.alt = "";
                    image.className = "other";
                    image.draggable = false;
                    image.addEventListener("error", () => viewer.say("The other picture cannot be shown."));
                    viewer.place(image, 0, 0, viewer.width, viewer.height);
                    image.src = choice.value;
                    viewer.stage.append(image);
                    cut();
                };
                choice.addEventListener("change", show);
                slider.addEventListener("input", cut);
                // Browsers keep choices as they were when a page is loaded again.
                show();
            }
            """#)
}
