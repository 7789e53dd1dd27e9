extension Templates {
    /// The pages of the catalogues, by their names.
    static let catalogs = [("catalogs", catalogList), ("catalogCards", catalogCards), ("catalogTable", catalogTable), ("inPhoto", inPhoto)]

    private static let catalogList = #"""
        <h1>Catalogues</h1>
        <div id="live" data-source="{{source}}">
        {{> catalogCards}}
        </div>
        <p id="live-note" class="note" role="status" hidden>The server does not answer; this may be out of date.</p>
        """#

    private static let catalogCards = #"""
        <ul class="cards">
        {{#cards}}<li>
        <h2><a href="{{address}}">{{title}}</a></h2>
        <p class="sub">{{about}}</p>
        {{#there}}<dl class="facts">{{#facts}}<div><dt>{{label}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>{{/there}}
        {{^there}}<p>Not here yet.</p>{{/there}}
        {{#note}}<p class="sub">{{note}}</p>{{/note}}
        <div role="status">{{#busy}}<p class="note">{{busy}}</p>{{/busy}}{{#outcome}}<p class="outcome">{{outcome}}</p>{{/outcome}}{{#failure}}<p class="problem">{{failure}}</p>{{/failure}}</div>
        <div class="actions">{{#canUpdate}}{{^busy}}<form method="post" action="{{address}}/update"><input type="hidden" name="token" value="{{token}}"><button>{{#there}}Update{{/there}}{{^there}}Fetch it{{/there}}<span class="hidden"> {{title}}</span></button></form>{{#canPlace}}<form method="post" action="{{address}}/places"><input type="hidden" name="token" value="{{token}}"><button>Work out today’s places<span class="hidden"> of {{title}}</span></button></form>{{/canPlace}}{{/busy}}{{/canUpdate}}</div>
        </li>
        {{/cards}}
        </ul>
        """#

    private static let catalogTable = #"""
        <p class="crumbs"><a href="/catalogs">Catalogues</a></p>
        <h1>{{title}}</h1>
        <p class="sub">{{about}} {{origin}}</p>
        {{#missing}}<p class="problem">{{missing}}</p>{{/missing}}
        <form class="search" role="search" method="get" action="{{address}}">
        <label>Part of the name <input type="search" name="q" value="{{q}}" maxlength="100"></label>
        {{#hasCounts}}<label class="check"><input type="checkbox" name="mine" value="1"{{#mine}} checked{{/mine}}> Only what is in my photos</label>{{/hasCounts}}
        <label class="small">Order <select name="sort">{{#orders}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/orders}}</select></label>
        <button>Search</button>
        {{#filtered}}<a class="button quiet" href="{{address}}">Reset</a>{{/filtered}}
        </form>
        {{#moves}}<p class="sub">Places and magnitudes are those of the last time they were worked out. Which of these are in a photo depends on its time: a photo’s page leads to “Asteroids and comets in it”.</p>{{/moves}}
        <p class="count" role="status">{{countText}}</p>
        {{#hasRows}}<div class="scroller" tabindex="0" role="region" aria-label="{{title}}"><table class="catalog"><thead><tr>
        {{#columns}}<th scope="col"{{#direction}} aria-sort="{{direction}}"{{/direction}}{{#isNumber}} class="number"{{/isNumber}}><a href="{{address}}">{{title}}{{#arrow}} <span aria-hidden="true">{{arrow}}</span>{{/arrow}}</a></th>
        {{/columns}}</tr></thead><tbody>
        {{#rows}}<tr>{{#cells}}<td data-label="{{label}}" class="{{#isNumber}}number{{/isNumber}}{{#isName}} named{{/isName}}{{#isEmpty}} empty{{/isEmpty}}">{{#link}}<a href="{{link}}">{{text}}</a>{{/link}}{{^link}}{{text}}{{/link}}</td>{{/cells}}</tr>
        {{/rows}}
        </tbody></table></div>{{/hasRows}}
        {{^hasRows}}<section class="welcome"><p>Nothing matches.</p></section>{{/hasRows}}
        {{#pages}}<nav class="pages" aria-label="Pages">
        {{#previous}}<a class="button quiet" href="{{previous}}" rel="prev">Previous</a>{{/previous}}
        <span>Page {{page}} of {{pageCount}}</span>
        {{#next}}<a class="button quiet" href="{{next}}" rel="next">Next</a>{{/next}}
        </nav>{{/pages}}
        """#

    private static let inPhoto = #"""
        <p class="crumbs"><a href="{{back}}">{{name}}</a></p>
        <h1>Asteroids and comets in it</h1>
        {{#problem}}<p class="problem">{{problem}}</p>{{/problem}}
        {{#summary}}<p class="count">{{summary}}</p>{{/summary}}
        {{#hasRows}}<div class="scroller" tabindex="0" role="region" aria-label="Asteroids and comets"><table class="catalog"><thead><tr><th scope="col">Name</th><th scope="col" class="number">Magnitude</th><th scope="col">Position</th><th scope="col" class="number">Distance</th></tr></thead><tbody>
        {{#rows}}<tr><td class="named" data-label="Name">{{name}}</td><td class="number" data-label="Magnitude">{{magnitude}}</td><td data-label="Position">{{position}}</td><td class="number" data-label="Distance">{{distance}}</td></tr>
        {{/rows}}
        </tbody></table></div>{{/hasRows}}
        """#
}
