extension Templates {
    /// The map of the sky. Without scripts, and for screen readers, the list says the same.
    static let sky = #"""
        <h1>Sky map</h1>
        <p class="sub"><a href="/">All observations as a list</a></p>
        <noscript><p class="problem">The map needs JavaScript. The list has the same observations, and can be searched by position.</p></noscript>
        <div class="skymap" data-observations="/sky/observations.json"{{#hasCatalog}} data-catalog="/sky/catalog.json"{{/hasCatalog}}>
        <div class="screen" tabindex="0" role="application" aria-label="Map of the sky" aria-describedby="map-keys">
        <canvas class="drawn" aria-hidden="true"></canvas><canvas class="labels" aria-hidden="true"></canvas>
        </div>
        <div class="controls">
        <span class="zooms"><button type="button" data-act="out" aria-label="Zoom out">−</button><button type="button" data-act="whole">Whole sky</button><button type="button" data-act="in" aria-label="Zoom in">+</button></span>
        <button type="button" data-act="cone" aria-pressed="false">Draw a circle to search</button>
        <a class="button" data-cutouts href="/cutouts/new">Cutouts of the middle</a>
        <fieldset><legend class="hidden">Shown on the map</legend>
        <label><input type="checkbox" data-show="fields" checked> Photos</label>
        <label><input type="checkbox" data-show="coverage" checked> How often photographed</label>
        <label><input type="checkbox" data-show="grid" checked> Grid</label>
        {{#hasCatalog}}<label><input type="checkbox" data-show="figures" checked> Constellations</label>
        <label><input type="checkbox" data-show="stars" checked> Stars</label>
        <label><input type="checkbox" data-show="objects" checked> Messier objects</label>{{/hasCatalog}}
        </fieldset>
        <form class="goto"><label class="hidden" for="map-goto">Go to a name or position</label><input id="map-goto" type="search" maxlength="200" placeholder="{{#hasCatalog}}M31, Vega or {{/hasCatalog}}83.8,-5.4"><button>Go there</button></form>
        <output class="readout" aria-live="off"></output>
        </div>
        <p class="problem" id="map-problem" role="alert" hidden></p>
        <section class="found" aria-live="polite"></section>
        <p class="sub" id="map-keys">Drag or arrows move the map; wheel, two fingers, plus and minus zoom; 0 shows the whole sky. A click, or Enter for the middle, opens a photo. Drag with Shift held down, or press C for the middle, to list all photos within a circle.</p>
        </div>
        """#
}
