"""The pages in a real browser, at a home with one solved picture."""

import contextlib
import json
import math
import os
import pathlib
import re

import pytest
import requests
from astropy.io import fits
from astropy.wcs import WCS

from browsing import driver, keep, logged_in, needs_browser, phone, watched
from home import PASSWORD, USER, Home, sample, wait_until

selenium = pytest.importorskip("selenium")

from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import Select  # noqa: E402

pytestmark = needs_browser
CATALOGUE = pathlib.Path(os.environ.get("ASTROBASE_CATALOG", "none"))
HOSTILE = "<img src=x onerror=document.title='xss'>\"'><script>document.title='xss'</script>"
RA, DEC = 83.8, -1.5


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("pages") / "home")
    try:
        home.add_user()
        home.start()
        home.drop(sample("pages-orion.jpg", ra=RA, dec=DEC, field=12, size="1800x1200", seed=21)[0])
        home.wait_for_status({"done"}, 1, 240)
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
    """Opens addresses of the site; after the test nothing was complained of, and nobody else was asked."""
    browser.set_window_size(1280, 900)

    def opened(path):
        browser.get(f"http://127.0.0.1:{site.port}{path}")
        return browser

    with watched(browser, site.port):
        yield opened


def observation(site):
    return site.rows("SELECT id, task_id FROM observation ORDER BY id")[0]


def viewer(page, site):
    browser = page(f"/observations/{observation(site)['id']}")
    wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, ".viewer.ready .tile.loaded"), 30, "tiles are shown")
    return browser, browser.find_element(By.CSS_SELECTOR, ".viewer")


def all_loaded(browser, selector):
    return browser.execute_script(
        "const all = [...document.querySelectorAll(arguments[0])];"
        "return all.length > 0 && all.every((one) => one.complete && one.naturalWidth > 0)", selector)


def test_list_opens(page):
    browser = page("/")
    assert len(browser.find_elements(By.CSS_SELECTOR, ".row")) == 1
    keep(browser, "list")


@pytest.mark.parametrize(("name", "said"), [("Jupiter", "Photos in which Jupiter was when they were taken"), ("Ceresque", "Nothing in the catalogue")])
def test_what_moves_is_searched(page, name, said):
    """Jupiter was far from Orion's belt at any time."""
    if not CATALOGUE.exists():
        said = said.replace("Nothing in the catalogue", "Names are found once")
    browser = page(f"/?at={name}")
    text = browser.find_element(By.TAG_NAME, "main").text
    assert said in text and not browser.find_elements(By.CSS_SELECTOR, ".row"), text


def test_theme_is_kept(page, browser):
    page("/")
    root = lambda: browser.find_element(By.TAG_NAME, "html").get_attribute("data-theme")  # noqa: E731
    seen = [root()]
    for _ in range(3):
        browser.find_element(By.ID, "theme").click()
        page("/")
        seen.append(root())
        keep(browser, f"list-{root()}")
    assert seen == ["dark", "red", "light", "dark"]


def test_keys_and_wheel_zoom(page, site):
    browser, root = viewer(page, site)
    screen = root.find_element(By.CSS_SELECTOR, ".screen")
    scale = lambda: float(root.get_attribute("data-scale"))  # noqa: E731
    first = scale()
    screen.send_keys("+")
    assert scale() == pytest.approx(1.5 * first, rel=1e-3)
    screen.send_keys("-")
    assert scale() == pytest.approx(first, rel=1e-3)
    ActionChains(browser).scroll_from_origin(webdriver.common.actions.wheel_input.ScrollOrigin.from_element(screen), 0, -600).perform()
    wait_until(lambda: scale() > 1.8 * first, 30, "the wheel zooms")
    for _ in range(3):
        screen.send_keys("+")
    wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, '.tile.loaded[src*="/0/"]'), 30, "the finest tiles are shown")
    keep(browser, "viewer-zoomed")
    before = root.find_element(By.CSS_SELECTOR, ".stage").get_attribute("style")
    screen.send_keys(Keys.ARROW_RIGHT)
    assert root.find_element(By.CSS_SELECTOR, ".stage").get_attribute("style") != before
    screen.send_keys("0")
    assert scale() == pytest.approx(first, rel=1e-3)


def test_layers_switch(page, site):
    browser, root = viewer(page, site)
    names = ["grid", "deepsky", "constellations", "stars"] if CATALOGUE.exists() else ["grid"]
    for name in names:
        box = root.find_element(By.CSS_SELECTOR, f'input[data-layer="{name}"]')
        box.send_keys(Keys.SPACE)
        wait_until(lambda: all_loaded(browser, f'.layer[src$="/{name}.svg"]'), 30, f"{name} is drawn")
    keep(browser, "viewer-layers")
    for name in names:
        root.find_element(By.CSS_SELECTOR, f'input[data-layer="{name}"]').send_keys(Keys.SPACE)
        assert not root.find_element(By.CSS_SELECTOR, f'.layer[src$="/{name}.svg"]').is_displayed()


def test_markers_are_layers(page, site):
    """The planets of that night, and markers that somebody wrote; where a list is lacking, that is said instead."""
    number, name = observation(site)["id"], observation(site)["task_id"]
    markers = json.dumps([{"ra": RA, "dec": DEC, "label": HOSTILE, "shape": "circle_outline", "size": 40, "color": "red"}])
    with contextlib.ExitStack() as after:
        assert site.rest("PATCH", f"/observations2/{number}/", json={"extra": markers}).ok
        after.callback(lambda: site.rest("PATCH", f"/observations2/{number}/", json={"extra": ""}))
        browser, root = viewer(page, site)
        assert "Exoplanets: no list yet" in browser.execute_script("return document.querySelector('.viewer fieldset').innerText")
        for layer in ["markers", "solarsystem"]:
            root.find_element(By.CSS_SELECTOR, f'input[data-layer="{layer}"]').send_keys(Keys.SPACE)
            wait_until(lambda: all_loaded(browser, f'.layer[src$="/{layer}.svg"]'), 30, f"{layer} is drawn")
        keep(browser, "viewer-markers")
        drawn = lambda: requests.get(f"http://127.0.0.1:{site.port}/layers/{name}/markers.svg", timeout=30)  # noqa: E731
        assert drawn().headers["Content-Type"] == "image/svg+xml" and "&lt;img src=x" in drawn().text and "<img" not in drawn().text
        # Other markers are seen at once.
        assert site.rest("PATCH", f"/observations2/{number}/", json={"extra": markers.replace("xss", "another")}).ok
        assert "another" in drawn().text
        assert site.rest("PATCH", f"/observations2/{number}/", json={"extra": "no list"}).ok
        assert drawn().status_code == 404 and "JSON" in drawn().json()["detail"], drawn().text


def drag(browser, screen, start, end):
    ActionChains(browser).move_to_element_with_offset(screen, *start).click_and_hold().move_to_element_with_offset(screen, *end).release().perform()


def test_a_distance_is_measured(page, site):
    """Dragged across the picture's middle: as far as astropy says that the pixels are from each other."""
    browser, root = viewer(page, site)
    screen = root.find_element(By.CSS_SELECTOR, ".screen")
    wait_until(lambda: "h " in hover(browser, root, screen), 30, "the solution is read")
    root.find_element(By.CSS_SELECTOR, "[data-measure]").click()
    drag(browser, screen, (-200, -100), (200, 100))
    text = root.find_element(By.CSS_SELECTOR, ".readout").text
    found = re.fullmatch(r"(\d+)° (\d\d)′ (\d\d)″ +position angle ([\d.]+)° +([\d.]+) pixels", text)
    assert found, text
    degrees = int(found[1]) + int(found[2]) / 60 + int(found[3]) / 3600
    pixels = float(found[5])
    assert pixels == pytest.approx(math.hypot(400, 200) / float(root.get_attribute("data-scale")), abs=2)
    header = fits.getheader(next((site.root / "data" / observation(site)["task_id"]).glob("*_wcs_file.fits")))
    around = WCS(header).pixel_to_world([899.5 - pixels / 2 * 2 / 5**0.5, 899.5 + pixels / 2 * 2 / 5**0.5], [
        599.5 - pixels / 2 / 5**0.5, 599.5 + pixels / 2 / 5**0.5])
    assert degrees == pytest.approx(around[0].separation(around[1]).deg, abs=0.02)
    assert float(found[4]) == pytest.approx(around[0].position_angle(around[1]).deg, abs=0.3)
    keep(browser, "viewer-measure")
    # Nothing moved below it; by keys it goes from the middle, and ends.
    screen.send_keys("++m")
    screen.send_keys(Keys.ARROW_RIGHT)
    text = root.find_element(By.CSS_SELECTOR, ".readout").text
    assert float(re.search(r"([\d.]+) pixels", text)[1]) == pytest.approx(80 / float(root.get_attribute("data-scale")), rel=0.01)
    screen.send_keys(Keys.ESCAPE)
    assert not browser.find_elements(By.CSS_SELECTOR, ".ruler") and root.find_element(
        By.CSS_SELECTOR, "[data-measure]").get_attribute("aria-pressed") == "false"


def hover(browser, root, screen):
    ActionChains(browser).move_to_element_with_offset(screen, 30, 0).move_to_element(screen).perform()
    return root.find_element(By.CSS_SELECTOR, ".readout").text


def test_a_pixels_value_is_shown(page, site):
    browser, root = viewer(page, site)
    text = hover(browser, root, root.find_element(By.CSS_SELECTOR, ".screen"))
    assert re.search(r"grey \d+|red \d+ green \d+ blue \d+", text), text


def test_another_picture_is_laid_over(page, site):
    wait_until(lambda: site.rows("SELECT 1 FROM product WHERE type = 'annotated'"), 120, "the annotated picture is drawn")
    browser, root = viewer(page, site)
    Select(root.find_element(By.CSS_SELECTOR, "[data-compare]")).select_by_visible_text("annotated")
    wait_until(lambda: all_loaded(browser, ".stage .other"), 30, "it is shown")
    cut = lambda: browser.execute_script("return document.querySelector('.stage .other').style.clipPath")  # noqa: E731
    assert "50%" in cut()
    keep(browser, "viewer-compare")
    slider = root.find_element(By.CSS_SELECTOR, ".compare input")
    slider.send_keys(Keys.HOME)
    assert "100%" in cut()
    Select(root.find_element(By.CSS_SELECTOR, "[data-compare]")).select_by_visible_text("nothing")
    assert not browser.find_elements(By.CSS_SELECTOR, ".stage .other") and not slider.is_displayed()


def test_history_is_told(page, site):
    browser = page(f"/observations/{observation(site)['id']}")
    browser.find_element(By.CSS_SELECTOR, ".history summary").click()
    lines = browser.execute_script("return [...document.querySelectorAll('.history li .badge')].map((one) => one.textContent)")
    assert lines[0] == "done" and lines[-1] == "taken in" and len(lines) > 2, lines
    keep(browser, "observation-history")


def test_position_under_the_pointer(page, site):
    """The picture's centre is at the sample's centre: within 1/1000 of the field, some times what the solution is off."""
    browser, root = viewer(page, site)
    place = f"http://127.0.0.1:{site.port}/layers/{observation(site)['task_id']}/wcs.json"
    assert requests.get(place, timeout=30).json()["CTYPE1"].startswith("RA---TAN")
    found = browser.execute_async_script(
        "const [address, done] = arguments;"
        "import('/assets/sky.js').then(async ({ readSky }) => done((await readSky(address))(899.5, 599.5)))", place)
    off = math.hypot((found["ra"] - RA) * math.cos(math.radians(DEC)), found["dec"] - DEC)
    assert off < 0.012, found

    def shown():
        screen = root.find_element(By.CSS_SELECTOR, ".screen")
        ActionChains(browser).move_to_element_with_offset(screen, 30, 0).move_to_element(screen).perform()
        return "05h 35m" in root.find_element(By.CSS_SELECTOR, ".readout").text

    wait_until(shown, 30, lambda: root.find_element(By.CSS_SELECTOR, ".readout").text)


def test_tile_places_are_checked(site):
    address = f"http://127.0.0.1:{site.port}/tiles/{observation(site)['task_id']}"
    assert requests.get(f"{address}/0/0_0.jpg", timeout=60).headers["Content-Type"] == "image/jpeg"
    assert requests.get(f"{address}/0/7_4.jpg", timeout=60).status_code == 200
    for wrong in ["0/8_0.jpg", "0/-1_0.jpg", "99/0_0.jpg", "0/0_0.png", "0/a_b.jpg", "0/0_0_0.jpg", "x/0_0.jpg"]:
        assert requests.get(f"{address}/{wrong}", timeout=30).status_code == 404, wrong
    assert requests.get(f"http://127.0.0.1:{site.port}/tiles/..%2f..%2fetc/0/0_0.jpg", timeout=30).status_code == 404


def test_what_people_wrote_is_text(page, site):
    number = observation(site)["id"]
    old = site.rows("SELECT name FROM observation WHERE id = ?", number)[0]["name"]
    with contextlib.ExitStack() as after:
        answer = site.rest("PATCH", f"/observations2/{number}/", json={"name": HOSTILE, "description": HOSTILE})
        assert answer.ok, answer.text
        after.callback(lambda: site.rest("PATCH", f"/observations2/{number}/", json={"name": old, "description": ""}))
        for path in ["/", f"/observations/{number}"]:
            browser = page(path)
            assert HOSTILE in browser.find_element(By.TAG_NAME, "main").text
            assert "xss" not in browser.title.split("<")[0]
            assert not browser.find_elements(By.CSS_SELECTOR, "main script, [onerror]")


@pytest.mark.parametrize("which", ["list", "observation"])
def test_phone_has_no_sideways_scroll(page, site, which, browser):
    with phone(browser):
        page("/" if which == "list" else f"/observations/{observation(site)['id']}")
        wait_until(lambda: all_loaded(browser, "main img"), 30, "pictures are shown")
        keep(browser, f"phone-{which}")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390


def badges(browser):
    """What became of each drawing that the page lists, newest first."""
    return browser.execute_script(
        "return [...document.querySelectorAll('#drawings .jobs li')].map((one) => [one.querySelector('.badge').textContent, one.textContent])")


def draw(browser, command, name=""):
    Select(browser.find_element(By.CSS_SELECTOR, "#drawings select")).select_by_value(command)
    field = browser.find_element(By.CSS_SELECTOR, "#drawings [name=name]")
    field.clear()
    field.send_keys(name)
    browser.find_element(By.CSS_SELECTOR, "#drawings form button").click()


def test_drawings_are_made_from_the_page(page, site, browser):
    address = f"/observations/{observation(site)['id']}"
    page(address)
    assert not browser.find_elements(By.CSS_SELECTOR, "#drawings form"), "nobody draws without log-in"
    with logged_in(browser, site.port, USER, PASSWORD):
        page(address)
        draw(browser, "grid")
        # The page follows by itself.
        wait_until(lambda: badges(browser) and badges(browser)[0][0] == "done", 120, lambda: badges(browser))
        made = browser.execute_script("return document.querySelector('#drawings .jobs li a').href")
        assert requests.get(made, timeout=30).headers["Content-Type"] == "image/jpeg"
        keep(browser, "observation-drawings")
        page(address)
        draw(browser, "transient", "no such <b>body</b>")
        main = lambda: browser.execute_script("return document.querySelector('main')?.textContent ?? ''")  # noqa: E731
        wait_until(lambda: "no such <b>body</b>" in main(), 30, main)
        # Of an error's page too it is known who came.
        assert browser.find_elements(By.CSS_SELECTOR, ".who")
        keep(browser, "error")
        browser.get_log("browser")  # the browser calls an answer of 400 a fault


def test_an_observation_is_edited(page, site, browser):
    number = observation(site)["id"]
    old = site.rows("SELECT name FROM observation WHERE id = ?", number)[0]["name"]
    with logged_in(browser, site.port, USER, PASSWORD), contextlib.ExitStack() as after:
        after.callback(lambda: site.rest("PATCH", f"/observations2/{number}/", json={"name": old, "description": ""}))
        page(f"/observations/{number}")
        browser.find_element(By.LINK_TEXT, "Edit").click()
        wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, "form.edit"), 30, "the form is there")
        keep(browser, "edit")

        def fill(name, text):
            field = browser.find_element(By.CSS_SELECTOR, f"form.edit [name={name}]")
            field.clear()
            field.send_keys(text)

        fill("name", "A night")
        fill("description", HOSTILE)
        fill("date", "yesterday")
        browser.find_element(By.CSS_SELECTOR, "form.edit .primary").click()
        wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, "#date-problem"), 30, "the wrong date is named")
        assert browser.find_element(By.NAME, "name").get_attribute("value") == "A night", "nothing typed is lost"
        assert site.rows("SELECT name FROM observation WHERE id = ?", number)[0]["name"] == old
        browser.get_log("browser")
        fill("date", "2026-01-02 03:04:05")
        Select(browser.find_element(By.NAME, "image_type")).select_by_visible_text("deep sky")
        browser.find_element(By.CSS_SELECTOR, "form.edit .primary").click()
        wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, ".facts"), 30, "the observation's page comes back")
        row = site.rows("SELECT name, description, image_type, strftime('%H:%M:%S', date, 'unixepoch') AS time FROM observation WHERE id = ?", number)[0]
        assert tuple(row) == ("A night", HOSTILE, "deep sky", "03:04:05")
        assert HOSTILE in browser.execute_script("return document.querySelector('main').textContent")
        with phone(browser):
            page(f"/observations/{number}/edit")
            keep(browser, "phone-edit")
            assert browser.execute_script("return document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", ["draw", "edit"])
def test_forms_are_guarded(site, path):
    address = f"http://127.0.0.1:{site.port}/observations/{observation(site)['id']}/{path}"
    before = site.rows("SELECT name FROM observation")[0]["name"], len(site.rows("SELECT id FROM job"))
    for headers in ({}, {"Origin": "http://elsewhere.example"}, {"Cookie": "astrobase_form=" + "0" * 64}):
        answer = requests.post(address, data={"command": "grid", "name": "taken over", "token": "0" * 64}, headers=headers, timeout=30, allow_redirects=False)
        assert answer.status_code in (401, 403), answer.status_code
    assert before == (site.rows("SELECT name FROM observation")[0]["name"], len(site.rows("SELECT id FROM job")))
