"""Sending photos by a browser, and looking at what is worked on, in a real browser."""

import contextlib
import socket
import threading

import pytest
import requests

from browsing import driver, keep, logged_in, needs_browser, phone, watched
from home import API, PASSWORD, USER, Home, sample, wait_until

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.by import By  # noqa: E402

pytestmark = needs_browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("work") / "home", environment={"ASTROBASE_UPLOAD_MEGABYTES": "20"})
    try:
        home.add_user()
        home.start()
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
        browser.get(f"http://127.0.0.1:{site.port}{path}")
        return browser

    with watched(browser, site.port):
        yield opened


@pytest.fixture
def editor(page, site, browser):
    with logged_in(browser, site.port, USER, PASSWORD):
        yield page


def uploads(browser):
    """What the page says of each file: its name, where it stands, why."""
    return {name: (state, why) for name, state, why in browser.execute_script(
        "return [...document.querySelectorAll('#uploads li')].map((one) => ['.file', '.badge', '.reason'].map((part) => one.querySelector(part).textContent))")}


def send(browser, *files):
    browser.find_element(By.ID, "files").send_keys("\n".join(map(str, files)))


def stands(browser, name, *states):
    wait_until(lambda: uploads(browser).get(name, ("", ""))[0] in states, 180, lambda: (states, uploads(browser)))


def test_nobody_sends_without_log_in(page, browser):
    page("/upload")
    assert "Log in" in browser.find_element(By.TAG_NAME, "main").text
    assert not browser.find_elements(By.ID, "files")


def test_photos_are_sent_and_followed(editor, site, browser, tmp_path):
    photo = sample("upload-page.jpg", ra=200, dec=40, field=10, size="1500x1000", seed=31)[0]
    named = tmp_path / "Größe & <b>Orion<b>.jpg"
    named.write_bytes(photo.read_bytes())
    words = tmp_path / "words.txt"
    words.write_text("This is no picture.")
    large = tmp_path / "large.fits"
    large.write_bytes(bytes(21 << 20))
    again = tmp_path / "again.jpg"
    again.write_bytes(photo.read_bytes())
    editor("/upload")
    keep(browser, "upload-empty")
    send(browser, named, words, large)
    stands(browser, named.name, "done")
    stands(browser, "words.txt", "refused")
    stands(browser, "large.fits", "too large")
    assert uploads(browser)["words.txt"][1] and "21" in uploads(browser)["large.fits"][1]
    assert not browser.find_elements(By.CSS_SELECTOR, "#uploads .file b")
    keep(browser, "upload")
    shown = browser.execute_script("return [...document.querySelectorAll('#uploads a')].filter((one) => !one.hidden).map((one) => one.href)")
    assert len(shown) == 1 and named.stem in requests.get(shown[0], timeout=30).text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    send(browser, again)
    stands(browser, "again.jpg", "known already")
    with phone(browser):
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        keep(browser, "phone-upload")


class Cutter:
    """Stands between the browser and the server, and cuts connections that send much, as long as it is told to."""

    def __init__(self, port):
        self.port, self.after, self.cuts = port, None, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.port))
                threading.Thread(target=self.copy, args=[client, server, True], daemon=True).start()
                threading.Thread(target=self.copy, args=[server, client, False], daemon=True).start()

    def copy(self, source, target, counts):
        sent = 0
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                sent += len(piece)
                if counts and self.after is not None and sent > self.after:
                    self.cuts += 1
                    break
                target.sendall(piece)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def test_an_upload_goes_on_after_cuts_and_a_reload(site, browser, tmp_path):
    picture = tmp_path / "broken line.png"
    # No picture, but as large as one: that it came whole is all that is asked.
    content = bytes(range(256)) * 24_000
    picture.write_bytes(content)
    cutter = Cutter(site.port)
    port = int(cutter.address.rsplit(":", 1)[1])
    with logged_in(browser, port, USER, PASSWORD):
        browser.get(f"{cutter.address}/upload")
        cutter.after = 2_000_000
        send(browser, picture)
        wait_until(lambda: cutter.cuts >= 1, 60, "the line is cut")
        stands(browser, picture.name, "no answer", "sending")
        browser.execute_script("window.onbeforeunload = null")
        # The page is left half-way, and comes back.
        browser.get("about:blank")
        with contextlib.suppress(Exception):
            browser.switch_to.alert.accept()
        cutter.after = None
        kept = [one for one in site.rest("GET", "/uploads/").json()["results"] if one["filename"] == picture.name and not one["done"]]
        assert len(kept) == 1
        offset = int(site.rest("HEAD", f"/uploads/{kept[0]['id']}", headers={"Tus-Resumable": "1.0.0"}).headers["Upload-Offset"])
        assert 0 < offset < len(content)
        browser.get(f"{cutter.address}/upload")
        wait_until(lambda: picture.name in browser.find_element(By.ID, "unfinished").text, 30, "it is named as unfinished")
        send(browser, picture)
        stands(browser, picture.name, "refused")
        done = [one for one in site.rest("GET", "/uploads/").json()["results"] if one["id"] == kept[0]["id"]]
        assert done[0]["done"], "the same upload went on"
    browser.get_log("browser"), browser.get_log("performance")
    refused = site.landing_pad / "rejected" / picture.name
    assert refused.read_bytes() == content


def cards(browser):
    texts = browser.execute_script("return [...document.querySelectorAll('.queues li')].map((one) => one.textContent.trim())")
    return {text.split()[0]: text for text in texts}


def press(browser, label):
    browser.execute_script("document.querySelector(`button[aria-label='${arguments[0]}']`).click()", label)


def test_queues_are_shown_and_steered(editor, site, browser):
    editor("/queues")
    wait_until(lambda: set(cards(browser)) >= {"registration", "drawing", "astro", "cutout"}, 30, lambda: cards(browser))
    press(browser, "Pause astro")
    wait_until(lambda: browser.execute_script("return document.querySelector('.queues').textContent").count("paused") == 1, 30, "it is paused")
    # A drawing waits then.
    if not site.rows("SELECT id FROM observation WHERE status = 'done'"):
        site.drop(sample("upload-page.jpg", ra=200, dec=40, field=10, size="1500x1000", seed=31)[0])
        site.wait_for_status({"done"}, 1, 240)
    number = site.rows("SELECT id FROM observation WHERE status = 'done'")[0]["id"]
    asked = requests.post(
        f"http://127.0.0.1:{site.port}{API}/run-command/", json={"command": "grid", "observation_id": number}, auth=(USER, PASSWORD), timeout=30)
    assert asked.ok, asked.text
    main = lambda: browser.execute_script("return document.querySelector('main').textContent")  # noqa: E731
    wait_until(lambda: "Look for drawings" in main() and "waiting Coordinate grid" in main(), 60, main)
    keep(browser, "work")
    press(browser, "Go on with astro")
    wait_until(lambda: "done Coordinate grid" in main(), 120, main)
    assert "paused" not in browser.execute_script("return document.querySelector('.queues').textContent")


def test_what_failed_says_why_and_is_tried_again(editor, site, browser):
    made = site.rest("POST", "/jobs/", json={"command": "grid", "parameters": "nowhere,a.fits,<i>b</i>.jpg,c.jpg", "extra": "", "job_service": "celery", "queue": "celery", "status": "new"})
    assert made.ok, made.text
    editor("/queues")
    state = lambda: browser.execute_script(  # noqa: E731
        "return [...document.querySelectorAll('.tasks li')].filter((one) => one.textContent.includes('nowhere')).map((one) => one.textContent)[0] ?? ''")
    wait_until(lambda: state().startswith("failed"), 120, state)
    assert browser.execute_script(
        "return [...document.querySelectorAll('.tasks li')].find((one) => one.textContent.includes('nowhere')).querySelector('.reason').textContent.length") > 10
    ended = lambda: site.rows("SELECT finished FROM job WHERE id = ?", made.json()["id"])[0]["finished"]  # noqa: E731
    before = ended()
    browser.execute_script(
        "[...document.querySelectorAll('.tasks li')].find((one) => one.textContent.includes('nowhere')).querySelector('button').click()")
    wait_until(lambda: ended() not in (None, before), 120, "it is tried again")
    wait_until(lambda: state().startswith("failed"), 120, state)
    editor("/queues?state=done")
    wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, ".tasks li"), 30, "the history is shown")
    keep(browser, "work-done")


@pytest.mark.parametrize("path", ["/upload", "/queues"])
def test_phone_has_no_sideways_scroll(editor, browser, path):
    with phone(browser):
        editor(path)
        wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, "#files, .queues li"), 30, "the page is there")
        keep(browser, f"phone{path.replace('/', '-')}")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390


def test_steering_is_guarded(site):
    for path in ("/queues/astro/pause", "/queues/astro/resume", "/tasks/x/cancel", "/tasks/x/retry", "/jobs/1/again"):
        for options in ({}, {"cookies": {"astrobase_form": "0" * 64}, "data": {"token": "0" * 64}}):
            answer = requests.post(
                f"http://127.0.0.1:{site.port}{path}", timeout=30, allow_redirects=False, **{"data": {"a": "b"}, **options})
            assert answer.status_code in (401, 403), (path, answer.status_code)
    assert requests.get(f"http://127.0.0.1:{site.port}/upload/fate.json?id=x", timeout=30).status_code == 401
