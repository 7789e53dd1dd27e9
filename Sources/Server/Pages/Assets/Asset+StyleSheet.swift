extension Asset {
    static let styleSheet = Asset(
        name: "astrobase.css", type: "text/css; charset=utf-8",
        text: #"""
            :root {
                color-scheme: dark;
                --paper: light-dark(#f6f7fa, #0f1420); --card: light-dark(#ffffff, #171e2e);
                --line: light-dark(#d9dee8, #2a3449); --ink: light-dark(#1a2233, #e6eaf3);
                --dim: light-dark(#5a6579, #98a4bb); --link: light-dark(#1f4fbf, #8fb0ff);
                --good: light-dark(#17703a, #6fd39a); --bad: light-dark(#b3261e, #ff9d94);
                --busy: light-dark(#8a5a00, #f2c46d); --wait: light-dark(#4a5670, #a9b6d0);
                --action: light-dark(#1f4fbf, #3764d6); --sky: light-dark(#fbfcfe, #070b14); --well: light-dark(#e8ecf4, #0a0e18);
            }
            [data-theme="light"] { color-scheme: light; }
            /* Eyes that are used to the dark stay so: nothing but red. */
            [data-theme="red"] {
                --paper: #0a0000; --card: #140202; --line: #3d0c0c; --ink: #f0574a; --dim: #d84c40; --link: #ff5a4d;
                --good: #f0574a; --bad: #ff6a5c; --busy: #f0574a; --wait: #d84c40; --action: #7a1710; --sky: #050000; --well: #1c0303;
            }
            [data-theme="red"] img { filter: grayscale(1) sepia(1) hue-rotate(-50deg) saturate(6) brightness(.7); }
            * { box-sizing: border-box; }
            body { margin: 0; accent-color: var(--link); background: var(--paper); color: var(--ink); font: 16px/1.45 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
            a { color: var(--link); }
            h1 { font-size: 1.5rem; margin: .2em 0 .6em; overflow-wrap: anywhere; }
            h2 { font-size: 1.15rem; margin: 1.4em 0 .5em; }
            :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
            .skip { position: absolute; left: -99rem; }
            .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem; z-index: 2; }
            .top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 1rem; padding: .6rem max(1rem, calc(50vw - 38rem)); background: var(--card); border-bottom: 1px solid var(--line); }
            .top nav { display: flex; align-items: center; gap: .8rem; }
            .top form { margin: 0; }
            .top .places { flex: 1 1 auto; flex-wrap: wrap; gap: .2rem 1.1rem; } .places a { text-decoration: none; color: var(--dim); padding: .2rem 0; border-bottom: 2px solid transparent; }
            .places a:hover, .places a[aria-current] { color: var(--ink); border-color: var(--link); }
            .collect .confirm { display: grid; gap: .6rem; left: 0; right: auto; } .collect { width: fit-content; margin-bottom: .8rem; } .bar .collect { margin: 0; }
            .queues { list-style: none; margin: 0; padding: 0; display: grid; gap: .8rem; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); }
            .queues li { border: 1px solid var(--line); border-radius: .7rem; background: var(--card); padding: .7rem .9rem; } .queues h2, .queues p { margin: 0 0 .4rem; }
            .tasks .acts { float: right; display: inline-flex; gap: .4rem; } .tasks .acts form { margin: 0; } .tasks .acts button { padding: .1rem .6rem; } .tasks li::after { content: ""; display: block; clear: both; }
            .chips + .jobs, .chips + .count { margin-top: .8rem; }
            .drop { border: 2px dashed var(--line); border-radius: .7rem; padding: 2rem 1rem; text-align: center; background: var(--card); } .drop.over { border-color: var(--link); }
            .drop label.button { color: #fff; font-size: 1rem; } .button.primary { background: var(--action); border-color: var(--action); color: #fff; }
            .drop:focus-within label { outline: 2px solid var(--link); outline-offset: 2px; }
            .jobs.uploads { margin-top: 1rem; } .uploads:empty { display: none; } .uploads li { display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: center; }
            .uploads .file { overflow-wrap: anywhere; } .uploads progress { flex: 1 1 8rem; min-width: 5rem; accent-color: var(--link); } .uploads .reason { margin: 0; flex-basis: 100%; } .uploads .reason:empty { display: none; } .uploads button { padding: .15rem .6rem; }
            .brand { display: inline-flex; align-items: center; gap: .5rem; font-weight: 650; text-decoration: none; color: inherit; }
            .who { color: var(--dim); max-width: 12rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
            main { max-width: 78rem; margin: 0 auto; padding: 1rem 1rem 3rem; }
            .sources { max-width: 78rem; margin: 0 auto; padding: 0 1rem 2rem; color: var(--dim); font-size: .8rem; }
            .sources ul { margin: .2rem 0 0; padding-left: 1.2rem; }
            button, .button { display: inline-block; font: inherit; font-size: .93rem; line-height: 1.3; padding: .45rem .85rem; border-radius: .45rem; border: 1px solid var(--line); background: var(--card); color: var(--ink); cursor: pointer; text-decoration: none; white-space: nowrap; }
            button:hover, .button:hover { border-color: var(--link); }
            button.primary { background: var(--action); border-color: var(--action); color: #fff; }
            button.danger { background: light-dark(#b3261e, #a8332b); border-color: transparent; color: #fff; }
            .quiet { background: none; }
            input, select { font: inherit; padding: .45rem .6rem; border: 1px solid var(--line); border-radius: .45rem; background: var(--card); color: var(--ink); width: 100%; min-width: 0; }
            label { display: block; font-size: .85rem; color: var(--dim); }
            .search { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin-bottom: 1rem; }
            .search label { flex: 1 1 13rem; }
            .search input, .search select { height: 2.5rem; }
            .search label.small { flex: 0 1 9rem; }
            .search .more { flex-basis: 100%; } .more summary { cursor: pointer; color: var(--link); font-size: .9rem; width: fit-content; } .more .search { margin: .5rem 0 0; }
            .more[open] summary::before { content: "▾ "; } .more summary::before { content: "▸ "; }
            .views a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
            .chips { display: flex; flex-wrap: wrap; gap: .4rem; }
            .chips a { display: inline-flex; align-items: center; gap: .4rem; padding: .3rem .7rem; border: 1px solid var(--line); border-radius: 2rem; text-decoration: none; color: inherit; font-size: .9rem; background: var(--card); }
            .chips a[aria-current] { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); }
            .dot { width: .6rem; height: .6rem; border-radius: 50%; background: var(--dim); }
            .dot.good { background: var(--good); } .dot.bad { background: var(--bad); } .dot.busy { background: var(--busy); } .dot.wait { background: var(--wait); }
            .count { color: var(--dim); font-size: .92rem; margin: .8rem 0; }
            .rows { display: grid; grid-template-columns: 7rem minmax(0, 1.5fr) minmax(0, 1.2fr) minmax(0, 1.2fr) auto; column-gap: 1rem; list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .7rem; background: var(--card); }
            .row { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center; padding: .6rem .8rem; border-top: 1px solid var(--line); }
            .row:first-child { border-top: 0; }
            .rows.tiles { grid-template-columns: repeat(auto-fill, minmax(min(14rem, 100%), 1fr)); gap: .8rem; border: 0; background: none; display: grid; }
            .tiles .row { grid-column: auto; grid-template: none; display: flex; flex-direction: column; align-items: stretch; gap: .4rem; border: 1px solid var(--line); border-radius: .7rem; background: var(--card); }
            .tiles .actions { justify-content: flex-start; margin-top: auto; } .tiles .confirm { right: auto; left: 0; }
            .thumb { display: block; aspect-ratio: 3 / 2; border-radius: .4rem; overflow: hidden; background: light-dark(#dfe4ee, #0a0e18); }
            [hidden] { display: none !important; }
            .thumb img { width: 100%; height: 100%; object-fit: cover; display: block; }
            .name { font-weight: 600; overflow-wrap: anywhere; display: block; text-decoration: none; }
            .name:hover { text-decoration: underline; }
            .sub { color: var(--dim); font-size: .87rem; display: block; }
            .id { font-variant-numeric: tabular-nums; margin-right: .4rem; }
            .where { font-variant-numeric: tabular-nums; font-size: .93rem; }
            .where span { display: block; }
            .badge { display: inline-block; padding: .1rem .55rem; border-radius: 2rem; font-size: .85rem; font-weight: 600; border: 1px solid currentColor; color: var(--dim); white-space: nowrap; }
            .badge.good { color: var(--good); } .badge.bad { color: var(--bad); } .badge.busy { color: var(--busy); } .badge.wait { color: var(--wait); }
            .reason { display: block; margin-top: .25rem; font-size: .87rem; color: var(--dim); overflow-wrap: anywhere; }
            .actions { display: flex; gap: .5rem; align-items: flex-start; justify-content: flex-end; flex-wrap: wrap; }
            .actions form { margin: 0; }
            details { position: relative; }
            summary { list-style: none; }
            summary::-webkit-details-marker { display: none; }
            .confirm { position: absolute; right: 0; top: calc(100% + .4rem); z-index: 1; width: min(19rem, 80vw); padding: .8rem; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; box-shadow: 0 6px 24px #0005; }
            .confirm p { margin: 0 0 .6rem; overflow-wrap: anywhere; }
            .welcome { border: 1px dashed var(--line); border-radius: .7rem; padding: 1.2rem; text-align: center; background: var(--card); }
            .welcome h2 { margin-top: 0; }
            code { background: var(--well); padding: .25rem .5rem; border-radius: .35rem; overflow-wrap: anywhere; }
            .pages { display: flex; gap: 1rem; align-items: center; justify-content: center; margin-top: 1.2rem; }
            .problem { border-left: 4px solid var(--bad); padding: .5rem .8rem; background: var(--card); overflow-wrap: anywhere; }
            .note { color: var(--busy); }
            .crumbs { margin: 0 0 .4rem; font-size: .9rem; }
            .heading { margin-bottom: .6rem; display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; }
            .bar { display: flex; flex-wrap: wrap; gap: .5rem; margin-bottom: 1rem; align-items: flex-start; } .bar .confirm { right: auto; left: 0; }
            .draw { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin-bottom: .8rem; } .draw label { flex: 0 1 17rem; }
            .jobs { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: .7rem; background: var(--card); }
            .jobs li { padding: .45rem .8rem; border-top: 1px solid var(--line); } .jobs li:first-child { border-top: 0; } .jobs .sub { display: inline; margin-left: .4rem; }
            .edit { max-width: 44rem; } .edit .problem { margin: 0; font-size: .87rem; }
            textarea { font: inherit; padding: .45rem .6rem; border: 1px solid var(--line); border-radius: .45rem; background: var(--card); color: var(--ink); width: 100%; }
            .tick { display: flex; gap: .5rem; align-items: center; color: var(--ink); } .tick input { width: auto; }
            .detail { display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(17rem, 1fr); gap: 1.2rem; align-items: start; }
            figure { margin: 0; }
            figure img { max-width: 100%; height: auto; max-height: 80vh; display: block; border-radius: .6rem; background: #000; }
            .viewer { border: 1px solid var(--line); border-radius: .7rem; overflow: hidden; background: var(--card); }
            .viewer .screen { background: #05070c; overflow: hidden; position: relative; }
            .viewer.ready .screen { width: 100%; max-height: 75vh; cursor: grab; touch-action: none; user-select: none; }
            .viewer.ready .screen:active { cursor: grabbing; }
            .viewer .screen:focus-visible { outline-offset: -3px; }
            .stage { position: absolute; left: 0; top: 0; transform-origin: 0 0; }
            .stage img { position: absolute; max-width: none; max-height: none; border-radius: 0; background: none; pointer-events: none; }
            .stage .tile { visibility: hidden; } .stage .tile.loaded { visibility: visible; }
            .stage .other { z-index: 3; } .stage .layer { z-index: 4; }
            .viewer.ready .screen.measuring { cursor: crosshair; }
            .ruler { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; z-index: 5; }
            .ruler line, .ruler circle { stroke: #ffd166; stroke-width: 2; fill: none; }
            .controls [aria-pressed="true"] { background: var(--action); border-color: var(--action); color: #fff; }
            .compare:not([hidden]) { display: inline-flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: center; }
            .compare select { width: auto; padding: .15rem .4rem; } .compare input { width: 9rem; }
            .layernote { flex-basis: 100%; margin: 0; font-size: .87rem; } .layernote:empty { display: none; }
            .history { margin-top: 1.2rem; } .history summary { display: list-item; cursor: pointer; font-size: 1.15rem; font-weight: bold; }
            .history ol { padding-left: 2rem; } .history li { margin: .2rem 0; } .history time { font-variant-numeric: tabular-nums; color: var(--dim); }
            .controls { display: none; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; padding: .5rem .7rem; border-top: 1px solid var(--line); }
            .viewer.ready .controls { display: flex; }
            .controls fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem .9rem; }
            .controls label { display: inline-flex; align-items: center; gap: .35rem; font-size: .9rem; color: var(--ink); white-space: nowrap; }
            .controls input { width: auto; min-width: 0; flex: none; margin: 0; }
            .controls button { min-width: 2.3rem; padding: .2rem .5rem; } .controls .button { padding: .2rem .5rem; }
            .zooms { display: inline-flex; gap: .3rem; }
            .readout { order: -1; flex-basis: 100%; min-height: 1.45em; font-size: .87rem; color: var(--dim); font-variant-numeric: tabular-nums; white-space: pre-wrap; }
            .skymap { border: 1px solid var(--line); border-radius: .7rem; background: var(--card); overflow: hidden; }
            .skymap .screen { position: relative; height: clamp(16rem, min(68vh, 95vw), 56rem); overflow: hidden; background: var(--sky); touch-action: none; user-select: none; cursor: grab; }
            .skymap .screen:active { cursor: grabbing; } .skymap .screen.drawing { cursor: crosshair; }
            .skymap .screen:focus-visible { outline-offset: -3px; }
            .skymap canvas { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
            .skymap .controls { display: flex; }
            .skymap .controls .goto { display: flex; flex: 0 1 auto; gap: .3rem; margin: 0; } .skymap .goto input { width: 15rem; padding: .2rem .5rem; }
            .skymap [aria-pressed="true"] { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); }
            .skymap > .sub, .skymap .problem { margin: 0; padding: .4rem .8rem; }
            .found:not(:empty) { padding: 0 .8rem; max-height: 20rem; overflow: auto; border-top: 1px solid var(--line); }
            .found h2 { margin: .6rem 0 .2rem; } .found ul { margin: 0 0 .6rem; padding-left: 1.2rem; }
            .links { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .9rem; margin: .6rem 0 0; }
            .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
            .nopicture { display: grid; place-items: center; aspect-ratio: 3 / 2; color: var(--dim); background: var(--card); border: 1px dashed var(--line); border-radius: .6rem; }
            .facts { margin: 0; border: 1px solid var(--line); border-radius: .7rem; background: var(--card); }
            .facts div { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .6rem; padding: .4rem .8rem; border-top: 1px solid var(--line); }
            .facts div:first-child { border-top: 0; }
            dt { color: var(--dim); font-size: .9rem; }
            dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
            .products { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
            .products th, .products td { text-align: left; padding: .45rem .8rem; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
            .products .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
            .card { max-width: 24rem; margin: 2rem auto; padding: 1.2rem; background: var(--card); border: 1px solid var(--line); border-radius: .7rem; }
            .stack { display: grid; gap: .8rem; }
            @media (max-width: 56rem) {
                .top { gap: .5rem 1rem; } .top .places { order: 3; flex-basis: 100%; flex-wrap: nowrap; overflow-x: auto; scrollbar-width: thin; } .places a { white-space: nowrap; }
                .rows { display: block; }
                .row { grid-template-columns: 6rem minmax(0, 1fr); grid-template-areas: "thumb what" "thumb state" "where where" "actions actions"; gap: .3rem .8rem; align-items: start; }
                .thumb { grid-area: thumb; } .what { grid-area: what; } .state { grid-area: state; } .where { grid-area: where; } .actions { grid-area: actions; }
                .row .where span { display: inline; margin-right: .6rem; }
                .row .actions { justify-content: flex-start; }
                .confirm { position: static; width: auto; margin-top: .5rem; box-shadow: none; }
                .actions details[open] { flex-basis: 100%; }
                .detail { grid-template-columns: minmax(0, 1fr); }
            }
            """#)
}
