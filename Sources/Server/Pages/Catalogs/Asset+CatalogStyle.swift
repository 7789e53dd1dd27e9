extension Asset {
    static let catalogStyle = Asset(
        name: "catalogs.css", type: "text/css; charset=utf-8",
        text: #"""
            .cards { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(28rem, 100%), 1fr)); gap: 1rem; }
            .cards > li { display: flex; flex-direction: column; gap: .5rem; padding: 1rem; border: 1px solid var(--line); border-radius: .7rem; background: var(--card); }
            .cards h2, .cards p { margin: 0; } .cards .facts { background: none; } .cards .facts div { grid-template-columns: 6.5rem minmax(0, 1fr); }
            .cards .actions { justify-content: flex-start; margin-top: auto; min-height: 2.3rem; }
            .outcome { color: var(--good); }
            .search .check { flex: 0 1 auto; display: flex; align-items: center; gap: .4rem; height: 2.5rem; font-size: .93rem; color: var(--ink); } .search .check input { width: auto; height: auto; }
            .scroller { overflow-x: auto; border: 1px solid var(--line); border-radius: .7rem; background: var(--card); }
            .catalog { width: 100%; border-collapse: collapse; font-size: .92rem; }
            .catalog th, .catalog td { text-align: left; padding: .4rem .6rem; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; vertical-align: top; }
            .catalog thead th { border-top: 0; white-space: nowrap; font-weight: 600; } .catalog thead a { color: inherit; text-decoration: none; } .catalog thead a:hover { text-decoration: underline; }
            .catalog .number { text-align: right; white-space: nowrap; }
            .catalog .named { font-weight: 600; } .catalog .named a { text-decoration: none; } .catalog .named a:hover { text-decoration: underline; }
            @media (max-width: 48rem) {
                .catalog thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
                .catalog, .catalog tbody { display: block; }
                .catalog tr { display: grid; gap: .1rem; padding: .5rem .8rem; border-top: 1px solid var(--line); } .catalog tr:first-child { border-top: 0; }
                .catalog td { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .5rem; padding: 0; border: 0; } .catalog td.number { text-align: left; white-space: normal; }
                .catalog td::before { content: attr(data-label); color: var(--dim); font-weight: 400; } .catalog td.named { display: block; font-size: 1rem; } .catalog td.named::before { content: none; } .catalog td.empty, .catalog td:empty { display: none; }
            }
            """#)
}
