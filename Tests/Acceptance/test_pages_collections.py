"""Collections and projects, made and filled in a real browser."""

import pytest
import requests

from browsing import driver, keep, logged_in, needs_browser, phone, watched
from home import PASSWORD, USER, Home, wait_until

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.support.ui import Select  # noqa: E402

pytestmark = needs_browser
HOSTILE = "<img src=x onerror=document.title='xss'>"
PROJECT = f"A project {HOSTILE}"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("collections") / "home")
    try:
        home.add_user()
        home.start(auto_process=False)
        for number in range(130):
            made = home.rest("POST", "/observations2/", json=dict(
                taskID=f"260101{number + 1:03d}", name=f"photo {number}", quality="great" if number < 3 else "good", new_status="defined"))
            assert made.status_code == 201, made.text
        yield home
    finally:
        home.end()


@pytest.fixture(scope="module")
def browser():
    window = driver()
    yield window
    window.quit()


@pytest.fixture
def editor(site, browser):
    browser.set_window_size(1280, 900)

    def opened(path):
        browser.get(f"http://127.0.0.1:{site.port}{path}")
        return browser

    with watched(browser, site.port), logged_in(browser, site.port, USER, PASSWORD):
        yield opened


def held(site, name):
    found = [one for one in site.rest("GET", "/collections2/").json()["results"] if one["name"] == name]
    return found[0]["observations"] if found else None


def say(browser, selector, text):
    field = browser.find_element(By.CSS_SELECTOR, selector)
    field.clear()
    field.send_keys(text)


def headline(browser, text):
    wait_until(lambda: browser.execute_script("return document.querySelector('h1')?.textContent") == text, 30, lambda: browser.current_url)


def test_made_filled_changed_and_removed(editor, site, browser):
    editor("/collections")
    keep(browser, "collections-empty")
    say(browser, "form.edit [name=name]", HOSTILE)
    say(browser, "form.edit [name=description]", "the <b>best</b>")
    browser.find_element(By.CSS_SELECTOR, "form.edit .primary").click()
    headline(browser, HOSTILE)
    assert held(site, HOSTILE) == []

    # All that a filtered list has found, also what is on other pages.
    editor("/?quality=good")
    browser.find_element(By.CSS_SELECTOR, ".collect summary").click()
    Select(browser.find_element(By.CSS_SELECTOR, ".collect select")).select_by_visible_text(HOSTILE)
    browser.find_element(By.CSS_SELECTOR, ".collect form button").click()
    headline(browser, HOSTILE)
    good = [row["id"] for row in site.rows("SELECT id FROM observation WHERE quality = 'good' ORDER BY id")]
    assert len(good) == 127 and held(site, HOSTILE) == good
    keep(browser, "collection")

    # One observation, into a new one.
    number = site.rows("SELECT id FROM observation WHERE quality = 'great' ORDER BY id")[0]["id"]
    editor(f"/observations/{number}")
    browser.find_element(By.CSS_SELECTOR, ".collect summary").click()
    say(browser, ".collect [name=name]", "Best")
    browser.find_element(By.CSS_SELECTOR, ".collect form button").click()
    headline(browser, "Best")
    assert held(site, "Best") == [number]
    browser.find_element(By.CSS_SELECTOR, ".rows form button").click()
    wait_until(lambda: held(site, "Best") == [], 30, "it is taken out")

    editor("/collections")
    with phone(browser):
        editor("/collections")
        keep(browser, "phone-collections")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    browser.find_element(By.LINK_TEXT, "Best").click()
    headline(browser, "Best")
    say(browser, "form.edit [name=name]", "Very best")
    browser.find_element(By.CSS_SELECTOR, "form.edit .primary").click()
    headline(browser, "Very best")
    browser.find_element(By.CSS_SELECTOR, "main details summary").click()
    browser.find_element(By.CSS_SELECTOR, "main details .danger").click()
    headline(browser, "Collections")
    assert held(site, "Very best") is None and len(site.rows("SELECT id FROM observation")) == 130
    assert not browser.find_elements(By.CSS_SELECTOR, "main [onerror]")


def children(site, name):
    return [row["id"] for row in site.rows(
        "SELECT c.id FROM observation c JOIN observation m ON c.parent = m.id WHERE m.name = ? AND m.task_type = 'master' ORDER BY c.id", name)]


def test_projects_are_made_filled_changed_and_removed(editor, site, browser):
    editor("/collections")
    browser.find_element(By.LINK_TEXT, "Projects").click()
    headline(browser, "Projects")
    keep(browser, "projects-empty")
    say(browser, "form.edit [name=name]", PROJECT)
    browser.find_element(By.CSS_SELECTOR, "form.edit .primary").click()
    headline(browser, PROJECT)
    great = [row["id"] for row in site.rows("SELECT id FROM observation WHERE quality = 'great' ORDER BY id")]
    site.rest("PATCH", f"/observations2/{great[0]}/", json={"instrument": "Powershot G2", "field_name": "The Belt"})

    editor("/?quality=great")
    browser.find_element(By.CSS_SELECTOR, ".collect summary").click()
    Select(browser.find_element(By.CSS_SELECTOR, ".collect select")).select_by_visible_text(PROJECT)
    browser.find_element(By.CSS_SELECTOR, ".collect form button").click()
    headline(browser, PROJECT)
    assert children(site, PROJECT) == great
    # What the project does not know better, a photo keeps.
    kept = site.rows("SELECT instrument, field_name FROM observation WHERE id = ?", great[0])[0]
    assert tuple(kept) == ("Powershot G2", "The Belt")
    keep(browser, "project")
    with phone(browser):
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    project = browser.current_url.rsplit("/", 1)[1]

    editor(f"/observations/{great[0]}")
    browser.find_element(By.LINK_TEXT, PROJECT).click()
    headline(browser, PROJECT)
    browser.find_element(By.CSS_SELECTOR, ".rows form button").click()
    wait_until(lambda: len(children(site, PROJECT)) == 2, 30, "one is taken out")

    editor(f"/projects/{project}")
    say(browser, "form.edit [name=name]", "Belt")
    say(browser, "form.edit [name=description]", "<b>three</b> stars")
    browser.find_element(By.CSS_SELECTOR, "form.edit .primary").click()
    headline(browser, "Belt")
    assert "<b>three</b> stars" in browser.execute_script("return document.querySelector('main').innerText")
    editor("/projects")
    browser.find_element(By.LINK_TEXT, "Belt").click()
    headline(browser, "Belt")
    browser.find_element(By.CSS_SELECTOR, "main details summary").click()
    browser.find_element(By.CSS_SELECTOR, "main details .danger").click()
    headline(browser, "Projects")
    assert children(site, "Belt") == [] and site.rows("SELECT count(*) AS n FROM observation WHERE parent IS NOT NULL")[0]["n"] == 0
    assert len(site.rows("SELECT id FROM observation")) == 130


def test_only_editors_change_them(site):
    before = site.rest("GET", "/collections2/").json(), site.rest("GET", "/projects/").json()
    for root in ("/collections", "/projects"):
        for path in (root, f"{root}/1", f"{root}/1/remove", f"{root}/1/takeout", "/collect"):
            answer = requests.post(
                f"http://127.0.0.1:{site.port}{path}", data={"name": "x", "token": "0" * 64}, timeout=30, allow_redirects=False)
            assert answer.status_code in (401, 403), path
    assert (site.rest("GET", "/collections2/").json(), site.rest("GET", "/projects/").json()) == before
    # What is no project has no page of one.
    assert requests.get(f"http://127.0.0.1:{site.port}/projects/1", timeout=30).status_code == 404
