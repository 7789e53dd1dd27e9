extension Templates {
    static let detail = #"""
        <p class="crumbs"><a href="/">Observations</a></p>
        <div id="live" data-source="{{source}}">
        {{> facts}}
        </div>
        <p id="live-note" class="note" role="status" hidden>The server does not answer; this may be out of date.</p>
        """#

    /// The part of an observation's page that changes by itself.
    static let detailFragment = #"""
        <div class="heading"><h1>{{name}}</h1> <span class="badge {{class}}">{{status}}</span></div>
        {{#project}}<p class="sub">Project: <a href="{{address}}">{{name}}</a></p>{{/project}}
        {{#reason}}<p class="problem">{{reason}}</p>{{/reason}}
        <div class="bar">{{> actions}}{{#mayEdit}}<a class="button quiet" href="{{address}}/edit">Edit</a>{{/mayEdit}}{{> collect}}</div>
        <div class="detail">
        <figure>{{#picture}}<div class="viewer" data-keep="{{keep}}" data-width="{{width}}" data-height="{{height}}" data-tiles="{{tiles}}"{{#layers}} data-layers="{{layers}}"{{/layers}}>
        <div class="screen" tabindex="0" role="group" aria-label="Picture: plus and minus zoom, arrows move, 0 shows all of it, M measures from here"><img src="{{picture}}" alt="{{name}}"></div>
        <div class="controls">
        <span class="zooms"><button type="button" data-zoom="out" aria-label="Zoom out">−</button><button type="button" data-zoom="fit">Fit</button><button type="button" data-zoom="in" aria-label="Zoom in">+</button></span>
        {{#layers}}<fieldset><legend class="hidden">Layers</legend>
        {{#layerChoices}}{{#offered}}<label><input type="checkbox" data-layer="{{name}}"> {{label}}</label>{{/offered}}{{^offered}}<span class="sub">{{label}}: <a href="{{place}}">{{lacking}}</a></span>{{/offered}}
        {{/layerChoices}}</fieldset>{{/layers}}
        <button type="button" class="quiet" data-measure aria-pressed="false" title="Drag from one point to another; or press M, move with the arrows">Measure</button>
        <span class="compare"{{^hasCompares}} hidden{{/hasCompares}}><label>Compare with <select data-compare><option value="">nothing</option>{{#compares}}<option value="{{address}}">{{label}}</option>{{/compares}}</select></label> <input type="range" min="0" max="100" value="50" aria-label="How much of the other picture is shown" hidden></span>
        <output class="readout" aria-live="off"></output>
        <p class="layernote" role="status"></p>
        </div>
        </div>
        <p class="links"><a href="{{original}}">Original</a>{{#cutouts}} <a href="{{cutouts}}">Cutouts of this place</a> <a href="{{bodies}}">Asteroids and comets in it</a>{{/cutouts}}{{#links}} <a href="{{address}}" rel="noreferrer noopener" target="_blank">{{label}}</a>{{/links}}</p>{{/picture}}{{^picture}}<div class="nopicture">No picture</div>{{/picture}}</figure>
        <dl class="facts">
        {{#facts}}<div><dt>{{label}}</dt><dd>{{value}}</dd></div>
        {{/facts}}
        </dl>
        </div>
        {{> drawings}}
        <details class="history"><summary>History</summary>
        <ol reversed>
        {{#history}}<li><time>{{date}}</time> <span class="badge {{class}}">{{status}}</span>{{#reason}} <span class="message">{{reason}}</span>{{/reason}}</li>
        {{/history}}
        </ol></details>
        {{#hasProducts}}
        <h2>Files</h2>
        <table class="products"><thead><tr><th scope="col">File</th><th scope="col">Kind</th><th scope="col" class="number">Size</th></tr></thead><tbody>
        {{#products}}<tr><td><a href="{{address}}">{{filename}}</a></td><td>{{type}}</td><td class="number">{{size}}</td></tr>
        {{/products}}
        </tbody></table>
        {{/hasProducts}}
        """#
}
