"""Chromium as a person uses it: what is not there yet is waited for, what a page drew anew in the meantime is found again."""

import time

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.remote.webelement import WebElement

PATIENCE = 20


def patiently(attempt, fault):
    """What `attempt` returns, tried again for 20 s while it ends with that fault."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except fault:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def find_again(elements):
    for element in elements:
        if isinstance(element, Element) and element.again:
            try:
                element._id = element.again()._id
            except (IndexError, StaleElementReferenceException):
                pass


class Finding:
    """The two ways to look: for the one thing, which is waited for, and for all that are there right now."""

    def find_element(self, by="id", value=None):
        look = super().find_element
        element = patiently(lambda: look(by, value), NoSuchElementException)
        element.again = lambda: look(by, value)
        return element

    def find_elements(self, by="id", value=None):
        look = super().find_elements
        elements = look(by, value)
        for place, element in enumerate(elements):
            element.again = lambda place=place: look(by, value)[place]
        return elements


class Element(Finding, WebElement):
    again = None

    def _execute(self, command, params=None):
        tell = super()._execute

        def attempt():
            try:
                return tell(command, params)
            except StaleElementReferenceException:
                find_again([self])
                raise

        return patiently(attempt, StaleElementReferenceException)


class Window(Finding, webdriver.Chrome):
    _web_element_cls = Element

    def execute_script(self, script, *arguments):
        run = super().execute_script

        def attempt():
            try:
                return run(script, *arguments)
            except StaleElementReferenceException:
                find_again(arguments)
                raise

        return patiently(attempt, StaleElementReferenceException)
