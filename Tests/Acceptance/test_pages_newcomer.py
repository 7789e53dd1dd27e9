"""A newcomer's first hour, click by click in a real browser: from the empty archive to the cutouts of two nights, blinked."""

import pytest

from browsing import driver, keep, needs_browser, watched
from home import PASSWORD, USER, Home, sample, wait_until

selenium = pytest.importorskip("selenium")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

pytestmark = needs_browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("newcomer") / "home")
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


def text(browser):
    return browser.execute_script("return document.querySelector('main')?.innerText ?? ''")


def there(browser, selector, what):
    return wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, selector), 60, lambda: f"{what}: {text(browser)}")


def test_from_the_first_visit_to_a_blink(site, browser, tmp_path):
    nights = []
    for number, place in enumerate([dict(ra=83.8, dec=-1.5, seed=41), dict(ra=84.2, dec=-1.2, rotation=20, seed=42)], 1):
        photo = tmp_path / f"Belt {number}.jpg"
        photo.write_bytes(sample(f"newcomer-{number}.jpg", field=10, size="1500x1000", **place)[0].read_bytes())
        nights.append(photo)
    with watched(browser, site.port):
        browser.set_window_size(1280, 900)
        browser.get(f"http://127.0.0.1:{site.port}/")
        assert str(site.root / "landing_pad") in text(browser), "the empty archive says what to do"
        keep(browser, "newcomer-1-empty")
        browser.find_element(By.LINK_TEXT, "Send photos from this device").click()
        there(browser, 'main a[href^="/login"]', "the way to log in")[0].click()
        browser.find_element(By.NAME, "user").send_keys(USER)
        browser.find_element(By.NAME, "password").send_keys(PASSWORD, Keys.ENTER)
        # Whom the log-in page sent comes back to where they were.
        browser.find_element(By.ID, "files").send_keys("\n".join(map(str, nights)))
        states = lambda: browser.execute_script(  # noqa: E731
            "return [...document.querySelectorAll('#uploads li .badge')].map((one) => one.textContent)")
        wait_until(lambda: states() == ["done", "done"], 240, states)
        keep(browser, "newcomer-2-solved")
        browser.find_element(By.CSS_SELECTOR, "#uploads li a").click()
        there(browser, ".viewer.ready .tile.loaded", "the picture")
        assert "Belt 1" in text(browser) and "05h 35m" in text(browser)
        browser.find_element(By.CSS_SELECTOR, 'input[data-layer="grid"]').click()
        wait_until(lambda: browser.execute_script("return document.querySelector('.layer')?.naturalWidth > 0"), 60, "the grid is drawn")
        keep(browser, "newcomer-3-layers")
        browser.find_element(By.PARTIAL_LINK_TEXT, "Cutouts of this place").click()
        there(browser, ".cutform button", "the form of cutouts")
        wait_until(lambda: "2 of your solved photos show it" in text(browser), 60, lambda: text(browser))
        browser.find_element(By.CSS_SELECTOR, ".cutform button").click()
        frames = lambda: browser.execute_script("return document.querySelectorAll('.strip > li[data-source]').length")  # noqa: E731
        wait_until(lambda: frames() == 2, 120, lambda: text(browser))
        frame = lambda: browser.execute_script("return document.querySelector('.blinker')?.dataset.frame")  # noqa: E731
        first = wait_until(frame, 60, "a cutout is shown")
        browser.find_element(By.CSS_SELECTOR, '[data-act="play"]').click()
        wait_until(lambda: frame() != first, 60, "the other night is shown")
        wait_until(lambda: frame() == first, 60, "and the first again")
        keep(browser, "newcomer-4-blink")
        # Back leads where they came from, as everywhere.
        browser.back()
        there(browser, ".cutform", "the form again")
        browser.back()
        there(browser, ".viewer.ready", "the observation again")
