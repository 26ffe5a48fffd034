"""Three people, three days' work: a learner, a manager, headquarters."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_learner_registers_in_polish_on_a_phone(opened: Callable[..., Page]) -> None:
    page = opened("/pl/poland/courses", width=390)
    page.locator("main a[href*='/pl/poland/courses/']").first.click()
    page.locator("main a[href$='/register']").first.click()

    page.fill("#f-given_name", "Zofia")
    page.fill("#f-family_name", "Próbna")
    page.fill("#f-email", f"zofia.{uuid4().hex[:8]}@learners.example")
    page.locator("main form input[type=checkbox]").last.check()
    page.locator("main form button[type=submit]").last.click()

    expect(page.locator("h1")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "pl"
    assert re.search(r"/pl/poland/", page.url)
    assert page.locator(".error-summary").count() == 0


def test_a_learner_without_script_sees_what_is_missing(opened: Callable[..., Page]) -> None:
    page = opened("/fr/brussels/courses", width=390, script=False)
    page.locator("main a[href*='/fr/brussels/courses/']").first.click()
    page.locator("main a[href$='/register']").first.click()

    page.locator("main form button[type=submit]").last.click()

    assert page.locator(".error-summary li").count() >= 2
    assert page.title().startswith("Erreur")


def test_what_a_manager_marks_headquarters_sees_on_the_next_load(opened: Callable[..., Page]) -> None:
    headquarters = opened("/fr/hq", who="hq@demo.example")
    expect(headquarters.locator("h1")).to_be_visible()
    manager = opened("/fr/manage/brussels", who="brussels@demo.example")

    sheet = manager.locator("a[href*='/attendance']").first
    expect(sheet).to_be_visible()
    sheet.click()
    rows = manager.locator("fieldset.attendance-marks")
    assert rows.count() > 0
