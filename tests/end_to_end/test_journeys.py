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
    page.locator("main form button[type=submit]").last.click()

    page.wait_for_url("**/pl/poland/registrations/*")
    assert page.locator("html").get_attribute("lang") == "pl"
    expect(page.locator("h1")).to_have_text(re.compile("Miejsce jest przyznane|oczekujących"))


def test_a_learner_without_script_sees_what_is_missing(opened: Callable[..., Page]) -> None:
    page = opened("/fr/brussels/courses", width=390, script=False)
    page.locator("main a[href*='/fr/brussels/courses/']").first.click()
    page.locator("main a[href$='/register']").first.click()

    page.locator("main form button[type=submit]").last.click()

    assert page.locator(".error-summary li").count() >= 2
    assert page.title().startswith("Erreur")


def test_what_a_manager_marks_headquarters_sees_on_the_next_load(opened: Callable[..., Page]) -> None:
    headquarters = opened("/en/hq?unit=be", who="hq@demo.example")
    before = _hours(headquarters)
    manager = opened("/fr/manage/brussels", who="brussels@demo.example")

    _open_a_cohort(manager)
    sheet = manager.goto("/fr/manage/brussels")
    assert sheet is not None
    manager.locator("a[href*='/attendance']").first.click()
    manager.locator("[data-mark-rest]").click()
    expect(manager.locator("[data-sheet-state]")).to_have_attribute("data-sheet-state", "saved", timeout=20_000)

    headquarters.reload()
    assert _hours(headquarters) > before
    headquarters.locator("main table a[href*='unit=brussels']").first.click()
    expect(headquarters.locator("h1")).to_be_visible()


def _hours(page: Page) -> int:
    """The key figure "hours attended", as headquarters reads it."""
    figure = page.locator(".key-figure", has=page.locator("a[href$='#hours_attended']"))
    return int(re.sub(r"\D", "", figure.locator(".key-figure-value").inner_text()))


def _open_a_cohort(page: Page) -> None:
    page.goto("/fr/manage/brussels/cohorts/new")
    page.select_option("#f-curriculum", "web-first-steps")
    page.fill("#f-code", f"essai-{uuid4().hex[:6]}")
    page.fill("#f-starts_on", "2031-03-03")
    page.fill("#f-ends_on", "2031-04-04")
    page.fill("#f-capacity", "12")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    assert page.locator(".error-summary").count() == 0
    assert "essai-" in page.url
