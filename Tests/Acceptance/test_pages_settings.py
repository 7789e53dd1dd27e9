"""The page of settings in a real browser: the doctor's words, users, keys."""

import json

import pytest
import requests

from browsing import driver, keep, log_in, needs_browser, phone, watched
from home import USER, Home, wait_until

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.support.ui import Select  # noqa: E402

pytestmark = needs_browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("settings") / "home")
    try:
        home.add_user()
        home.command("api-key", "add", "stellarium")
        home.start(auto_process=False)
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
    browser.get("about:blank")
    browser.delete_all_cookies()

    def opened(path):
        browser.get(f"http://127.0.0.1:{site.port}{path}")
        return browser

    with watched(browser, site.port):
        yield opened


@pytest.fixture
def admin(page, site):
    log_in(page, site)
    return page


def users(browser):
    return {one.get_attribute("data-user"): one for one in browser.find_elements(By.CSS_SELECTOR, ".users > li")}


def told(browser, words):
    """The page that comes after a form says so."""
    wait_until(lambda: words in browser.execute_script("return document.querySelector('.outcome')?.textContent ?? ''"), 20, words)


def add(browser, name, password="long enough", role="editor"):
    form = browser.find_element(By.CSS_SELECTOR, ".adduser")
    form.find_element(By.NAME, "name").send_keys(name)
    form.find_element(By.NAME, "password").send_keys(password)
    Select(form.find_element(By.NAME, "role")).select_by_visible_text(role)
    form.find_element(By.TAG_NAME, "button").click()


def may_log_in(site, name, password):
    answer = requests.post(
        f"http://127.0.0.1:{site.port}/my_astrobase/obtain-auth-token/", json=dict(username=name, password=password), timeout=30)
    return answer.status_code == 200


def test_visitors_are_told_to_log_in(page):
    browser = page("/settings")
    text = browser.find_element(By.TAG_NAME, "main").text
    assert "log in" in text and "Plate solving" in text
    assert "doctor says" not in text.split("are for admins")[1] and "stellarium" not in text and USER not in text
    keep(browser, "settings-visitor")


def test_the_doctors_words(admin, site):
    browser = admin("/settings")
    shown = [
        (item.find_element(By.CSS_SELECTOR, ".badge").text, item.find_element(By.TAG_NAME, "b").text, item.find_element(By.CSS_SELECTOR, ".message").text)
        for item in browser.find_elements(By.CSS_SELECTOR, ".findings > li")]
    said = [json.loads(line) for line in site.command("doctor", "--json", check=False).stdout.splitlines()]
    # The clock and the room on the disk go on.
    steady = lambda name: name not in ("clock", "disk space")  # noqa: E731
    assert [one for one in shown if steady(one[1])] == [(one["status"], one["name"], one["message"]) for one in said if steady(one["name"])]
    assert [one[1] for one in shown] == [one["name"] for one in said]
    text = browser.find_element(By.TAG_NAME, "main").text
    assert "stellarium" in text and "index" in text
    keep(browser, "settings")
    with phone(browser):
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        keep(browser, "settings-phone")
    browser.execute_script("document.getElementById('users-head').scrollIntoView()")
    keep(browser, "settings-users")


def test_a_users_life(admin, site):
    browser = admin("/settings")
    add(browser, "vera")
    told(browser, "may log in now")
    assert may_log_in(site, "vera", "long enough")
    Select(users(browser)["vera"].find_element(By.NAME, "role")).select_by_visible_text("reader")
    users(browser)["vera"].find_element(By.CSS_SELECTOR, 'form[action$="/role"] button').click()
    told(browser, "role is changed")
    assert "reader" in users(browser)["vera"].find_element(By.CSS_SELECTOR, ".sub").text
    details = users(browser)["vera"].find_elements(By.TAG_NAME, "details")[0]
    details.find_element(By.TAG_NAME, "summary").click()
    details.find_element(By.NAME, "password").send_keys("another one")
    details.find_element(By.CSS_SELECTOR, "button").click()
    told(browser, "password is changed")
    assert may_log_in(site, "vera", "another one") and not may_log_in(site, "vera", "long enough")
    details = users(browser)["vera"].find_elements(By.TAG_NAME, "details")[1]
    details.find_element(By.TAG_NAME, "summary").click()
    keep(browser, "settings-remove")
    details.find_element(By.CSS_SELECTOR, "button").click()
    told(browser, "is removed")
    assert list(users(browser)) == [USER] and not may_log_in(site, "vera", "another one")


def send(browser, path, **values):
    """A form with the page's token, past what the page itself would let somebody do; the status and what is told."""
    answer = browser.execute_async_script("""
        const [path, values, done] = arguments;
        const token = document.querySelector('[name="token"]').value;
        fetch(path, { method: "POST", body: new URLSearchParams({ token, ...values }) }).then(async (answer) => done([answer.status,
            new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[role=alert]")?.textContent]))""",
        f"/settings/users/{path}", values)
    browser.get_log("browser")
    return answer


def test_the_last_admin_stays(admin, site):
    browser = admin("/settings")
    assert "the last admin stays" in users(browser)[USER].text
    assert not users(browser)[USER].find_elements(By.CSS_SELECTOR, 'form[action$="/remove"]')
    for path, values in [("remove", {}), ("role", dict(role="reader"))]:
        status, told = send(browser, path, name=USER, **values)
        assert status == 400 and "last admin" in told
    assert site.rows("SELECT role FROM account")[0]["role"] == "admin"


@pytest.mark.parametrize("path,values,words", [
    ("add", dict(name=USER, password="long enough", role="reader"), "already"),
    ("add", dict(name="<img src=x onerror=document.title='xss'>", password="long enough", role="reader"), "letters"),
    ("add", dict(name="x y", password="long enough", role="reader"), "letters"), ("add", dict(name="x", password="short", role="reader"), "8 characters"),
    ("add", dict(name="x", password="long enough", role="king"), "role is"), ("remove", dict(name="nobody"), "no user"),
    ("password", dict(name="nobody", password="long enough"), "no user")])
def test_what_is_wrong_is_said(admin, site, path, values, words):
    browser = admin("/settings")
    status, told = send(browser, path, **values)
    assert status == 400 and words in told
    assert len(site.rows("SELECT * FROM account")) == 1


def test_nobody_else_changes_users(site):
    site.command("user", "add", "reader", "--role", "editor", "--password-stdin", input="reader's password\n")
    try:
        address = f"http://127.0.0.1:{site.port}"
        with requests.Session() as session:
            session.get(f"{address}/login", timeout=30)
            token = session.cookies["astrobase_form"]
            values = dict(name="evil", password="long enough", role="admin", token=token)
            assert session.post(f"{address}/settings/users/add", data=values, timeout=30).status_code == 401
            session.post(f"{address}/login", data=dict(user="reader", password="reader's password", token=token), timeout=30)
            assert session.post(f"{address}/settings/users/add", data=values, timeout=30).status_code == 403
            assert "stellarium" not in session.get(f"{address}/settings", timeout=30).text
            assert session.post(f"{address}/settings/users/add", data=dict(values, token="x"), timeout=30).status_code == 403
        assert not site.rows("SELECT * FROM account WHERE name = 'evil'")
    finally:
        site.command("user", "remove", "reader")
