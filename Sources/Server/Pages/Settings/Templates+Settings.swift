extension Templates {
    static let settings = [("settings", settingsPage)]

    private static let settingsPage = #"""
        <h1>Settings</h1>
        {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
        {{#outcome}}<p class="outcome" role="status">{{outcome}}</p>{{/outcome}}
        {{^isAdmin}}<p class="problem">What the doctor says, users, index files and API keys are for admins{{^isKnown}}: <a href="{{logInAddress}}">log in</a>{{/isKnown}}.</p>{{/isAdmin}}
        {{#hasDoctor}}<section aria-labelledby="doctor-head"><h2 id="doctor-head">What the doctor says</h2>
        <p class="sub">{{worst}} The same checks as <code>astrobase doctor</code>, made just now. <a href="/settings">Check again</a></p>
        <ul class="findings">
        {{#findings}}<li class="{{tone}}"><span class="badge {{tone}}">{{status}}</span> <b>{{name}}</b>{{#message}} <span class="message">{{message}}</span>{{/message}}{{#remedy}}<span class="remedy">to mend: <code>{{remedy}}</code></span>{{/remedy}}</li>
        {{/findings}}</ul></section>{{/hasDoctor}}
        {{#hasEngines}}<section aria-labelledby="engines-head"><h2 id="engines-head">Plate solving</h2>
        <p class="sub">Engines in the order in which they are asked; ASTROBASE_ENGINE sets them.</p>
        <ol class="engines">{{#engines}}<li><b>{{name}}</b> {{about}}</li>{{/engines}}</ol>
        {{#isAdmin}}{{#indexFiles}}<p class="indexes">Star index files: {{message}}. ASTROBASE_INDEX_DIR sets the folder.</p>{{/indexFiles}}{{/isAdmin}}</section>{{/hasEngines}}
        {{#hasUsers}}<section aria-labelledby="users-head"><h2 id="users-head">Users</h2>
        <ul class="users">
        {{#users}}<li data-user="{{name}}"><span class="who-is"><b>{{name}}</b>{{#isSelf}} (you){{/isSelf}}<span class="sub">{{role}}, since {{created}}</span></span>
        <form method="post" action="/settings/users/role"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="name" value="{{name}}"><label>Role <select name="role"{{#isLastAdmin}} disabled{{/isLastAdmin}}>{{#roles}}<option{{#selected}} selected{{/selected}}>{{role}}</option>{{/roles}}</select></label><button{{#isLastAdmin}} disabled{{/isLastAdmin}}>Set role<span class="hidden"> of {{name}}</span></button></form>
        <details><summary class="button quiet">New password<span class="hidden"> for {{name}}</span></summary><form class="confirm stack" method="post" action="/settings/users/password"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="name" value="{{name}}"><label>New password of {{name}} <input type="password" name="password" autocomplete="new-password" required minlength="8" maxlength="1000"></label><button class="primary">Change it</button></form></details>
        {{^isLastAdmin}}<details><summary class="button quiet">Remove<span class="hidden"> {{name}}</span></summary><form class="confirm" method="post" action="/settings/users/remove"><p>“{{name}}” can no longer log in.</p><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="name" value="{{name}}"><button class="danger">Remove the user</button></form></details>{{/isLastAdmin}}{{#isLastAdmin}}<span class="sub">the last admin stays</span>{{/isLastAdmin}}</li>
        {{/users}}</ul>
        <h3>Add a user</h3>
        <form class="search adduser" method="post" action="/settings/users/add"><input type="hidden" name="token" value="{{token}}">
        <label>Name <input name="name" value="{{given_name}}" autocomplete="off" autocapitalize="none" required maxlength="64"></label>
        <label>Password <input type="password" name="password" autocomplete="new-password" required minlength="8" maxlength="1000"></label>
        <label class="small">Role <select name="role">{{#newRoles}}<option{{#selected}} selected{{/selected}}>{{role}}</option>{{/newRoles}}</select></label>
        <button class="primary">Add</button></form></section>{{/hasUsers}}
        {{#isAdmin}}<section aria-labelledby="keys-head"><h2 id="keys-head">API keys</h2>
        {{#hasKeys}}<table class="products"><thead><tr><th scope="col">Name</th><th scope="col">Made</th></tr></thead><tbody>{{#keys}}<tr><td>{{name}}</td><td>{{created}}</td></tr>{{/keys}}</tbody></table>{{/hasKeys}}
        <p class="sub">Programs that have pictures solved here, as at nova.astrometry.net. <code>astrobase api-key add NAME</code> makes a key and shows it once; the keys themselves are kept nowhere.</p></section>{{/isAdmin}}
        """#
}
