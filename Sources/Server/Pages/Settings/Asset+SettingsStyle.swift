extension Asset {
    static let settingsStyle = Asset(
        name: "settings.css", type: "text/css; charset=utf-8",
        text: #"""
            h3 { font-size: 1rem; margin: 1.2em 0 .5em; }
            .findings, .users { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .7rem; background: var(--card); }
            .findings li { padding: .5rem .8rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; } .findings li:first-child, .users > li:first-child { border-top: 0; }
            .findings .badge { min-width: 4.6rem; text-align: center; margin-right: .4rem; } .findings .remedy { display: block; margin: .3rem 0 0 5.4rem; font-size: .9rem; }
            .engines { margin: 0; padding-left: 1.4rem; } .engines, .indexes { overflow-wrap: anywhere; font-size: .93rem; }
            .users > li { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; padding: .7rem .8rem; border-top: 1px solid var(--line); }
            .users .who-is { flex: 1 1 12rem; overflow-wrap: anywhere; } .users form { margin: 0; } .users > li > form { display: flex; gap: .4rem; align-items: end; } .users select { width: auto; }
            .users button:disabled, .users select:disabled { opacity: .5; cursor: default; }
            .adduser { max-width: 52rem; }
            @media (max-width: 48rem) { .findings .remedy { margin-left: 0; } .users details[open] { flex-basis: 100%; } }
            """#)
}
