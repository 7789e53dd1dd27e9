extension Templates {
    /// The page of tonight, and how it writes a time.
    static let tonight = [
        ("tonight", tonightPage), ("tonightFrame", "{{{text}}}"),
        ("moment", #"{{#machine}}<time datetime="{{machine}}" data-local>{{text}}</time>{{/machine}}{{#never}}{{never}}{{/never}}"#),
    ]

    private static let tonightPage = #"""
        <h1>Tonight</h1>
        <p class="sub" id="zone">{{#isNow}}As it is now, {{/isNow}}{{#now}}{{> moment}}{{/now}}. Times are UTC.{{#hasSite}} Seen from {{site}}.{{/hasSite}}</p>
        {{^hasSite}}<p class="problem">No site is set, so nothing is said of rising, setting and heights; places are those seen from the Earth’s centre. ASTROBASE_SITE sets it: latitude and longitude in degrees, such as 52.5,13.4.</p>{{/hasSite}}
        <div class="tonight">
        <section aria-labelledby="moon-head"><h2 id="moon-head">Moon</h2>
        <div class="moonbox">{{{moon}}}<div><p class="big">{{moonText}}</p>
        <dl class="times">{{#phases}}<div><dt>{{name}}</dt><dd>{{#time}}{{> moment}}{{/time}}</dd></div>{{/phases}}</dl></div></div>
        </section>
        {{#hasSite}}<section aria-labelledby="night-head"><h2 id="night-head">The night</h2>
        <table class="times"><tbody>
        {{#night}}<tr><th scope="row">{{name}}<span class="hidden">, {{below}}</span></th><td>{{#never}}{{never}}{{/never}}{{^never}}{{#from}}{{> moment}}{{/from}} – {{#to}}{{> moment}}{{/to}}{{/never}}</td></tr>
        {{/night}}</tbody></table></section>{{/hasSite}}
        </div>
        <h2 id="bodies-head">Sun, Moon and planets</h2>
        <div class="scroller" tabindex="0" role="region" aria-labelledby="bodies-head"><table class="catalog"><thead><tr><th scope="col">Name</th>{{#hasSite}}<th scope="col" class="number">Altitude</th><th scope="col">Where</th><th scope="col" class="number">Rises</th><th scope="col" class="number">Highest</th><th scope="col" class="number">Sets</th>{{/hasSite}}<th scope="col" class="number">Magnitude</th><th scope="col" class="number">Lit</th><th scope="col" class="number">From the Sun</th><th scope="col" class="number">Distance</th><th scope="col">Position</th></tr></thead><tbody>
        {{#bodies}}<tr{{#isUp}} class="up"{{/isUp}} data-name="{{name}}"><td class="named">{{name}}</td>{{#hasSite}}<td class="number" data-label="Altitude">{{altitude}}</td><td class="plain" data-label="Where">{{direction}}</td><td class="number" data-label="Rises">{{#rises}}{{> moment}}{{/rises}}</td><td class="number" data-label="Highest"><span>{{#highest}}{{> moment}}{{/highest}}, {{highestAltitude}}</span></td><td class="number" data-label="Sets">{{#sets}}{{> moment}}{{/sets}}</td>{{/hasSite}}<td class="number" data-label="Magnitude">{{magnitude}}</td><td class="number" data-label="Lit">{{lit}}</td><td class="number" data-label="From the Sun">{{fromSun}}</td><td class="number" data-label="Distance">{{distance}}</td><td data-label="Position"><a class="place" href="{{map}}"><span>{{ra}}</span> <span>{{dec}}</span></a></td></tr>
        {{/bodies}}</tbody></table></div>
        <h2 id="objects-head">What of my objects is up</h2>
        {{^hasObjects}}<p class="sub">No object of the deep-sky catalogue is in a solved photo yet.</p>{{/hasObjects}}
        {{#hasObjects}}<p class="count">{{objectCount}}, {{#hasSite}}the one that comes highest in the dark first{{/hasSite}}{{^hasSite}}the one farthest from the Sun first{{/hasSite}}. <a href="/catalogs/deepsky?mine=1">All of them</a></p>
        <div class="scroller" tabindex="0" role="region" aria-labelledby="objects-head"><table class="catalog"><thead><tr><th scope="col">Name</th><th scope="col">Kind</th>{{#hasSite}}<th scope="col" class="number">Altitude</th><th scope="col">Where</th><th scope="col" class="number">Highest in the dark</th>{{/hasSite}}<th scope="col" class="number">Magnitude</th><th scope="col" class="number">From the Sun</th><th scope="col" class="number">Photos</th></tr></thead><tbody>
        {{#objects}}<tr{{#isUp}} class="up"{{/isUp}}><td class="named"><a href="{{link}}">{{name}}</a></td><td data-label="Kind">{{kind}}</td>{{#hasSite}}<td class="number" data-label="Altitude">{{altitude}}</td><td class="plain" data-label="Where">{{direction}}</td><td class="number" data-label="Highest in the dark">{{#best}}<span>{{bestAltitude}} at {{> moment}}</span>{{/best}}</td>{{/hasSite}}<td class="number" data-label="Magnitude">{{magnitude}}</td><td class="number" data-label="From the Sun">{{fromSun}}</td><td class="number" data-label="Photos">{{photos}}</td></tr>
        {{/objects}}</tbody></table></div>{{/hasObjects}}
        """#
}
