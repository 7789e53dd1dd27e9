extension Templates {
    /// The pages of cutouts, by their names.
    static let cutouts = [
        ("cutouts", cutoutList), ("cutoutForm", cutoutForm), ("cutoutLook", cutoutLook), ("cutoutFolder", cutoutFolder),
        ("cutoutStrip", cutoutStrip),
    ]

    private static let cutoutList = #"""
        <div class="heading"><h1>Cutouts</h1> <a class="button" href="/cutouts/new">New cutouts</a></div>
        <p class="sub">The same square of sky out of every photo that shows it, to see what moved or changed.</p>
        {{^hasRows}}<section class="welcome"><h2>No cutouts yet</h2><p>Choose a place on the sky by its name or position, and each solved photo that shows it gives a cutout.</p><p><a class="button" href="/cutouts/new">Choose a place</a></p></section>{{/hasRows}}
        {{#hasRows}}<ul class="rows tiles cutouts">
        {{#rows}}<li class="row">
        <a class="thumb square" href="{{address}}" tabindex="-1" aria-hidden="true">{{#thumbnail}}<img src="{{thumbnail}}" alt="" loading="lazy" decoding="async">{{/thumbnail}}</a>
        <div class="what"><a class="name" href="{{address}}">{{name}}</a>{{#position}}<span class="sub">{{position}}</span>{{/position}}<span class="sub">{{count}}{{#field}} · {{field}} wide{{/field}}</span></div>
        </li>
        {{/rows}}
        </ul>{{/hasRows}}
        {{#pages}}<nav class="pages" aria-label="Pages">
        {{#previous}}<a class="button quiet" href="{{previous}}" rel="prev">Previous</a>{{/previous}}
        <span>Page {{page}} of {{pageCount}}</span>
        {{#next}}<a class="button quiet" href="{{next}}" rel="next">Next</a>{{/next}}
        </nav>{{/pages}}
        """#

    private static let cutoutForm = #"""
        <p class="crumbs"><a href="/cutouts">Cutouts</a></p>
        <h1>New cutouts</h1>
        {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
        <form class="search cutform" method="{{method}}" action="{{action}}" data-look="/cutouts/new/look">
        {{#mayEdit}}<input type="hidden" name="token" value="{{token}}">{{/mayEdit}}
        <label>Name or position on the sky <input name="at" value="{{at}}" placeholder="M31, Vega, 5h35m17s -5°23′28″ or 83.82,-5.39" required maxlength="200"></label>
        <label class="small">Width (degrees) <input name="field" value="{{field}}" inputmode="decimal" required maxlength="12"></label>
        <label class="small">Pixels along a side <input name="size" value="{{size}}" inputmode="numeric" required maxlength="6"></label>
        <label>What to call it <input name="name" value="{{name}}" placeholder="as the place is called" maxlength="100"></label>
        {{#mayEdit}}<button class="primary">Make cutouts</button>{{/mayEdit}}
        {{^mayEdit}}<button>Look it up</button>{{/mayEdit}}
        </form>
        <div id="look" role="status">{{> cutoutLook}}</div>
        {{^mayEdit}}<p>Only editors can make cutouts{{^user}}: <a href="{{logInAddress}}">log in</a>{{/user}}.</p>{{/mayEdit}}
        <p class="sub">North is up and east is left in all of them, and the same star lies on the same pixel. One cutout is made for every solved photo that shows the middle of the square.</p>
        """#

    private static let cutoutLook = #"""
        {{#lookProblem}}<p class="problem">{{lookProblem}}</p>{{/lookProblem}}
        {{#look}}<p class="count">{{#called}}<b>{{called}}</b>, {{/called}}{{position}} · {{covering}}{{#others}} · also called so: {{others}}{{/others}}</p>{{/look}}
        """#

    private static let cutoutFolder = #"""
        <p class="crumbs"><a href="/cutouts">Cutouts</a></p>
        <div class="heading"><h1>{{title}}</h1></div>
        <p class="sub">{{facts}}{{#map}} · <a href="{{map}}">on the map</a> · <a href="{{photos}}">photos that show it</a>{{/map}}</p>
        <div class="cutactions actions">
        {{#mayEdit}}{{#map}}<form method="post" action="{{address}}/again"><input type="hidden" name="token" value="{{token}}"><button>Cut from new photos</button></form>{{/map}}
        <details><summary class="button quiet">Remove all</summary><form class="confirm" method="post" action="{{address}}/remove-all"><p>All cutouts of “{{title}}” go to the trash. The photos stay.</p><input type="hidden" name="token" value="{{token}}"><button class="danger">Remove them</button></form></details>{{/mayEdit}}
        </div>
        {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
        <div class="blinker" data-source="{{address}}/fragment" data-events="{{events}}" data-folder="{{address}}">
        <div class="stage-row">
        <div class="screen" tabindex="0" role="group" aria-label="Cutouts one after another" aria-describedby="blink-keys"><p class="nothing">No cutout to show yet</p></div>
        </div>
        <noscript><p class="problem">Blinking needs JavaScript. The strip below has all cutouts, and the animations can be downloaded.</p></noscript>
        <div class="controls">
        <span class="zooms"><button type="button" data-act="previous" aria-label="Previous">◀</button><button type="button" data-act="play" aria-pressed="false">Play</button><button type="button" data-act="next" aria-label="Next">▶</button></span>
        <fieldset><legend class="hidden">What is shown</legend>
        <label><input type="radio" name="kind" value="lapse" checked> Time-lapse of all</label>
        <label><input type="radio" name="kind" value="blink"> Blink with <span class="other">the first</span></label>
        </fieldset>
        <button type="button" data-act="mark">Blink with this one</button>
        <label><input type="checkbox" name="align" checked> Aligned</label>
        <label class="speed">Speed <input type="range" name="speed" min="-2" max="4" step="1" value="0" aria-valuetext="1 picture a second"> <output class="rate">1 a second</output></label>
        <output class="readout" aria-live="off"></output>
        </div>
        <p class="sub" id="blink-keys">Space plays and stops, arrows go to the next and the previous, plus and minus change the speed, A switches between aligned cutouts (north up, the same star on the same pixel) and the photos as they are, B between blink and time-lapse, M marks the one to blink with.</p>
        </div>
        <div id="strip">
        {{> cutoutStrip}}
        </div>
        <p id="strip-note" class="note" role="status" hidden>The server does not answer; this may be out of date.</p>
        """#

    /// The part that changes while cutouts are made.
    private static let cutoutStrip = #"""
        <p class="count" role="status" id="cut-progress" data-waiting="{{waiting}}">{{progress}}</p>
        {{#isBusy}}<progress max="{{all}}" value="{{made}}" aria-label="Cutouts made"></progress>{{/isBusy}}
        {{#canAnimate}}<p class="links" id="animations">Download the animation: <a href="{{address}}/animation.gif" download>GIF</a> <a href="{{address}}/animation.webp" download>WebP</a></p>{{/canAnimate}}
        <ol class="strip">
        {{#cutouts}}<li data-file="{{file}}" data-state="{{state}}"{{#source}} data-source="{{source}}" data-label="{{label}}"{{#shown}} data-shown{{/shown}}{{#plain}} data-plain="{{plain}}"{{/plain}}{{/source}}>
        <button type="button" class="frame" aria-label="Show {{label}}"{{^source}} disabled{{/source}}>{{#source}}<img src="{{source}}" alt="" loading="lazy" decoding="async" width="160" height="160">{{/source}}</button>
        <span class="date">{{date}}</span>
        <span class="sub">{{#observation}}<a href="{{observation}}">{{observationName}}</a>{{/observation}}{{^observation}}{{observationName}}{{/observation}}{{#coverage}} · {{coverage}}{{/coverage}}</span>
        {{#isThumbnail}}<span class="badge good">thumbnail</span>{{/isThumbnail}}{{#isHidden}}<span class="badge wait">hidden</span>{{/isHidden}}{{#failed}}<span class="badge bad">failed</span> <span class="reason">{{failed}}</span>{{/failed}}{{#making}}<span class="badge busy">being made</span>{{/making}}
        <span class="tools">{{#source}}<a href="{{source}}" download>Download</a>{{/source}}
        {{#mayEdit}}<form method="post"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="file" value="{{file}}">{{#source}}{{#isHidden}}<button formaction="{{address}}/show">Show</button>{{/isHidden}}{{^isHidden}}<button formaction="{{address}}/hide">Hide</button>{{^isThumbnail}}<button formaction="{{address}}/thumbnail">As thumbnail</button>{{/isThumbnail}}{{/isHidden}}{{/source}}<details><summary class="button quiet">Remove</summary><button class="danger" formaction="{{address}}/remove">Move to the trash</button></details></form>{{/mayEdit}}</span>
        </li>
        {{/cutouts}}
        </ol>
        """#
}
