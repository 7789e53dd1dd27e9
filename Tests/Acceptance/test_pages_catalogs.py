"""The pages of catalogues and of tonight in a real browser: tables sorted and searched, counts of photos, updates, what is up."""

import datetime
import http.server
import os
import pathlib
import threading

import pytest
import requests

from browsing import driver, keep, log_in, needs_browser, phone, watched
from home import Home, wait_until
from test_pages_sky import box

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.by import By  # noqa: E402

pytestmark = needs_browser
CATALOGUE = pathlib.Path(os.environ.get("ASTROBASE_CATALOG", "none"))
needs_catalogue = pytest.mark.skipif(not CATALOGUE.exists(), reason="no offline catalogue: set ASTROBASE_CATALOG")
HOSTILE = "<img src=x onerror=document.title='xss'>"
PLANETS = """pl_name,hostname,pl_letter,ra,dec,sy_vmag,disc_year,discoverymethod,pl_orbper,pl_rade,pl_bmasse,sy_dist,sy_pnum
{name},Home star,b,{ra},{dec},5.5,2001,Transit,4.2,11.1,300,15.5,1
Far b,Far,b,200,80,9.5,2011,Imaging,,,,,2
Far c,Far,c,200,80,9.5,2012,Imaging,900.5,,,,2
"""
COMET = "    CK20F030  2020 07  3.6790  0.294940  0.999176   37.2767   61.0103  128.9375  20201217  12.0  4.0  C/2020 F3 (NEOWISE)                                      MPC 00000"
OBSERVATIONS = [
    dict(name="Andromeda", box=box(10.7, 41.3, 2), field_ra=10.7, field_dec=41.3, field_fov=3), dict(name="Andromeda, wide", box=box(10.7, 41.3, 8)),
    dict(name="Elsewhere", box=box(120, 10, 1)),
]


class Publisher(http.server.BaseHTTPRequestHandler):
    """Publishes a list of exoplanets at one address."""
    body = None

    def do_GET(self):
        body = type(self).body
        self.send_response(200 if body else 503)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_):
        pass


def planets(name):
    return PLANETS.format(name=name, ra=10.7, dec=41.3).encode()


@pytest.fixture(scope="module")
def publisher():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Publisher.body = planets(HOSTILE)
    yield f"http://127.0.0.1:{server.server_port}/planets.csv"
    server.shutdown()


def filled(home, publisher=None):
    home.add_user()
    if publisher:
        home.command("import", "exoplanets", publisher)
    home.start(auto_process=False)
    for number, record in enumerate(OBSERVATIONS):
        record = dict(record, taskID=f"2601010{number:02d}", new_status="done", date="2025-01-10T22:00:00Z")
        answer = home.rest("POST", "/observations2/", json=record)
        assert answer.status_code == 201, answer.text
    return home


@pytest.fixture(scope="module")
def site(tmp_path_factory, publisher):
    home = Home(tmp_path_factory.mktemp("catalogs") / "home", environment=dict(ASTROBASE_SITE="52.0,5.2,10"))
    try:
        yield filled(home, publisher)
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
    browser.get("about:blank")
    browser.delete_all_cookies()

    def opened(path):
        browser.get(f"http://127.0.0.1:{site.port}{path}")
        return browser

    with watched(browser, site.port):
        yield opened


def rows(browser):
    return [dict(row) for row in browser.execute_script(
        "return [...document.querySelectorAll('.catalog tbody tr')].map((row) => [...row.cells].map((cell) => [cell.dataset.label, cell.textContent]))")]


def text(browser):
    # In one step: parts of the page change while it is looked at.
    return browser.execute_script("return document.querySelector('main').innerText")


def heads(browser, title):
    return next(one for one in browser.find_elements(By.CSS_SELECTOR, ".catalog th a") if one.text.startswith(title))


def fits_phone(browser, name):
    with phone(browser):
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        keep(browser, name)


def test_overview(page):
    browser = page("/catalogs")
    cards = browser.find_elements(By.CSS_SELECTOR, ".cards > li")
    assert [card.find_element(By.TAG_NAME, "h2").text for card in cards] == ["Deep sky", "Exoplanets", "Asteroids", "Comets"]
    assert "/planets.csv" in cards[1].text and "3" in cards[1].text and "Not here yet" in cards[2].text
    assert not browser.find_elements(By.CSS_SELECTOR, ".cards button"), "nobody but an admin updates"
    keep(browser, "catalogs")
    fits_phone(browser, "catalogs-phone")


def test_exoplanets(page):
    browser = page("/catalogs/exoplanets")
    found = rows(browser)
    assert [(row["Planet"], row["In my photos"]) for row in found] == [(HOSTILE, "2"), ("Far b", ""), ("Far c", "")]
    assert browser.title == "Exoplanets · Astrobase"
    assert found[0]["Radius"] == "11.10 R⊕" and found[2]["Period"] == "900.50 d"
    keep(browser, "exoplanets")
    fits_phone(browser, "exoplanets-phone")
    for years in (["2001", "2011", "2012"], ["2012", "2011", "2001"]):
        heads(browser, "Found").click()
        wait_until(lambda: [row["Found"] for row in rows(browser)] == years, 20, years)
    assert heads(browser, "Found").find_element(By.XPATH, "..").get_attribute("aria-sort") == "descending"
    # What is not known comes last in both directions.
    for planets in ([HOSTILE, "Far c", "Far b"], ["Far c", HOSTILE, "Far b"]):
        heads(browser, "Period").click()
        wait_until(lambda: [row["Planet"] for row in rows(browser)] == planets, 20, planets)
    browser.find_element(By.NAME, "q").send_keys("far C\n")
    wait_until(lambda: [row["Planet"] for row in rows(browser)] == ["Far c"], 30, "the search")
    assert browser.find_element(By.CSS_SELECTOR, ".count").text == "1 row"
    page("/catalogs/exoplanets?mine=1")
    assert [row["Planet"] for row in rows(browser)] == [HOSTILE]
    browser.find_element(By.LINK_TEXT, "2").click()
    wait_until(lambda: len(browser.find_elements(By.CSS_SELECTOR, ".row .name")) == 2, 30, "the photos that show it")


@needs_catalogue
def test_deep_sky(page, site):
    browser = page("/catalogs/deepsky?mine=1&sort=-photos")
    found = rows(browser)
    assert found[0]["In my photos"] == "2" and {row["In my photos"] for row in found} <= {"1", "2"}
    page("/catalogs/deepsky?q=M31")
    found = rows(browser)
    assert "M 31" in found[0]["Name"] + found[0]["Also called"] and found[0]["In my photos"] == "2"
    page("/catalogs/deepsky?sort=name")
    first = [row["Name"] for row in rows(browser)]
    browser.find_element(By.CSS_SELECTOR, '.pages [rel="next"]').click()
    wait_until(lambda: "page=2" in browser.current_url and len(rows(browser)) == 50, 30, "the next page")
    second = [row["Name"] for row in rows(browser)]
    assert len(first) == len(second) == 50 and not set(first) & set(second)
    keep(browser, "deepsky")
    fits_phone(browser, "deepsky-phone")
    # Photos that come are counted.
    record = dict(name="Another", box=box(10.7, 41.3, 1), taskID="260101099", new_status="done")
    number = site.rest("POST", "/observations2/", json=record).json()["id"]
    page("/catalogs/deepsky?q=M31")
    assert rows(browser)[0]["In my photos"] == "3"
    assert site.rest("DELETE", f"/observations2/{number}/").ok
    page("/catalogs/deepsky?q=M31")
    wait_until(lambda: page("/catalogs/deepsky?q=M31") and rows(browser)[0]["In my photos"] == "2", 30, "what is gone is not counted")


def test_update_and_its_failure(page, site):
    browser = log_in(page, site)
    page("/catalogs")

    def update():
        # As one step: the page renews itself, and the button with it.
        browser.execute_script("document.querySelector('form[action=\"/catalogs/exoplanets/update\"]').requestSubmit()")

    Publisher.body = planets("Near b") + planets("Near c").split(b"\n", 1)[1]
    try:
        update()
        wait_until(lambda: "up to date, 6 rows" in text(browser), 30, "the outcome is told")
        keep(browser, "catalogs-updated")
        page("/catalogs/exoplanets?q=near")
        assert [row["In my photos"] for row in rows(browser)] == ["2", "2"]
        Publisher.body = None
        page("/catalogs")
        update()
        wait_until(lambda: "status 503" in text(browser), 30, "the failure is told")
        assert "\n6\n" in text(browser), "the rows are there still"
    finally:
        Publisher.body = planets(HOSTILE)
        site.command("import", "exoplanets", "--update")


def test_only_admins_update(site):
    address = f"http://127.0.0.1:{site.port}"
    assert requests.post(f"{address}/catalogs/exoplanets/update", timeout=30).status_code in (400, 403, 415)
    with requests.Session() as session:
        session.get(f"{address}/catalogs", timeout=30)
        values = dict(token=session.cookies["astrobase_form"])
        assert session.post(f"{address}/catalogs/exoplanets/update", data=values, timeout=30).status_code == 401
    assert requests.get(f"{address}/catalogs/nonsense", timeout=30).status_code == 404


def test_comets(page, site, tmp_path):
    source = tmp_path / "comets.txt"
    source.write_text(COMET + "\n")
    site.command("import", "comets", source)
    browser = page("/catalogs/comets?q=neowise")
    row, = rows(browser)
    assert "NEOWISE" in row["Name"] and row["Perihelion"].startswith("2020-07-03")
    number = site.rows("SELECT min(id) AS id FROM observation")[0]["id"]
    page(f"/catalogs/in-photo/{number}")
    assert "asteroids and comets to magnitude" in browser.find_element(By.CSS_SELECTOR, ".count").text


def test_tonight_at_a_site(page):
    browser = page("/tonight?at=2026-03-20T20:00:00Z")
    bodies = {row.get_attribute("data-name"): row.text for row in browser.find_elements(By.CSS_SELECTOR, "tr[data-name]")}
    assert list(bodies) == ["Sun", "Moon", "Mercury", "Venus", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune", "Pluto"]
    assert "below horizon" in bodies["Sun"] and "−" in bodies["Sun"]
    assert browser.find_element(By.CSS_SELECTOR, "svg.moon title").get_attribute("textContent") == "The Moon, 4 % lit, waxing"
    assert "52.000° north" in browser.find_element(By.ID, "zone").text
    keep(browser, "tonight")
    fits_phone(browser, "tonight-phone")


def test_sun_and_moon_keep_their_times(site):
    """The equinox in the Netherlands: sunrise, sunset and a first quarter as almanacs have them, to two minutes."""
    text = requests.get(f"http://127.0.0.1:{site.port}/tonight?at=2026-03-20T12:00:00Z", timeout=30).text
    sun = text[text.index('data-name="Sun"'):text.index('data-name="Moon"')]
    times = [datetime.datetime.fromisoformat(piece.split('"')[0].replace("Z", "+00:00")) for piece in sun.split('datetime="')[1:]]
    rises, highest, sets = times
    for time, wanted in [(rises, "2026-03-21T05:39"), (sets, "2026-03-20T17:50")]:
        off = abs((time - datetime.datetime.fromisoformat(f"{wanted}+00:00")).total_seconds())
        assert off <= 180, (time, wanted)
    quarter = text[text.index("First quarter"):].split('datetime="')[1].split('"')[0]
    assert quarter.startswith("2026-03-25T19:1"), quarter


def test_tonight_without_a_site(browser, tmp_path):
    home = Home(tmp_path / "home")
    try:
        filled(home)
        with watched(browser, home.port):
            browser.get(f"http://127.0.0.1:{home.port}/tonight")
            assert "No site is set" in browser.find_element(By.CSS_SELECTOR, ".problem").text
            assert len(browser.find_elements(By.CSS_SELECTOR, "tr[data-name]")) == 10
            assert "Rises" not in browser.find_element(By.TAG_NAME, "main").text
            keep(browser, "tonight-no-site")
            browser.get(f"http://127.0.0.1:{home.port}/catalogs/asteroids")
            assert "not taken in yet" in browser.find_element(By.CSS_SELECTOR, ".problem").text
    finally:
        home.end()
