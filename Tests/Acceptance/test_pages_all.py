"""Every page, in every theme and on a phone, with hostile text in all that people, files and lists can name: it is only ever text, the page can
be used by everyone, and no form does what another site asks for."""

import http.client
import json
import re
import urllib.parse

import pytest
import requests
from PIL import Image

import accessible
from browsing import driver, keep, log_in, needs_browser, phone, watched
from home import PASSWORD, USER, Home, sample, wait_until
from pathlib import Path

selenium = pytest.importorskip("selenium")

pytestmark = needs_browser
SOURCES = Path(__file__).resolve().parents[2] / "Sources/Server"
# No slash: it is a file's name too.
HOSTILE = "<img src=x onerror=window.xss=1>'\"><b>"
PLANETS = f'pl_name,hostname,pl_letter,ra,dec,sy_vmag,sy_pnum\n"{HOSTILE.replace(chr(34), "")}","{HOSTILE.replace(chr(34), "")}",b,83.8,-1.5,9,1\n'
COMET = "    CK20F030  2020 07  3.6790  0.294940  0.999176   37.2767   61.0103  128.9375  20201217  12.0  4.0  C/2020 F3 (<img src=x onerror=xss=1>)                              MPC 00000"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("all")
    home = Home(folder / "home", environment=dict(ASTROBASE_SITE="52.0,5.2,10"))
    try:
        home.add_user()
        for name, text in [("exoplanets", PLANETS), ("comets", COMET + "\n")]:
            (folder / name).write_text(text)
            home.command("import", name, folder / name)
        home.command("user", "add", "<b>vera<b>", input=f"{PASSWORD}\n", check=False)
        home.start()
        photo = sample("pages-all.jpg", ra=83.8, dec=-1.5, field=12, size="1500x1000", seed=51)[0]
        exif = Image.Exif()
        exif[0x010F], exif[0x0110], exif[0x010E], exif[0x013B] = HOSTILE, HOSTILE, HOSTILE, HOSTILE
        exif.get_ifd(0x8769)[0xA434] = HOSTILE
        with Image.open(photo) as picture:
            picture.save(folder / "photo.jpg", exif=exif, quality=92)
        (folder / "photo.jpg").rename(home.root / "landing_pad" / f"{HOSTILE}.jpg")
        (home.root / "landing_pad" / f"{HOSTILE} words.jpg").write_text("no picture")
        home.wait_for_status({"done"}, 1, 240)
        number = home.rows("SELECT id FROM observation")[0]["id"]
        markers = json.dumps([{"ra": 83.8, "dec": -1.5, "label": HOSTILE, "shape": "circle_outline", "size": 40, "color": "red"}])
        told = home.rest("PATCH", f"/observations2/{number}/", json=dict(
            description=HOSTILE, field_name=HOSTILE, extra=markers, transient="<img src=x onerror=xss=1>"))
        assert told.ok, told.text
        for path, record in [
            ("/collections2/", dict(name=HOSTILE, collection_type=HOSTILE, description=HOSTILE, observations=[number])),
            ("/observations2/", dict(name=HOSTILE, description=HOSTILE, task_type="master", taskID="250101001")),
            ("/observations2/", dict(name=HOSTILE, new_status="failed", taskID="250101002")),
            ("/jobs/", dict(command="transient", parameters=f"250101002,{HOSTILE}", queue="astro")),
        ]:
            made = home.rest("POST", path, json=record)
            assert made.ok, made.text
        # A photo of another picture's name: it cannot be solved, and says so.
        cut = home.rest("POST", "/run-command/", params=dict(command="image_cutout", params=f"83.8,-1.5,2,{HOSTILE.replace(',', '')},200"))
        assert cut.ok, cut.text
        wait_until(lambda: home.rows("SELECT 1 FROM cutout"), 60, "the cutout is made")
        key = home.command("api-key", "add", "all").stdout.strip().splitlines()[-1].split()[-1]
        base = f"http://127.0.0.1:{home.port}"
        session = requests.post(f"{base}/api/login", data={"request-json": json.dumps({"apikey": key})}, timeout=30).json()
        assert session["status"] == "success", session
        with open(photo, "rb") as file:
            sent = requests.post(
                f"{base}/api/upload", timeout=60, data={"request-json": json.dumps({"session": session["session"]})},
                files={"file": (f"{HOSTILE}.jpg", file)}).json()
        home.submission = sent["subid"]
        wait_until(lambda: any(requests.get(f"{base}/api/submissions/{home.submission}", timeout=30).json()["jobs"]), 60, "nova's job is there")
        yield home
    finally:
        home.end()


@pytest.fixture(scope="module")
def browser():
    window = driver()
    yield window
    window.quit()


def pages(site):
    """The address of each page, with what it is of."""
    done = site.rows("SELECT id FROM observation WHERE status = 'done'")[0]["id"]
    failed = site.rows("SELECT id FROM observation WHERE status = 'failed'")[0]["id"]
    master = site.rows("SELECT id FROM observation WHERE task_type = 'master'")[0]["id"]
    collection = site.rest("GET", "/collections2/").json()["results"][0]["id"]
    cutouts = site.rows("SELECT directory FROM cutout_directory")[0]["directory"]
    written = urllib.parse.quote(HOSTILE)
    return {
        "list": "/", "tiles": "/?view=tiles", "search": f"/?q={written}&quality={written}", "name": f"/?at={written}", "map": "/sky",
        "observation": f"/observations/{done}", "failed": f"/observations/{failed}", "edit": f"/observations/{done}/edit",
        "collections": "/collections", "collection": f"/collections/{collection}", "projects": "/projects", "project": f"/projects/{master}",
        "cutouts": "/cutouts", "new-cutout": f"/cutouts/new?name={written}&at={written}", "cutout": f"/cutouts/of/{urllib.parse.quote(cutouts)}",
        "catalogs": "/catalogs", "deepsky": f"/catalogs/deepsky?q={written}", "exoplanets": "/catalogs/exoplanets", "comets": "/catalogs/comets",
        "in-photo": f"/catalogs/in-photo/{done}", "tonight": "/tonight", "upload": "/upload", "work": "/queues", "work-done": "/queues?state=done",
        "settings": "/settings", "nova": f"/status/{site.submission}",
    }


@pytest.fixture
def page(site, browser):
    browser.set_window_size(1280, 900)
    log_in(lambda path: (browser.get(f"http://127.0.0.1:{site.port}{path}"), browser)[1], site)
    yield lambda path: browser.get(f"http://127.0.0.1:{site.port}{path}")
    browser.delete_all_cookies()


def test_text_stays_text_and_everyone_can_use_it(site, browser, page):
    found = {}

    def note(where, faults):
        if faults:
            # The first few tell what it is.
            found.setdefault(where, []).extend(sorted(set(faults), key=str)[:6])

    with watched(browser, site.port):
        for name, path in pages(site).items():
            page(path)
            wait_until(lambda: browser.execute_script("return document.readyState") == "complete", 30, "the page is there")
            note(f"{name}, hostile", browser.execute_script(
                "return [window.xss === undefined ? null : 'a script ran', ...[...document.querySelectorAll('[onerror], [onload], img[src=x], main b > b')]"
                ".map((one) => one.outerHTML.slice(0, 120))].filter(Boolean)"))
            shift = accessible.moved(browser)
            note(f"{name}, moved", [shift] if shift > 0.1 else [])
            # Folded parts are read too.
            browser.execute_script("for (const one of document.querySelectorAll('main details')) one.open = true")
            for theme in ["dark", "light", "red"]:
                browser.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
                note(f"{name}, {theme}", accessible.faults(browser))
            browser.execute_script("document.documentElement.dataset.theme = 'dark'")
            keep(browser, f"all-{name}")
        with phone(browser):
            for name, path in pages(site).items():
                page(path)
                wide = browser.execute_script("return document.documentElement.scrollWidth")
                note(f"{name}, phone", [f"{wide} pixels wide"] if wide > 390 else [])
                note(f"{name}, phone", accessible.faults(browser))
                keep(browser, f"all-phone-{name}")
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)


def test_pages_without_log_in(site, browser):
    found = {}
    for name, path in {"login": "/login", "nothing": "/nothing", "list": "/", "upload": "/upload", "settings": "/settings"}.items():
        browser.get(f"http://127.0.0.1:{site.port}{path}")
        for theme in ["dark", "light", "red"]:
            browser.execute_script("document.documentElement.dataset.theme = arguments[0]", theme)
            if faults := accessible.faults(browser):
                found[f"{name}, {theme}"] = faults
    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)


def test_a_first_page_is_small(site, browser):
    """Under 200 KB with all it loads, pictures of the archive included."""
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.get(f"http://127.0.0.1:{site.port}/")
    sizes = wait_until(lambda: browser.execute_script(
        "return document.readyState === 'complete' && performance.getEntries().filter((one) => one.transferSize !== undefined).map((one) => [one.name, one.transferSize])"),
        30, "the page is there")
    assert sum(size for _, size in sizes) < 200_000, sizes


def test_focus_is_seen(site, browser, page):
    """The keyboard leads through the whole page, and what has the focus has a line round it."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    page("/")
    seen = []
    for _ in range(12):
        browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB) if not seen else browser.switch_to.active_element.send_keys(Keys.TAB)
        seen.append(browser.execute_script(
            "const one = document.activeElement; const style = getComputedStyle(one);"
            "return [one.outerHTML.slice(0, 60), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2]"))
    assert "Skip" in seen[0][0] or "skip" in seen[0][0], seen[0]
    assert len({text for text, _ in seen}) >= 11 and all(line for _, line in seen), seen


# What the sources put into an address of several forms; a new one of them fails the test until it is told here.
SEVERAL = {
    "/catalogs/:kind/\\(action)": ["update", "places"],
    "/settings/users/\\(name)": ["add", "password", "role", "remove"],
    "/cutouts/of/:name/\\(name)": ["show", "hide", "thumbnail", "remove"],
    "/queues/:queue/\\(isPausing ? \"pause\" : \"resume\")": ["pause", "resume"],
}
UNSAFE = r'\b(?:api|group|router)\.(post|put|patch|delete)\((?:RouterPath\()?("(?:[^"\\]|\\\([^()]*\))*"|path\b)'


def told(folder):
    """(method, path) of each unsafe route in the sources."""
    text = "\n".join(path.read_text() for path in sorted((SOURCES / folder).rglob("*.swift")) if "Assets" not in path.parts)
    return sorted(set((method.upper(), path.removeprefix('"').removesuffix('"')) for method, path in re.findall(UNSAFE, text)))


def forms():
    """The addresses at which pages take forms, as the sources have them."""
    found = []
    for _, path in told("Pages"):
        if "\\(" in path:
            assert path in SEVERAL, f"which forms are at {path}?"
            found += [path[:path.index("\\(")] + name for name in SEVERAL[path]]
        else:
            found.append(path)
    assert len(found) > 25, found
    return sorted(found)


@pytest.mark.skipif(not SOURCES.exists(), reason="the sources are not here")
def test_no_form_does_what_another_site_asks_for(site):
    base = f"http://127.0.0.1:{site.port}"
    session = requests.Session()
    page = session.get(f"{base}/login", timeout=30).text
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    answer = session.post(f"{base}/login", data=dict(user=USER, password=PASSWORD, token=token, next="/"), timeout=30)
    assert "Log out" in answer.text
    token = re.search(r'name="token" value="([^"]+)"', answer.text)[1]

    def state():
        tables = [row["name"] for row in site.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
        return {table: sorted(map(repr, map(tuple, site.rows(f'SELECT * FROM "{table}"')))) for table in tables}

    before = state()
    wrong = []

    def bad(answer, what):
        if answer.status_code != 403:
            wrong.append(f"{what}: {answer.status_code} {answer.text[:80]!r}")

    fields = dict(name="taken", role="admin", password="taken over", command="grid", at="1,1", field="1", size="10", back="/")
    for path in forms():
        address = base + path.replace(":id", "1").replace(":queue", "astro").replace(":kind", "comets").replace(":name", "x")
        for case, (data, headers) in {
            "no token": (fields, {}), "another token": (dict(fields, token="0" * len(token)), {}),
            "from elsewhere": (dict(fields, token=token), {"Origin": "http://elsewhere.example"}),
        }.items():
            if path == "/login" and case == "no token":
                continue
            answer = session.post(address, data=data, headers=headers, timeout=30, allow_redirects=False)
            bad(answer, f"{path}, {case}")
    # The API takes the session's cookie only together with a header that another site cannot send.
    for method, path in [one for folder in ("API", "Commands", "Uploads") for one in told(folder)]:
        if path == "path":
            path = "observations/1/setquality/bad"
        path = "/" + path.replace("\\(name)", "exoplanets").replace(":id", "1").replace(":name", "x").lstrip("/")
        for headers in ({}, {"Origin": "http://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = session.request(method, f"{base}/my_astrobase{path}", json=dict(name="taken"), headers=headers, timeout=30)
            bad(answer, f"{method} {path} {headers}")
    assert wrong == [], "\n".join(wrong)
    after = state()
    # Workers and people's visits write there by themselves.
    own = {"task", "session"}
    assert {table for table in before if before[table] != after[table]} - own == set()


@pytest.mark.parametrize("written", ["//my_astrobase", "///my_astrobase", "/my_astrobase/", "/%6dy_astrobase", "/./my_astrobase"])
def test_another_way_to_write_an_address_opens_nothing(site, written):
    """The router takes `//a` for `/a`; what guards it must see the same address."""
    session = requests.Session()
    base = f"http://127.0.0.1:{site.port}"
    token = re.search(r'name="token" value="([^"]+)"', session.get(f"{base}/login", timeout=30).text)[1]
    session.post(f"{base}/login", data=dict(user=USER, password=PASSWORD, token=token, next="/"), timeout=30)
    number = site.rows("SELECT id FROM observation WHERE status = 'done'")[0]["id"]
    assert site.rest("PATCH", f"/observations2/{number}/", json=dict(quality="great")).ok
    cookie = "; ".join(f"{one.name}={one.value}" for one in session.cookies)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for method, path, body, headers in [
        ("GET", f"/observations/{number}/setquality/bad", None, {"Sec-Fetch-Site": "cross-site"}), ("POST", "/observations2/", "name=x", form),
        ("DELETE", f"/observations2/{number}/", "", form),
    ]:
        # requests would tidy the address.
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        connection.request(method, written + path, body=body, headers={"Cookie": cookie, **headers})
        answer = connection.getresponse()
        assert answer.status in (403, 404), f"{method} {written}{path}: {answer.status}"
        connection.close()
    assert site.rest("GET", f"/observations2/{number}/").json()["quality"] == "great"
