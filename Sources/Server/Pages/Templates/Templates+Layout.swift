extension Templates {
    static let layout = #"""
        <!DOCTYPE html>
        <html lang="en" data-theme="{{theme}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="dark light">
        <title>{{title}} · Astrobase</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/assets/astrobase.css">
        <script type="module" src="/assets/live.js"></script>
        <script type="module" src="/assets/viewer.js"></script>
        <script type="module" src="/assets/theme.js"></script>
        {{#scripts}}<script type="module" src="/assets/{{.}}"></script>
        {{/scripts}}
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
        <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="24" height="24"> Astrobase</a>
        <nav class="places" aria-label="Pages">{{#links}}<a href="{{address}}"{{#isHere}} aria-current="page"{{/isHere}}>{{title}}</a> {{/links}}</nav>
        <nav aria-label="Site">
        <button type="button" class="quiet" id="theme" hidden>Theme</button>
        {{#user}}
        <span class="who">{{user}}</span>
        <form method="post" action="/logout"><input type="hidden" name="token" value="{{token}}"><button class="quiet">Log out</button></form>
        {{/user}}
        {{^user}}<a class="button quiet" href="{{logInAddress}}">Log in</a>{{/user}}
        </nav>
        </header>
        <main id="main">
        {{{content}}}
        </main>
        {{#hasSources}}
        <footer class="sources">Stars and objects in drawings are from:
        <ul>{{#sources}}<li>{{#address}}<a href="{{address}}" rel="noreferrer">{{name}}</a>{{/address}}{{^address}}{{name}}{{/address}}: {{details}}</li>{{/sources}}</ul>
        </footer>
        {{/hasSources}}
        </body>
        </html>
        """#
}
