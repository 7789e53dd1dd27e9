extension Templates {
    static let work = #"""
        <h1>Work</h1>
        <div id="live" data-source="{{source}}">
        {{> workNow}}
        </div>
        <p id="live-note" class="note" role="status" hidden>The server does not answer; this may be out of date.</p>
        """#

    /// The part of the page that changes by itself.
    static let workNow = #"""
        <ul class="queues" aria-label="Queues">
        {{#queues}}<li><h2>{{name}}{{#isPaused}} <span class="badge busy">paused</span>{{/isPaused}}</h2>
        <p><b>{{running}}</b> running · <b>{{waiting}}</b> waiting{{#oldest}}, the oldest for {{oldest}}{{/oldest}}{{#hasDead}} · <a href="/queues?state=failed"><b>{{dead}}</b> failed</a>{{/hasDead}}</p>
        {{#mayEdit}}{{#canPause}}<form method="post" action="/queues/{{name}}/{{#isPaused}}resume{{/isPaused}}{{^isPaused}}pause{{/isPaused}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="back" value="{{back}}"><button class="quiet" aria-label="{{#isPaused}}Go on with{{/isPaused}}{{^isPaused}}Pause{{/isPaused}} {{name}}">{{#isPaused}}Go on{{/isPaused}}{{^isPaused}}Pause{{/isPaused}}</button></form>{{/canPause}}{{/mayEdit}}</li>
        {{/queues}}
        </ul>
        {{^isSteered}}<p class="note">A broker hands out the tasks here. Its own tools look into them and steer them: <code>celery inspect</code>, Flower, RabbitMQ's pages.</p>{{/isSteered}}
        {{#isSteered}}
        <h2>Tasks</h2>
        <nav class="chips" aria-label="Which tasks">{{#chips}}<a href="{{address}}"{{#current}} aria-current="true"{{/current}}>{{label}}</a> {{/chips}}</nav>
        {{^hasTasks}}<p class="count">There are none.</p>{{/hasTasks}}
        {{#hasTasks}}<ul class="jobs tasks">
        {{#tasks}}<li><span class="badge {{class}}">{{label}}</span> {{name}}{{#observation}} <a href="{{observation}}">the observation</a>{{/observation}}{{#arguments}} <span class="sub">{{arguments}}</span>{{/arguments}} <span class="sub">{{date}}{{#took}}, {{took}}{{/took}}{{#tries}}, {{tries}}{{/tries}}</span>
        {{#mayEdit}}<span class="acts">{{#canRetry}}<form method="post" action="/tasks/{{id}}/retry"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="back" value="{{back}}"><button class="quiet">Try again</button></form>{{/canRetry}}{{#canCancel}}<form method="post" action="/tasks/{{id}}/cancel"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="back" value="{{back}}"><button class="quiet">Cancel</button></form>{{/canCancel}}</span>{{/mayEdit}}
        {{#reason}}<span class="reason">{{reason}}</span>{{/reason}}</li>
        {{/tasks}}</ul>{{/hasTasks}}
        {{/isSteered}}
        <h2>Drawings</h2>
        {{^hasJobs}}<p class="count">Nobody asked for one yet.</p>{{/hasJobs}}
        {{#hasJobs}}<ul class="jobs tasks">
        {{#jobs}}<li><span class="badge {{class}}">{{status}}</span> {{label}} <span class="sub">{{taskID}}{{#date}} {{date}}{{/date}}</span>{{#mayEdit}}{{#hasFailed}}<span class="acts"><form method="post" action="/jobs/{{id}}/again"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="back" value="{{back}}"><button class="quiet">Try again</button></form></span>{{/hasFailed}}{{/mayEdit}}{{#reason}}<span class="reason">{{reason}}</span>{{/reason}}</li>
        {{/jobs}}</ul>{{/hasJobs}}
        """#
}
