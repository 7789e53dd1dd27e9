extension Templates {
    static let edit = #"""
        <p class="crumbs"><a href="/">Observations</a> › <a href="{{address}}">{{heading}}</a></p>
        <h1>Edit {{heading}}</h1>
        {{#hasProblems}}<p class="problem" role="alert">Nothing was changed yet: see below what is wrong.</p>{{/hasProblems}}
        <form class="stack edit" method="post" action="{{address}}/edit">
        <input type="hidden" name="token" value="{{token}}">
        {{#fields}}<label>{{label}} <input name="{{name}}" value="{{value}}" placeholder="{{hint}}"{{#problem}} aria-invalid="true" aria-describedby="{{name}}-problem"{{/problem}}></label>{{#problem}}<p class="problem" id="{{name}}-problem">{{problem}}</p>{{/problem}}
        {{/fields}}
        {{#description}}<label>{{label}} <textarea name="{{name}}" rows="5"{{#problem}} aria-invalid="true" aria-describedby="{{name}}-problem"{{/problem}}>{{value}}</textarea></label>{{#problem}}<p class="problem" id="{{name}}-problem">{{problem}}</p>{{/problem}}{{/description}}
        <div class="search">
        {{#selects}}<label class="small">{{label}} <select name="{{name}}"{{#problem}} aria-invalid="true"{{/problem}}>{{#options}}<option{{#selected}} selected{{/selected}}>{{value}}</option>{{/options}}</select>{{#problem}}<span class="problem">{{problem}}</span>{{/problem}}</label>
        {{/selects}}
        </div>
        <label class="tick"><input type="checkbox" name="used_in_hips"{{#isOn}} checked{{/isOn}}> Shown on the sky map and in HiPS surveys</label>
        <p><button class="primary">Save</button> <a class="button quiet" href="{{address}}">Cancel</a></p>
        </form>
        """#
}
