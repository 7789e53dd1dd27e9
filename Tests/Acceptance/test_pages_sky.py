"""The sky map and the list's filters in a real browser, at a home with a few observations of known places."""

import os
import pathlib
import re
import urllib.parse

import pytest
import requests

from browsing import driver, keep, needs_browser, phone, watched
from home import Home, wait_until

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import Select  # noqa: E402

pytestmark = needs_browser
CATALOGUE = pathlib.Path(os.environ.get("ASTROBASE_CATALOG", "none"))
needs_catalogue = pytest.mark.skipif(not CATALOGUE.exists(), reason="no offline catalogue: set ASTROBASE_CATALOG")
HOSTILE = "<img src=x onerror=document.title='xss'>"


def box(ra, dec, half):
    return f"{ra - half},{dec - half},{ra + half},{dec - half},{ra + half},{dec + half},{ra - half},{dec + half}"


OBSERVATIONS = [
    dict(name="Andromeda", box=box(10.7, 41.3, 2), quality="great", image_type="deep sky", iso="800", focal_length=135,
         date="2025-01-10T22:00:00Z", new_status="done"),
    dict(name="Andromeda, wide", box=box(10.7, 41.3, 8), quality="good", image_type="stars wide angle", iso="1600", focal_length=50,
         date="2025-06-01T22:00:00Z", new_status="done"),
    dict(name="Vega", box=box(279.2, 38.8, 1), quality="bad", image_type="deep sky", iso="400", focal_length=200,
         instrument="Powershot G15", date="2024-03-03T22:00:00Z", new_status="failed"),
    dict(name="North America", box=box(314.7, 44.3, 1.5), quality="good", image_type="deep sky", iso="3200", focal_length=135,
         date="2024-08-08T22:00:00Z", new_status="done"),
    dict(name="Across 0h", box="359,-6,1,-6,1,-4,359,-4", image_type="moon", focal_length=18, date="2023-01-01T00:00:00Z", new_status="done"),
    dict(name="Round the pole", box="0,86,90,86,180,86,270,86", image_type="event", focal_length=18, date="2023-01-02T00:00:00Z", new_status="done"),
    dict(name=HOSTILE, box=box(200, -30, 3), image_type="event", date="2022-01-02T00:00:00Z", new_status="done"),
    dict(name="Second of two", box=box(200, -30, 4), image_type="event", date="2022-01-02T00:00:00Z", new_status="done"),
]
EVERYTHING = {one["name"] for one in OBSERVATIONS}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("sky") / "home")
    try:
        home.add_user()
        home.start(auto_process=False)
        for number, record in enumerate(OBSERVATIONS):
            answer = home.rest("POST", "/observations2/", json=dict(record, taskID=f"2601010{number:02d}"))
            assert answer.status_code == 201, answer.text
        yield home
    finally:
        home.end()


@pytest.fixture(scope="module")
def browser():
    window = driver()
    yield window
    window.quit()


@pytest.fixture
def page(site, browser):
    browser.set_window_size(1280, 900)

    def opened(path):
        # Only the part behind # would differ else, and nothing be loaded.
        browser.get("about:blank")
        browser.get(f"http://127.0.0.1:{site.port}{path}")
        return browser

    with watched(browser, site.port):
        yield opened


def sky(page, place=""):
    browser = page(f"/sky{place}")
    root = browser.find_element(By.CSS_SELECTOR, ".skymap")
    wait_until(lambda: root.get_attribute("data-ready") == str(len(OBSERVATIONS)), 30, "the outlines are loaded")
    wait_until(lambda: int(root.get_attribute("data-drawn") or 0) > 0, 30, "outlines are drawn")
    return browser, root.find_element(By.CSS_SELECTOR, ".screen")


def listed(browser):
    # In one step: the list changes while it is looked at.
    return set(browser.execute_script("return [...document.querySelectorAll('.row .name')].map((one) => one.textContent)"))


def shows(browser, names):
    wait_until(lambda: listed(browser) == set(names), 30, lambda: f"{listed(browser)} is {set(names)}")


def number(site, name):
    return site.rows("SELECT id FROM observation WHERE name = ?", name)[0]["id"]


def asked(browser):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(browser.current_url).query))


def test_map_is_drawn(page):
    browser, _ = sky(page)
    colours = browser.execute_script(
        "const c = document.querySelector('canvas.drawn');"
        "return new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size")
    assert colours > 30
    keep(browser, "sky")


def test_places_come_back(page):
    """At any zoom: a direction's place on the map leads back to it; east is left, north is up."""
    browser, _ = sky(page)
    worst = browser.execute_async_script("""
        const done = arguments[0];
        import("/assets/map-view.js").then(({ View, vector }) => {
            let worst = 0, seen = 0;
            for (const zoomed of [1, 1.7, 2.5, 4, 100]) {
                for (const [ra, dec] of [[0, 0], [180, 0], [83, -5], [10, 89], [300, -60]]) {
                    const view = new View();
                    view.resize(1000, 600);
                    view.update();
                    view.scale *= zoomed;
                    view.look(ra, dec);
                    for (let i = 0; i < 200; i++) {
                        const far = 60 / zoomed;
                        const d = vector(ra + (i % 20 - 10) / 10 * far, Math.max(-90, Math.min(90, dec + (i / 100 - 1) * far)));
                        view.project(...d);
                        const back = view.direction(view.px, view.py);
                        if (!back) continue;
                        seen++;
                        worst = Math.max(worst, Math.hypot(d[0] - back[0], d[1] - back[1], d[2] - back[2]));
                    }
                    if (Math.abs(dec) > 80) continue;
                    view.project(...vector(ra + 1 / zoomed, dec));
                    if (!(view.px < 500)) worst = 9;
                    view.project(...vector(ra, dec + 1 / zoomed));
                    if (!(view.py < 300)) worst = 8;
                }
            }
            done([worst, seen]);
        })""")
    assert worst[0] < 1e-6 and worst[1] > 4000


@pytest.mark.parametrize("ra, dec, zoomed", [(0, 0, 1), (180, 0, 1), (190, 70, 1), (100, -80, 1), (190.7, 10, 1.5), (10, 40, 2.2), (0, 90, 3.5), (10, 40, 12)])
def test_coverage_is_where_the_photos_are(page, ra, dec, zoomed):
    """Pixels that count as photographed, against outlines asked on the sphere; across 0h, at the pole and where the map is cut open."""
    browser, _ = sky(page)
    seen, covered, wrong = browser.execute_async_script("""
        const [ra, dec, zoomed, done] = arguments;
        Promise.all(["view", "drawing", "fields"].map((name) => import(`/assets/map-${name}.js`))).then(
            async ([{ View }, { Drawing }, { Fields }]) => {
                const root = document.createElement("div");
                root.innerHTML = '<canvas class="drawn"></canvas><canvas class="labels"></canvas>';
                document.body.append(root);
                const view = new View();
                view.resize(700, 380);
                view.update();
                view.scale *= zoomed;
                view.look(ra, dec);
                const drawing = new Drawing(root, view);
                drawing.fields = await Fields.load("/sky/observations.json");
                drawing.shown = { coverage: true };
                drawing.resize(700, 380);
                let isLeft = drawing.draw(true);
                while (isLeft) isLeft = drawing.draw(false);
                let [seen, covered, wrong] = [0, 0, 0];
                for (let y = 2; y < 378; y += 3) for (let x = 2; x < 698; x += 3) {
                    // The edge of the sky is a line of its own.
                    const near = [[0, 0], [4, 0], [-4, 0], [0, 4], [0, -4]].map(([dx, dy]) => view.direction(x + 0.5 + dx, y + 0.5 + dy));
                    if (near.includes(null)) continue;
                    const counts = near.map((d) => drawing.fields.at(d).length);
                    seen++;
                    // At an outline either is right.
                    if (new Set(counts).size > 1) continue;
                    const wanted = Math.min(counts[0], drawing.palette.length - 1);
                    if (wanted) covered++;
                    if (drawing.raster.pixels[y * 700 + x] !== drawing.palette[wanted]) wrong++;
                }
                done([seen, covered, wrong]);
            })""", ra, dec, zoomed)
    assert seen > 8000 and covered > 0
    assert wrong == 0


def test_click_opens(page, site):
    browser, screen = sky(page, "#ra=279.2&dec=38.8&field=20")
    ActionChains(browser).move_to_element(screen).click().perform()
    wait_until(lambda: browser.current_url.endswith(f"/observations/{number(site, 'Vega')}"), 30, "the observation is open")
    browser.back()
    wait_until(lambda: "ra=279.2" in browser.current_url, 30, "the way back leads to the same place")


def test_several_are_listed(page, site):
    browser, screen = sky(page, "#ra=10.7&dec=41.3&field=20")
    ActionChains(browser).move_to_element(screen).click().perform()
    links = lambda: browser.find_elements(By.CSS_SELECTOR, ".found a")  # noqa: E731
    wait_until(lambda: len(links()) == 2, 30, "both are listed")
    assert [link.text for link in links()] == ["Andromeda", "Andromeda, wide"]
    keep(browser, "sky-several")
    links()[1].click()
    wait_until(lambda: browser.current_url.endswith(f"/observations/{number(site, 'Andromeda, wide')}"), 30, "the observation is open")


def test_keys_move_and_open(page):
    browser, screen = sky(page, "#ra=200&dec=-30&field=60")
    screen.send_keys("+", Keys.ARROW_RIGHT, Keys.ARROW_LEFT)
    wait_until(lambda: "field=40" in browser.current_url, 30, lambda: browser.current_url)
    screen.send_keys(Keys.ENTER)
    wait_until(lambda: len(browser.find_elements(By.CSS_SELECTOR, ".found a")) == 2, 30, "both are listed")
    assert HOSTILE in browser.find_element(By.CSS_SELECTOR, ".found").text and "xss" not in browser.title
    screen.send_keys("0")
    wait_until(lambda: float(browser.current_url.split("field=")[1]) > 300, 30, lambda: browser.current_url)


def test_wheel_zooms_at_the_pointer(page):
    browser, screen = sky(page, "#ra=200&dec=-30&field=60")
    from selenium.webdriver.common.actions.wheel_input import ScrollOrigin
    readout = browser.find_element(By.CSS_SELECTOR, ".readout")
    ActionChains(browser).move_to_element_with_offset(screen, 200, 100).perform()
    before = readout.text
    ActionChains(browser).scroll_from_origin(ScrollOrigin.from_element(screen, 200, 100), 0, -400).perform()
    wait_until(lambda: "field=" in browser.current_url and float(browser.current_url.split("field=")[1]) < 40, 30, "it is nearer")
    ActionChains(browser).move_to_element_with_offset(screen, 201, 100).move_to_element_with_offset(screen, 200, 100).perform()
    place = lambda text: text.split("m")[0]  # noqa: E731  (hours and minutes)
    assert place(readout.text) == place(before)


@pytest.mark.parametrize("how", ["shift", "button", "key"])
def test_circle_searches(page, site, how):
    browser, screen = sky(page, "#ra=279.2&dec=41&field=40")
    if how == "key":
        screen.send_keys("c")
    elif how == "button":
        browser.find_element(By.CSS_SELECTOR, '[data-act="cone"]').click()
        ActionChains(browser).move_to_element(screen).click_and_hold().move_by_offset(60, 0).move_by_offset(60, 0).release().perform()
    else:
        ActionChains(browser).move_to_element(screen).key_down(Keys.SHIFT).click_and_hold().move_by_offset(60, 0).move_by_offset(
            60, 0).release().key_up(Keys.SHIFT).perform()
    wait_until(lambda: "radius=" in browser.current_url, 30, "the list is open")
    radius = float(asked(browser)["radius"])
    ra, dec = map(float, asked(browser)["at"].split(","))
    assert abs(ra - 279.2) < 0.1 and abs(dec - 41) < 0.1
    if how != "key":
        # 120 pixels of the screen's width, which is 40 degrees.
        assert radius == pytest.approx(120 / 1214 * 40, rel=0.05)
    wanted = {one["name"] for one in site.rest("GET", f"/observations2/?cone={ra},{dec},{radius}").json()["results"]}
    assert wanted == {"Vega"} == listed(browser)
    assert browser.find_element(By.NAME, "radius").get_attribute("value") == f"{radius:g}"


@needs_catalogue
def test_map_goes_to_names(page):
    browser, _ = sky(page)
    box = browser.find_element(By.ID, "map-goto")
    box.send_keys("Vega", Keys.ENTER)
    wait_until(lambda: "ra=279.23" in browser.current_url, 30, lambda: browser.current_url)


def test_map_says_what_it_does_not_find(page, site):
    browser, _ = sky(page)
    browser.find_element(By.ID, "map-goto").send_keys("<b>xyzzyqq", Keys.ENTER)
    problem = browser.find_element(By.ID, "map-problem")
    wait_until(lambda: "A position is right ascension and declination" in problem.text, 30, "the sentence is shown")
    assert requests.get(f"http://127.0.0.1:{site.port}/sky/find.json?name=10,-20", timeout=30).json() == {"ra": 10, "dec": -20, "name": None}


def test_outlines_have_a_tag(site):
    for path in ["/sky/observations.json", "/sky/catalog.json"]:
        address = f"http://127.0.0.1:{site.port}{path}"
        first = requests.get(address, timeout=30)
        assert first.status_code == 200 and first.headers["Content-Type"] == "application/json"
        again = requests.get(address, headers={"If-None-Match": first.headers["ETag"]}, timeout=30)
        assert again.status_code == 304 and not again.content
    found = requests.get(f"http://127.0.0.1:{site.port}/sky/observations.json", timeout=30).json()
    at = found["names"].index("Andromeda")
    start = sum(found["counts"][:at]) * 2
    points = [value / 1e4 for value in found["points"][start:start + 8]]
    assert points == pytest.approx([float(word) for word in OBSERVATIONS[0]["box"].split(",")], abs=1e-4)


def test_themes_change_the_map(page):
    browser, _ = sky(page)
    seen = set()
    for _ in range(3):
        browser.find_element(By.ID, "theme").click()
        name = browser.find_element(By.TAG_NAME, "html").get_attribute("data-theme")
        corner = lambda: tuple(browser.execute_script(  # noqa: E731
            "return [...document.querySelector('canvas.drawn').getContext('2d').getImageData(2, 2, 1, 1).data]"))
        wait_until(lambda: corner() not in seen, 30, "the sky has another colour")
        seen.add(corner())
        keep(browser, f"sky-{name}")


CHOICES = [
    ("quality", "great", {"Andromeda"}), ("image_type", "deep sky", {"Andromeda", "Vega", "North America"}),
    ("instrument", "Powershot G15", {"Vega"}), ("iso", "1600", {"Andromeda, wide"}), ("focal_length", "18", {"Across 0h", "Round the pole"}),
]


@pytest.mark.parametrize("name, value, wanted", CHOICES)
def test_choices_filter_at_once(page, site, name, value, wanted):
    browser = page("/")
    shows(browser, EVERYTHING)
    browser.find_element(By.CSS_SELECTOR, ".more summary").click()
    Select(browser.find_element(By.NAME, name)).select_by_value(value)
    shows(browser, wanted)
    assert asked(browser) == {name: value}
    keep(browser, "list-filtered")
    # What is listed stays so while it is kept up to date.
    assert browser.find_element(By.ID, "live").get_attribute("data-source").startswith("/fragment?")
    browser.back()
    shows(browser, EVERYTHING)
    assert Select(browser.find_element(By.NAME, name)).first_selected_option.text == "any"
    browser.forward()
    shows(browser, wanted)
    browser.refresh()
    shows(browser, wanted)
    assert Select(browser.find_element(By.NAME, name)).first_selected_option.get_attribute("value") == value


TYPED = [
    ("q", "andromeda", {"Andromeda", "Andromeda, wide"}), ("at", "279.2,38.8", {"Vega"}), ("at", "18h36m56s +38°47′", {"Vega"}),
    ("at", "0,-5", {"Across 0h"}), ("at", "123,89.5", {"Round the pole"}),
]


@pytest.mark.parametrize("name, value, wanted", TYPED)
def test_typed_filters(page, name, value, wanted):
    browser = page("/")
    browser.find_element(By.NAME, name).send_keys(value, Keys.ENTER)
    shows(browser, wanted)
    assert asked(browser) == {name: value}
    browser.back()
    shows(browser, EVERYTHING)
    assert browser.find_element(By.NAME, name).get_attribute("value") == ""


def without_scripts(site, query):
    text = requests.get(f"http://127.0.0.1:{site.port}/?{query}", timeout=30).text
    return set(re.findall(r'class="name"[^>]*>([^<]*)<', text)), text


@pytest.mark.parametrize("query, wanted", [
    ("from=2025-01-10", {"Andromeda", "Andromeda, wide"}), ("from=2025-01-11", {"Andromeda, wide"}),
    ("from=2024-03-03&to=2025-01-10", {"Andromeda", "Vega", "North America"}), ("to=2023-01-01&image_type=moon", {"Across 0h"}),
    ("status=failed", {"Vega"}), ("at=279.2,41&radius=1", set()), ("at=279.2,41&radius=1.3", {"Vega"}),
    ("quality=good&iso=3200", {"North America"}), ("q=wide&at=10.7,41.3", {"Andromeda, wide"}),
])
def test_filters_need_no_scripts(site, query, wanted):
    assert without_scripts(site, query)[0] == wanted


def test_status_keeps_the_other_filters(page):
    browser = page("/?image_type=deep+sky")
    browser.find_element(By.CSS_SELECTOR, '.chips a[href*="failed"]').click()
    shows(browser, {"Vega"})
    assert asked(browser) == {"image_type": "deep sky", "status": "failed"}


@needs_catalogue
@pytest.mark.parametrize("name, wanted, called", [
    ("M31", {"Andromeda", "Andromeda, wide"}, "M 31"), ("NGC 7000", {"North America"}, "NGC 7000"), ("Vega", {"Vega"}, "Vega"),
    ("51 Peg", set(), "51 Peg"), ("alpha Lyrae", {"Vega"}, "Vega"), ("Lyra", {"Vega"}, "Lyra"),
    ("Orion", set(), "Orion"), ("m 33", set(), "M 33"),
])
def test_names_are_found(page, name, wanted, called):
    browser = page("/")
    browser.find_element(By.NAME, "at").send_keys(name, Keys.ENTER)
    shows(browser, wanted)
    wait_until(lambda: called in browser.find_element(By.ID, "answer").text, 30, "what the name was taken for is said")


@needs_catalogue
def test_names_with_a_radius(site):
    assert without_scripts(site, "at=M33&radius=15")[0] == {"Andromeda", "Andromeda, wide"}


@pytest.mark.parametrize("query, sentence", [
    ("at=xyzzyqq", "A position is right ascension and declination"), ("at=10,95", "A position is right ascension and declination"),
    ("at=10,20&radius=x", "A radius is a number of degrees from 0 to 180."), ("radius=3", "A radius needs a position or a name"),
    ("focal_length=long", "Focal length: Enter a number."), ("from=yesterday", "From: Enter a date such as"), ("to=2026-02-30", "To: Enter a date such as"),
])
def test_wrong_filters_say_so(site, query, sentence):
    names, text = without_scripts(site, query)
    assert sentence in text and names == set()


def test_wrong_name_is_said_at_once(page):
    browser = page("/")
    browser.find_element(By.NAME, "at").send_keys("<b>xyzzyqq", Keys.ENTER)
    wait_until(lambda: "A position is right ascension" in browser.find_element(By.ID, "answer").text, 30, "the sentence is shown")
    assert listed(browser) == set() and browser.find_element(By.NAME, "at").get_attribute("value") == "<b>xyzzyqq"


def test_tiles(page):
    browser = page("/?image_type=event")
    browser.find_element(By.LINK_TEXT, "Tiles").click()
    shows(browser, {"Round the pole", HOSTILE, "Second of two"})
    assert asked(browser) == {"image_type": "event", "view": "tiles"} and browser.find_elements(By.CSS_SELECTOR, ".tiles")
    keep(browser, "list-tiles")
    # A filter keeps the tiles.
    Select(browser.find_element(By.NAME, "image_type")).select_by_value("moon")
    shows(browser, {"Across 0h"})
    assert asked(browser)["view"] == "tiles"


@pytest.mark.parametrize("path", ["/sky", "/?view=tiles", "/?quality=good", "/?at=xyzzyqq"])
def test_phone_has_no_sideways_scroll(page, path, browser):
    with phone(browser):
        page(path)
        wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, ".skymap[data-ready], .row .name, .problem"), 30, "it is shown")
        keep(browser, f"phone-{re.sub('[^a-z]', '', path) or 'list'}")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
