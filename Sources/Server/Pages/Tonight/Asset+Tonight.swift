extension Asset {
    /// Times in the zone of whoever reads.
    static let tonightScript = Asset(
        name: "tonight.js", type: "text/javascript; charset=utf-8",
        text: #"""
            const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
            const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
            const today = day.format(new Date());
            const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";

            for (const time of document.querySelectorAll("time[data-local]")) {
                const date = new Date(time.dateTime);
                time.title = time.textContent;
                const on = day.format(date);
                time.textContent = on === today ? clock.format(date) : `${on}, ${clock.format(date)}`;
            }
            const note = document.getElementById("zone");
            for (const node of note.childNodes) {
                if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace("Times are UTC.", `Times are of the zone ${zone}.`);
            }
            """#)

    static let tonightStyle = Asset(
        name: "tonight.css", type: "text/css; charset=utf-8",
        text: #"""
            .tonight { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1rem; }
            .tonight section { padding: 1rem; border: 1px solid var(--line); border-radius: .7rem; background: var(--card); } .tonight h2 { margin: 0 0 .6rem; }
            .moonbox { display: flex; flex-wrap: wrap; gap: 1.2rem; align-items: center; }
            .moon .dark { fill: light-dark(#3a4152, #1d2334); stroke: var(--line); } .moon .lit { fill: #e9e4d2; } [data-theme="red"] .moon .lit { fill: #a8261e; }
            [data-theme="red"] .moon .dark { fill: #1c0404; }
            .big { font-size: 1.15rem; margin: 0 0 .4rem; }
            .times { margin: 0; border-spacing: 0; font-variant-numeric: tabular-nums; } .times div { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .6rem; }
            .times th { font-weight: 400; color: var(--dim); text-align: left; } .times th, .times td { padding: .15rem 1rem .15rem 0; }
            .catalog .plain, .place span { white-space: nowrap; } .times time, .catalog time { white-space: nowrap; }
            .catalog tr.up td:first-child { white-space: nowrap; }
            .catalog tr.up td:first-child::after { content: " ▲"; color: var(--good); font-size: .75em; }
            """#)
}
