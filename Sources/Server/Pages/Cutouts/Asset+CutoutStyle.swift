extension Asset {
    static let cutoutStyle = Asset(
        name: "cutouts.css", type: "text/css; charset=utf-8",
        text: #"""
            .heading:has(> .button) { align-items: center; } .heading:has(> .button) h1 { margin: .2em 0; }
            .heading + .sub { margin-top: 0; }
            .thumb.square { aspect-ratio: 1; }
            .cutform { max-width: 60rem; }
            #look { min-height: 1.6rem; } #look .count, #look .problem { margin: 0; }
            .cutactions { justify-content: flex-start; min-height: 2.2rem; margin: 0 0 1rem; } .cutactions .confirm { right: auto; left: 0; }
            .blinker { border: 1px solid var(--line); border-radius: .7rem; overflow: hidden; background: var(--card); }
            .blinker .stage-row { background: #05070c; display: flex; justify-content: center; }
            .blinker .screen { position: relative; width: min(100%, 58vh); aspect-ratio: 1; color: #a9b6d0; }
            .blinker .screen:focus-visible { outline: none; } .blinker .screen:focus-visible::after { content: ""; position: absolute; inset: 0; border: 2px solid var(--link); pointer-events: none; }
            .blinker .screen img { position: absolute; inset: 0; width: 100%; height: 100%; max-height: none; object-fit: contain; border-radius: 0; visibility: hidden; }
            .blinker .screen img.on { visibility: visible; }
            .blinker .nothing { position: absolute; inset: 0; display: grid; place-items: center; margin: 0; }
            .blinker .controls { display: none; } .blinker.ready .controls { display: flex; }
            .blinker [data-act="play"] { min-width: 4.2rem; }
            .blinker [data-act="mark"] { padding: .2rem .6rem; }
            .blinker .speed input { width: 8rem; padding: 0; } .blinker .rate { min-width: 6.5rem; color: var(--dim); }
            .blinker > .sub { margin: 0; padding: .4rem .8rem .6rem; }
            .strip { list-style: none; margin: .6rem 0 0; padding: .2rem; display: flex; gap: .8rem; overflow-x: auto; align-items: stretch; }
            .strip > li { flex: 0 0 11.5rem; display: flex; flex-direction: column; align-items: flex-start; gap: .25rem; padding: .5rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--card); }
            .strip > li.current { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); }
            .strip .frame { padding: 0; border: 0; width: 100%; aspect-ratio: 1; background: light-dark(#dfe4ee, #0a0e18); border-radius: .4rem; overflow: hidden; }
            .strip .frame:disabled { cursor: default; }
            .strip .frame img { width: 100%; height: 100%; object-fit: contain; display: block; }
            .strip .date { font-size: .87rem; font-variant-numeric: tabular-nums; }
            .strip .sub { overflow-wrap: anywhere; } .strip .reason { margin: 0; }
            .strip .tools { margin-top: auto; display: flex; flex-direction: column; gap: .35rem; font-size: .87rem; width: 100%; }
            .strip form { margin: 0; display: flex; flex-wrap: wrap; gap: .35rem; } .strip form button, .strip summary { font-size: .82rem; padding: .25rem .5rem; }
            .strip details[open] { flex-basis: 100%; display: grid; gap: .35rem; justify-items: start; }
            progress { accent-color: var(--link); width: min(24rem, 100%); }
            """#)
}
