extension Templates {
    static let collections = #"""
        <h1>{{title}}</h1>
        <nav class="chips" aria-label="Sets of observations">{{#tabs}}<a href="{{address}}"{{#current}} aria-current="true"{{/current}}>{{label}}</a> {{/tabs}}</nav>
        {{^hasAny}}<section class="welcome"><h2>{{noneTitle}}</h2><p>{{noneText}}</p></section>{{/hasAny}}
        {{#hasAny}}<ul class="jobs">
        {{#collections}}<li><a class="name" href="{{address}}">{{name}}</a><span class="sub">{{count}}{{#type}} · {{type}}{{/type}}</span>{{#description}}<span class="reason">{{description}}</span>{{/description}}</li>
        {{/collections}}</ul>{{/hasAny}}
        {{#pages}}<nav class="pages" aria-label="Pages">{{#previous}}<a class="button quiet" href="{{previous}}" rel="prev">Previous</a>{{/previous}}<span>Page {{page}} of {{pageCount}}</span>{{#next}}<a class="button quiet" href="{{next}}" rel="next">Next</a>{{/next}}</nav>{{/pages}}
        {{#mayEdit}}<h2>{{newTitle}}</h2>
        {{#form}}{{> collectionForm}}{{/form}}{{/mayEdit}}
        """#

    static let collection = #"""
        <p class="crumbs"><a href="{{root}}">{{rootTitle}}</a></p>
        <h1>{{name}}</h1>
        <p class="count">{{count}}{{#type}} · {{type}}{{/type}}{{#more}} · {{more}}{{/more}}{{#record}} · <a href="{{record}}">its own record</a>{{/record}}</p>
        {{#description}}<p>{{description}}</p>{{/description}}
        {{^hasRows}}<p class="count">It is empty. {{emptyText}} <a href="/">The list</a></p>{{/hasRows}}
        {{#hasRows}}<ul class="rows tiles">
        {{#rows}}<li class="row">
        <a class="thumb" href="{{address}}" tabindex="-1" aria-hidden="true">{{#thumbnail}}<img src="{{thumbnail}}" srcset="{{thumbnail}} 320w, {{largeThumbnail}} 640w" sizes="{{sizes}}" alt="" loading="lazy" decoding="async">{{/thumbnail}}</a>
        <div class="what"><a class="name" href="{{address}}">{{name}}</a><span class="sub">{{date}}</span></div>
        {{#takeOut}}<form method="post" action="{{takeOut}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="observation" value="{{id}}"><button class="quiet" aria-label="Take {{name}} out">Take out</button></form>{{/takeOut}}
        </li>
        {{/rows}}</ul>{{/hasRows}}
        {{#mayEdit}}<h2>Change it</h2>
        {{#form}}{{> collectionForm}}
        <details class="bar"><summary class="button quiet">Remove</summary><form class="confirm" method="post" action="{{address}}/remove"><p>{{removal}}</p><input type="hidden" name="token" value="{{token}}"><button class="danger">Remove it</button></form></details>{{/form}}{{/mayEdit}}
        """#

    static let collectionForm = #"""
        <form class="stack edit" method="post" action="{{address}}">
        <input type="hidden" name="token" value="{{token}}">
        <label>Name <input name="name" value="{{name}}" required maxlength="100"></label>
        {{#hasKind}}<label>Kind <input name="type" value="{{type}}" maxlength="50" placeholder="solar system"></label>
        {{/hasKind}}        <label>Description <textarea name="description" rows="3" maxlength="1000">{{description}}</textarea></label>
        <p><button class="primary">{{button}}</button></p>
        </form>
        """#

    /// Puts what a page shows into a collection.
    static let collect = #"""
        {{#mayEdit}}{{#collectShown}}<details class="collect" data-keep="collect {{collectWhat}}"><summary class="button quiet">{{collectLabel}}</summary>
        <form class="draw confirm" method="post" action="/collect"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="{{collectField}}" value="{{collectWhat}}">
        <label>Collection or project <select name="collection"><option value="">choose</option>{{#collectGroups}}<optgroup label="{{label}}">{{#choices}}<option value="{{id}}">{{name}}</option>{{/choices}}</optgroup>{{/collectGroups}}</select></label>
        <label>or a new collection <input name="name" maxlength="100"></label>
        <button>Add</button></form></details>{{/collectShown}}{{/mayEdit}}
        """#
}
