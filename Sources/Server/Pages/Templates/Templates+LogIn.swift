extension Templates {
    static let login = #"""
        <section class="card">
        <h1>Log in</h1>
        {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
        <form class="stack" method="post" action="/login">
        <input type="hidden" name="token" value="{{token}}">
        <input type="hidden" name="next" value="{{next}}">
        <label>User <input name="user" value="{{name}}" autocomplete="username" autocapitalize="none" required autofocus maxlength="200"></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required maxlength="1000"></label>
        <button class="primary">Log in</button>
        </form>
        </section>
        """#

    static let error = #"""
        <section class="card">
        <h1>{{heading}}</h1>
        <p>{{message}}</p>
        <p><a href="/">To the observations</a></p>
        </section>
        """#
}
