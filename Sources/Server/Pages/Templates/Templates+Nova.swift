extension Templates {
    /// How a submission of nova's API stands.
    static let nova = #"""
        <p class="crumbs"><a href="/">Observations</a></p>
        <h1>{{title}}</h1>
        <div id="live" data-source="{{source}}">
        {{> novaJobs}}
        </div>
        <p id="live-note" class="note" role="status" hidden>The server does not answer; this may be out of date.</p>
        """#

    /// The part that changes by itself.
    static let novaJobs = #"""
        <p>{{summary}}</p>
        {{#error}}<p class="problem">{{error}}</p>{{/error}}
        {{#jobs}}
        <section>
        <div class="heading"><h2>{{filename}}</h2> <span class="badge {{class}}">{{status}}</span></div>
        {{#reason}}<p class="problem">{{reason}}</p>{{/reason}}
        {{#picture}}<figure><a href="{{pictureLink}}"><img src="{{picture}}" alt="{{filename}}" width="{{width}}" height="{{height}}"></a></figure>{{/picture}}
        <dl class="facts">
        {{#facts}}<div><dt>{{label}}</dt><dd>{{value}}</dd></div>
        {{/facts}}
        </dl>
        {{#hasFiles}}<p>{{#files}}<a class="button quiet" href="{{address}}">{{label}}</a> {{/files}}</p>{{/hasFiles}}
        {{#tags}}<p class="sub">{{tags}}</p>{{/tags}}
        </section>
        {{/jobs}}
        """#
}
