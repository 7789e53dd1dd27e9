extension Asset {
    /// The button that goes through the themes; a cookie keeps the choice, so that the server sends the page in it at once.
    static let themeScript = Asset(
        name: "theme.js", type: "text/javascript; charset=utf-8",
        text: #"""
            const themes = [["dark", "Dark"], ["red", "Red night"], ["light", "Light"]];
            const root = document.documentElement;
            const button = document.getElementById("theme");
            const current = () => Math.max(0, themes.findIndex(([name]) => name === root.dataset.theme));

            function tell() {
                const label = themes[current()][1];
                button.textContent = label;
                button.setAttribute("aria-label", `Theme: ${label}. Press for the next one`);
            }

            if (button) {
                button.hidden = false;
                tell();
                button.addEventListener("click", () => {
                    [root.dataset.theme] = themes[(current() + 1) % themes.length];
                    document.cookie = `theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax`;
                    tell();
                });
            }
            """#)
}
