"""A real browser for tests of the pages: the browser, what it complained of, whom it asked, screenshots."""

import contextlib
import json
import os
import pathlib
import shutil

import pytest

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
needs_browser = pytest.mark.skipif(not (BROWSER and DRIVER), reason="Debian's chromium and chromium-driver are not installed")
# Where screenshots are kept for a person to look at; none by default.
PICTURES = os.environ.get("ASTROBASE_TEST_PICTURES")


def driver():
    """Chromium without a window; `quit()` ends it."""
    from patience import Window
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for option in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"]:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return Window(options=options, service=webdriver.ChromeService(DRIVER))


@contextlib.contextmanager
def watched(browser, port):
    """In the end nothing was complained of, and nobody but the server at this port was asked."""
    browser.get_log("browser"), browser.get_log("performance")
    yield
    assert [entry for entry in browser.get_log("browser") if entry["level"] in {"SEVERE", "WARNING"}] == []
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    addresses = [one["params"]["request"]["url"] for one in asked if one["method"] == "Network.requestWillBeSent"]
    assert addresses, "the browser tells of no request"
    ours = (f"http://127.0.0.1:{port}/", "data:", "chrome:", "about:")
    assert [address for address in addresses if not address.startswith(ours)] == []


@contextlib.contextmanager
def phone(browser):
    """A screen 390 pixels wide."""
    size = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def keep(browser, name):
    if PICTURES:
        pathlib.Path(PICTURES).mkdir(parents=True, exist_ok=True)
        browser.save_screenshot(f"{PICTURES}/{name}.png")


@contextlib.contextmanager
def logged_in(browser, port, user, password):
    """Somebody who came by the log-in page, and leaves by the button."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get(f"http://127.0.0.1:{port}/login")
    browser.find_element(By.NAME, "user").send_keys(user)
    browser.find_element(By.NAME, "password").send_keys(password)
    browser.find_element(By.CSS_SELECTOR, "main form button").click()
    WebDriverWait(browser, 30).until(lambda window: window.find_elements(By.CSS_SELECTOR, ".who"))
    try:
        yield browser
    finally:
        browser.delete_all_cookies()


def log_in(page, site):
    """Logs the tests' user in, as a person would; returns the browser."""
    from home import PASSWORD, USER, wait_until
    from selenium.webdriver.common.by import By

    browser = page("/login")
    browser.find_element(By.NAME, "user").send_keys(USER)
    browser.find_element(By.NAME, "password").send_keys(PASSWORD + "\n")
    wait_until(lambda: [one.text for one in browser.find_elements(By.CSS_SELECTOR, ".who")] == [USER], 30, "logged in")
    return browser
