"""The pages of cutouts in a real browser: made by name and by numbers, blinked, hidden, removed, downloaded."""

import io
import os
import pathlib
import urllib.parse

import pytest
import requests
from PIL import Image

from browsing import driver, keep, log_in, needs_browser, phone, watched
from home import Home, sample, wait_until

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

pytestmark = needs_browser
CATALOGUE = pathlib.Path(os.environ.get("ASTROBASE_CATALOG", "none"))
needs_catalogue = pytest.mark.skipif(not CATALOGUE.exists(), reason="no offline catalogue: set ASTROBASE_CATALOG")
HOSTILE = "<img src=x onerror=document.title='xss'>"
RA, DEC = 83.8, -1.5
NIGHTS = ["2024-01-10", "2024-12-24", "2025-11-02"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("cutouts") / "home")
    try:
        home.add_user()
        home.start()
        for number, night in enumerate(NIGHTS):
            picture, _ = sample(f"night-{number}.jpg", ra=RA + number, dec=DEC, field=12, size="1200x800", seed=50 + number, rotation=40 * number)
            home.drop(picture, f"night {number}.jpg")
        home.wait_for_status({"done"}, len(NIGHTS), 240)
        for row in home.rows("SELECT id, name FROM observation"):
            number = int(row["name"].split()[-1][0])
            name = HOSTILE if number == 2 else row["name"]
            answer = home.rest("PATCH", f"/observations2/{row['id']}/", json=dict(date=f"{NIGHTS[number]}T22:00:00Z", name=name))
            assert answer.ok, answer.text
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
        browser.get("about:blank")
        browser.get(f"http://127.0.0.1:{site.port}{path}")
        return browser

    with watched(browser, site.port):
        yield opened


@pytest.fixture
def editor(page, site):
    """Opens addresses as somebody who may change things."""
    browser = log_in(page, site)
    yield page
    browser.delete_all_cookies()


def new(page, at, name, field="2", size="200"):
    browser = page("/cutouts/new")
    for key, value in dict(at=at, field=field, size=size, name=name).items():
        box = browser.find_element(By.NAME, key)
        box.clear()
        box.send_keys(value)
    browser.find_element(By.CSS_SELECTOR, ".cutform button").click()
    return browser


@pytest.fixture
def folder(editor, site):
    """A folder with a cutout of each night, all made."""
    name = f"Belt {os.urandom(3).hex()}"
    browser = new(editor, f"{RA}, {DEC}", name)
    made(browser, 3)
    yield urllib.parse.urlsplit(browser.current_url).path
    for row in site.rows("SELECT directory FROM cutout_directory WHERE field_name = ?", name):
        site.rest("DELETE", f"/cutout_directories/{urllib.parse.quote(row['directory'])}/")


def items(browser):
    return browser.execute_script(
        "return [...document.querySelectorAll('.strip > li')].map((one) => ({ ...one.dataset, text: one.textContent }))")


def made(browser, count):
    wait_until(lambda: sum("source" in one for one in items(browser)) == count, 60, lambda: f"{count} cutouts are made: {items(browser)}")


def shown(browser):
    """The frame on the screen: which file, and the picture's address and size."""
    return browser.execute_script(
        "const image = document.querySelector('.blinker .screen img.on');"
        "return image && { file: document.querySelector('.blinker').dataset.frame, src: image.getAttribute('src'), width: image.naturalWidth }")


def shows(browser, file):
    return wait_until(lambda: (shown(browser) or {}).get("file") == file and shown(browser), 30, lambda: f"{file} is shown, not {shown(browser)}")


def press(browser, key):
    browser.find_element(By.CSS_SELECTOR, ".blinker .screen").send_keys(key)


def of_cutout(browser, file, selector):
    return next(one for one in browser.find_elements(By.CSS_SELECTOR, ".strip > li") if one.get_attribute("data-file") == file).find_element(By.CSS_SELECTOR, selector)


def test_a_newcomer_is_told_what_cutouts_are(page):
    browser = page("/cutouts")
    assert "No cutouts yet" in browser.find_element(By.CSS_SELECTOR, ".welcome").text
    keep(browser, "cutouts-none")
    browser.find_element(By.CSS_SELECTOR, ".welcome a").click()
    wait_until(lambda: browser.current_url.endswith("/cutouts/new"), 30, "the form opens")
    assert browser.find_elements(By.CSS_SELECTOR, 'a[href^="/login?next="]')
    assert not [one for one in browser.find_elements(By.TAG_NAME, "button") if one.text == "Make cutouts"]


def test_made_by_numbers_while_one_watches(editor):
    """Nobody reloads: the page tells of each cutout by itself."""
    browser = new(editor, "5h35m12s -1°30′", "Belt")
    made(browser, 3)
    assert [night in one["text"] for night, one in zip(NIGHTS, items(browser))] == [True] * 3
    wait_until(lambda: browser.find_element(By.ID, "cut-progress").text == "3 cutouts", 30, "the end is told")
    assert HOSTILE in items(browser)[2]["text"] and browser.title == "Cutouts of Belt · Astrobase"
    first = items(browser)[0]["file"]
    assert shows(browser, first)["width"] == 200
    keep(browser, "cutouts-folder")
    with phone(browser):
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        keep(browser, "cutouts-folder-phone")
    browser = editor("/cutouts")
    row = browser.find_element(By.CSS_SELECTOR, ".cutouts .row")
    assert "Belt" in row.text and "3 cutouts" in row.text and "05h 35m 12.0s" in row.text
    wait_until(lambda: browser.execute_script("return document.querySelector('.cutouts img')?.naturalWidth") == 200, 30, "the thumbnail")
    keep(browser, "cutouts")
    with phone(browser):
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        keep(browser, "cutouts-phone")


@needs_catalogue
def test_made_by_name(editor):
    browser = editor("/cutouts/new")
    browser.find_element(By.NAME, "at").send_keys("Alnilam")
    wait_until(lambda: "3 of your solved photos show it" in browser.find_element(By.ID, "look").text, 30, "the place is looked up")
    keep(browser, "cutouts-new")
    browser.find_element(By.CSS_SELECTOR, ".cutform button").click()
    made(browser, 3)
    assert "Alnilam" in browser.find_element(By.TAG_NAME, "h1").text


@pytest.mark.parametrize("at,field,size,words", [
    ("200, 80", "1", "100", "None of the solved pictures"), ("nowhere at all", "1", "100", "nowhere at all"), ("84, -1", "0", "100", "width"),
    ("84, -1", "x", "100", "width"), ("84, -1", "1", "9999999", "pixels"), (HOSTILE, "1", "100", HOSTILE)])
def test_what_is_wrong_is_said(site, editor, at, field, size, words):
    browser = editor("/cutouts/new")
    # The server's own words, not the browser's.
    answer = browser.execute_async_script("""
        const [at, field, size, done] = arguments;
        const token = document.querySelector('[name="token"]').value;
        fetch("/cutouts/new", { method: "POST", body: new URLSearchParams({ at, field, size, token }) })
            .then(async (answer) => done([answer.status, new DOMParser().parseFromString(await answer.text(), "text/html")
                .querySelector("[role=alert]")?.textContent]))""", at, field, size)
    browser.get_log("browser")
    assert answer[0] == 400 and words in answer[1], answer
    assert not site.rows("SELECT * FROM cutout_directory WHERE field_name = ?", at)


def test_links_bring_the_position(page):
    browser = page("/cutouts/new?ra=83.8&dec=-1.5&radius=0.75")
    assert browser.find_element(By.NAME, "at").get_attribute("value") == "83.8, -1.5"
    assert browser.find_element(By.NAME, "field").get_attribute("value") == "1.5"
    assert "3 of your solved photos show it" in browser.find_element(By.ID, "look").text


def test_an_observation_leads_to_cutouts(page, site):
    browser = page(f"/observations/{site.rows('SELECT min(id) AS id FROM observation')[0]['id']}")
    link = browser.find_element(By.CSS_SELECTOR, 'a[href^="/cutouts/new?ra="]')
    browser.get(link.get_attribute("href"))
    assert "of your solved photos" in browser.find_element(By.ID, "look").text


def test_the_map_leads_to_cutouts(page):
    browser = page("/sky#ra=83.8&dec=-1.5&field=10")
    root = browser.find_element(By.CSS_SELECTOR, ".skymap")
    wait_until(lambda: int(root.get_attribute("data-drawn") or 0) > 0, 30, "the map is drawn")
    root.find_element(By.CSS_SELECTOR, "[data-cutouts]").click()
    wait_until(lambda: "/cutouts/new?" in browser.current_url, 30, "the form opens")
    asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(browser.current_url).query))
    assert abs(float(asked["ra"]) - 83.8) < 0.01 and abs(float(asked["dec"]) + 1.5) < 0.01 and 0.1 < float(asked["radius"]) < 5, asked
    assert "3 of your solved photos show it" in browser.find_element(By.ID, "look").text


def test_blink_and_time_lapse_by_keyboard(editor, folder):
    browser = editor(folder)
    files = [one["file"] for one in items(browser)]
    shows(browser, files[0])
    press(browser, Keys.ARROW_RIGHT)
    shows(browser, files[1])
    press(browser, Keys.END)
    shows(browser, files[2])
    press(browser, Keys.ARROW_RIGHT)
    shows(browser, files[0])
    press(browser, Keys.ARROW_LEFT)
    shows(browser, files[2])
    for _ in range(3):
        press(browser, "+")
    assert browser.find_element(By.CSS_SELECTOR, ".rate").text == "8 a second"
    seen = []

    def played(wanted):
        now = (shown(browser) or {}).get("file")
        if not seen or seen[-1] != now:
            seen.append(now)
        return set(seen) >= set(wanted) and len(seen) > 5

    press(browser, " ")
    assert browser.find_element(By.CSS_SELECTOR, '[data-act="play"]').get_attribute("aria-pressed") == "true"
    wait_until(lambda: played(files), 30, lambda: f"all are shown in turn: {seen}", every=0.02)
    press(browser, " ")
    press(browser, Keys.HOME)
    press(browser, "m")
    press(browser, Keys.END)
    press(browser, "b")
    shows(browser, files[2])
    press(browser, " ")
    seen.clear()
    wait_until(lambda: played([files[0], files[2]]), 30, lambda: f"two are shown in turn: {seen}", every=0.02)
    press(browser, " ")
    assert set(seen) == {files[0], files[2]}
    shows(browser, files[2])


def test_aligned_and_as_they_are(editor, folder):
    browser = editor(folder)
    first = shows(browser, items(browser)[0]["file"])
    assert "/cutouts/" in first["src"]
    press(browser, "a")
    wait_until(lambda: "/previews/" in (shown(browser) or {}).get("src", ""), 30, "the photo as it is")
    assert "the photo as it is" in browser.find_element(By.CSS_SELECTOR, ".blinker .readout").text
    keep(browser, "cutouts-plain")
    press(browser, "a")
    wait_until(lambda: shown(browser)["src"] == first["src"], 30, "the cutout again")


def test_hide_thumbnail_remove(editor, site, folder):
    browser = editor(folder)
    files = [one["file"] for one in items(browser)]
    of_cutout(browser, files[1], 'button[formaction$="/hide"]').click()
    wait_until(lambda: "hidden" in items(browser)[1]["text"], 30, "it is hidden")
    assert "shown" not in items(browser)[1]
    press(browser, Keys.HOME)
    press(browser, Keys.ARROW_RIGHT)
    shows(browser, files[2])
    of_cutout(browser, files[2], 'button[formaction$="/thumbnail"]').click()
    wait_until(lambda: "thumbnail" in items(browser)[2]["text"] and "As thumbnail" in items(browser)[0]["text"], 30, "the thumbnail is another")
    directory = urllib.parse.unquote(folder.rsplit("/", 1)[1])
    assert site.rest("GET", f"/cutout_directories/{urllib.parse.quote(directory)}/").json()["thumbnail"].endswith(urllib.parse.quote(files[2]))
    of_cutout(browser, files[1], 'button[formaction$="/show"]').click()
    wait_until(lambda: "shown" in items(browser)[1], 30, "it is shown again")
    of_cutout(browser, files[0], "summary").click()
    of_cutout(browser, files[0], 'button[formaction$="/remove"]').click()
    wait_until(lambda: [one["file"] for one in items(browser)] == files[1:], 30, "it is gone")
    assert not (site.data / "cutouts" / directory / files[0]).exists() and list((site.data / ".trash").rglob(files[0]))
    # What is missing is cut again.
    browser.find_element(By.CSS_SELECTOR, 'form[action$="/again"] button').click()
    made(browser, 3)
    keep(browser, "cutouts-again")
    browser.find_element(By.CSS_SELECTOR, ".cutactions summary").click()
    browser.find_element(By.CSS_SELECTOR, ".cutactions .danger").click()
    wait_until(lambda: browser.current_url.endswith("/cutouts"), 30, "the list opens")
    assert not site.rows("SELECT * FROM cutout WHERE directory = ?", directory)


def test_animations(editor, site, folder):
    for kind, media in [("gif", "image/gif"), ("webp", "image/webp")]:
        answer = requests.get(f"http://127.0.0.1:{site.port}{folder}/animation.{kind}", timeout=60)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, media), answer.text
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert (picture.n_frames, picture.size) == (3, (200, 200))


def test_only_editors_change(page, site, folder, browser):
    browser.delete_all_cookies()
    page(folder)
    made(browser, 3)
    assert not browser.find_elements(By.CSS_SELECTOR, "#strip form, .cutactions form")
    address = f"http://127.0.0.1:{site.port}"
    for path in [f"{folder}/hide", f"{folder}/remove", f"{folder}/remove-all", f"{folder}/again", "/cutouts/new"]:
        answer = requests.post(address + path, data=dict(file=items(browser)[0]["file"]), timeout=30)
        assert answer.status_code == 403, path
        with requests.Session() as session:
            session.get(f"{address}/cutouts/new", timeout=30)
            token = session.cookies["astrobase_form"]
            answer = session.post(address + path, data=dict(file=items(browser)[0]["file"], token=token), timeout=30)
            assert answer.status_code == 401, path
    assert len(items(browser)) == 3
