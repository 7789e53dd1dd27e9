extension Templates {
    /// What is drawn of an observation; a part of its page that changes by itself.
    static let drawings = #"""
        {{#drawingsShown}}
        <section id="drawings" aria-labelledby="drawings-title">
        <h2 id="drawings-title">Drawings</h2>
        {{#mayDraw}}<form class="draw" method="post" action="{{address}}/draw" data-keep="draw {{address}}">
        <input type="hidden" name="token" value="{{token}}">
        <label>Draw <select name="command">{{#drawingChoices}}<option value="{{command}}">{{label}}</option>{{/drawingChoices}}</select></label>
        <label>Name, of a moving object <input name="name" maxlength="200" placeholder="Ceres, Moon, C/2023 A3"></label>
        <button>Draw</button>
        </form>{{/mayDraw}}
        {{#hasDrawings}}<ul class="jobs" aria-live="polite">
        {{#drawings}}<li><span class="badge {{class}}">{{status}}</span> {{#result}}<a href="{{result}}">{{label}}</a>{{/result}}{{^result}}{{label}}{{/result}}{{#date}} <span class="sub">{{date}}</span>{{/date}}{{#reason}}<span class="reason">{{reason}}</span>{{/reason}}</li>
        {{/drawings}}</ul>{{/hasDrawings}}
        </section>
        {{/drawingsShown}}
        """#
}
