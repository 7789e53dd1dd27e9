extension Templates {
    static let list = #"""
        <h1>Observations</h1>
        {{^isNew}}
        <form class="search" role="search" action="/" method="get">
        <input type="hidden" name="status" value="{{given_status}}"><input type="hidden" name="view" value="{{given_view}}">
        <label>Words, field or task id <input type="search" name="q" value="{{given_q}}" maxlength="200"></label>
        <label>Name or position on the sky <input type="search" name="at" value="{{given_at}}" placeholder="M31, Vega, Ceres or 83.82,-5.39" maxlength="200"></label>
        <label class="small">Within (degrees) <input name="radius" value="{{given_radius}}" inputmode="decimal" maxlength="12"></label>
        <button>Search</button>
        {{#filtered}}<a class="button quiet" href="/">Reset</a>{{/filtered}}
        <details class="more"{{#more}} open{{/more}}><summary>More filters</summary>
        <div class="search">
        {{#selects}}<label class="small">{{label}} <select name="{{name}}"><option value="">any</option>{{#options}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/options}}</select></label>
        {{/selects}}<label class="small">From <input type="date" name="from" value="{{given_from}}"></label>
        <label class="small">To <input type="date" name="to" value="{{given_to}}"></label>
        </div>
        </details>
        </form>
        {{/isNew}}
        <div id="answer">{{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
        {{#moving}}<p class="count" role="status">Photos in which <b>{{moving}}</b> was when they were taken</p>{{/moving}}
        {{#place}}<p class="count" role="status">{{#isArea}}{{^isNear}}In {{/isNear}}{{/isArea}}{{#isNear}}Round {{/isNear}}{{^isNear}}{{^isArea}}Showing {{/isArea}}{{/isNear}}{{#name}}<b>{{name}}</b>, {{/name}}{{position}} · <a href="{{map}}">on the map</a> · <a href="{{cutouts}}">cutouts</a>{{#hasOthers}} · also called so: {{#others}}<a href="{{address}}">{{label}}</a> {{/others}}{{/hasOthers}}</p>{{/place}}</div>
        <div id="live" data-source="{{source}}">
        {{> fragment}}
        </div>
        <p id="live-note" class="note" role="status" hidden>The server does not answer; this may be out of date.</p>
        """#

    /// The part of the list that changes by itself.
    static let listFragment = #"""
        <nav class="chips" aria-label="Status">
        {{#chips}}<a href="{{address}}"{{#current}} aria-current="true"{{/current}}><span class="dot {{class}}"></span>{{label}} <b>{{count}}</b></a>
        {{/chips}}
        </nav>
        {{^isNew}}<p class="count">{{countText}}{{#work}} · {{work}}{{/work}} · <span class="views"><a href="{{tableAddress}}"{{^tiles}} aria-current="true"{{/tiles}}>Table</a> <a href="{{tilesAddress}}"{{#tiles}} aria-current="true"{{/tiles}}>Tiles</a> <a href="/sky">Map</a></span></p>{{> collect}}{{/isNew}}
        {{#empty}}
        <section class="welcome">
        {{#isNew}}
        <h2>No photo yet</h2>
        {{#landingPad}}<p><a class="button primary" href="/upload">Send photos from this device</a></p>
        <p>Or drop photos of the night sky into the landing pad:</p>
        <p><code>{{landingPad}}</code></p>{{/landingPad}}
        {{^landingPad}}<p>Drop photos of the night sky into the landing pad.</p>{{/landingPad}}
        <p>JPEG, PNG, TIFF, FITS and camera raw are taken. Each photo appears here by itself, a few seconds after it is complete.</p>
        {{/isNew}}
        {{^isNew}}<p>No observation matches.</p>{{/isNew}}
        </section>
        {{/empty}}
        {{#hasRows}}<ul class="rows{{#tiles}} tiles{{/tiles}}">{{/hasRows}}
        {{#rows}}
        <li class="row">
        <a class="thumb" href="{{address}}" tabindex="-1" aria-hidden="true">{{#thumbnail}}<img src="{{thumbnail}}" srcset="{{thumbnail}} 320w, {{largeThumbnail}} 640w" sizes="{{sizes}}" alt="" loading="lazy" decoding="async">{{/thumbnail}}</a>
        <div class="what"><a class="name" href="{{address}}">{{name}}</a><span class="sub"><span class="id">{{taskID}}</span>{{#date}} <time datetime="{{machineDate}}">{{date}}</time>{{/date}}</span></div>
        <div class="state"><span class="badge {{class}}">{{status}}</span>{{#reason}}<span class="reason">{{reason}}</span>{{/reason}}</div>
        <div class="where">{{#centre}}<span>{{centre}}</span>{{/centre}}{{#field}}<span class="sub">{{field}}</span>{{/field}}</div>
        {{> actions}}
        </li>
        {{/rows}}
        {{#hasRows}}</ul>{{/hasRows}}
        {{#pages}}
        <nav class="pages" aria-label="Pages">
        {{#previous}}<a class="button quiet" href="{{previous}}" rel="prev">Previous</a>{{/previous}}
        <span>Page {{page}} of {{pageCount}}</span>
        {{#next}}<a class="button quiet" href="{{next}}" rel="next">Next</a>{{/next}}
        </nav>
        {{/pages}}
        """#

    static let actions = #"""
        <div class="actions">{{#canProcess}}<form method="post" action="{{address}}/process"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="back" value="{{back}}"><button{{#isFirst}} class="primary"{{/isFirst}}>{{processLabel}}</button></form>{{/canProcess}}
        {{#canRemove}}<details><summary class="button quiet">Remove</summary><form class="confirm" method="post" action="{{address}}/remove"><p>“{{name}}” and its files go to the trash.</p><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="back" value="{{removedBack}}"><button class="danger">Remove it</button></form></details>{{/canRemove}}</div>
        """#
}
