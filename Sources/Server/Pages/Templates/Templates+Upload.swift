extension Templates {
    static let upload = #"""
        <h1>Upload</h1>
        {{#isClosed}}<p class="problem">This server has no landing pad, so that nothing can be sent to it. Send photos to the one that registers them.</p>{{/isClosed}}
        {{#needsLogIn}}<p class="problem">Only editors may add photos. <a href="/login?next=%2Fupload">Log in</a></p>{{/needsLogIn}}
        {{#isOpen}}
        <section class="drop" id="drop" data-base="{{base}}" data-token="{{token}}" data-maximum="{{maximum}}">
        <p>Drop photos of the night sky here, or</p>
        <p><label class="button primary" for="files">Choose files</label><input class="hidden" id="files" type="file" multiple></p>
        <p class="sub">JPEG, PNG, TIFF, FITS and camera raw, up to {{maximumText}} each.</p>
        </section>
        <p id="unfinished" class="note" role="status" hidden></p>
        <ul id="uploads" class="jobs uploads" aria-live="polite" aria-label="Photos"></ul>
        {{/isOpen}}
        """#
}
