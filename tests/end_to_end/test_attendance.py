"""The sheet on a phone: every mark arrives, once, whatever the connection does; and nothing of it stays behind."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.sheets import BigSheet, big_sheet, marks_noted

pytestmark = pytest.mark.browser

PEOPLE = 25


@pytest.fixture
def sheet(address: str, demo_home: object) -> BigSheet:
    return big_sheet(demo_home, people=PEOPLE)


def _open(opened: Callable[..., Page], sheet: BigSheet, who: str = "trainer.brussels@demo.example") -> Page:
    return opened(f"/fr/manage/brussels/sessions/{sheet.session}/attendance", who=who, width=390)


def _tap(page: Page, registration: UUID | str, mark: str) -> None:
    page.locator(f"[data-registration='{registration}'] label.is-{mark}").click()


def _state(page: Page, state: str) -> None:
    expect(page.locator("[data-sheet-state]")).to_have_attribute("data-sheet-state", state, timeout=20_000)


def _kept(page: Page) -> int:
    found: int = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('archipel.marks/')).length")
    return found


def test_the_network_is_cut_in_the_middle_of_25_people(opened: Callable[..., Page], sheet: BigSheet) -> None:
    page = _open(opened, sheet)
    page.evaluate("window.taps = 0; document.addEventListener('pointerdown', () => { window.taps += 1 }, true)")
    lines = sheet.registrations
    for number, one in enumerate(lines):
        if number == 10:
            page.context.set_offline(True)
        _tap(page, one, "absent" if number % 5 == 4 else "present")
    _state(page, "offline")
    assert 15 <= _kept(page) <= PEOPLE
    expect(page.locator("[data-state-words]")).to_contain_text(str(_kept(page)))

    page.context.set_offline(False)
    _state(page, "saved")

    assert _kept(page) == 0
    assert page.evaluate("window.taps") <= PEOPLE + 1
    noted = marks_noted(sheet)
    assert {one: [mark] for one, mark in zip(lines, sheet.expected(), strict=True)} == noted
    page.reload()
    assert page.locator(".marks input:checked").count() == PEOPLE


def test_a_full_sheet_takes_a_tap_for_all_and_one_for_each_exception(
    opened: Callable[..., Page], sheet: BigSheet
) -> None:
    page = _open(opened, sheet)
    page.locator("[data-mark-rest]").click()
    _tap(page, sheet.registrations[3], "excused")
    _state(page, "saved")

    noted = marks_noted(sheet)
    assert noted[sheet.registrations[3]][-1] == "excused"
    assert sum(marks == ["present"] for marks in noted.values()) >= PEOPLE - 1


def test_an_answer_that_was_lost_is_asked_for_again_and_written_once(
    opened: Callable[..., Page], sheet: BigSheet
) -> None:
    page = _open(opened, sheet)
    lost: list[str] = []

    def lose_the_first(route: object) -> None:
        if lost or route.request.method != "POST":  # type: ignore[attr-defined]  # playwright's Route
            route.continue_()  # type: ignore[attr-defined]  # playwright's Route
            return
        lost.append(route.fetch().text())  # type: ignore[attr-defined]  # the server has written it
        route.abort()  # type: ignore[attr-defined]  # and nobody hears of it

    page.route("**/attendance/marks", lose_the_first)
    _tap(page, sheet.registrations[0], "late")
    _state(page, "offline")
    _state(page, "saved")

    assert len(lost) == 1
    assert marks_noted(sheet) == {sheet.registrations[0]: ["late"]}


def test_two_trainers_at_one_sheet_decide_between_two_marks(opened: Callable[..., Page], sheet: BigSheet) -> None:
    one, two = sheet.registrations[:2]
    away = _open(opened, sheet)
    here = _open(opened, sheet, who="brussels@demo.example")
    away.context.set_offline(True)
    for registration in (one, two):
        _tap(away, registration, "absent")
    for registration in (one, two):
        _tap(here, registration, "present")
    _state(here, "saved")

    away.context.set_offline(False)
    expect(away.locator(".mark-note")).to_have_count(2, timeout=20_000)
    assert marks_noted(sheet) == {one: ["present"], two: ["present"]}
    away.locator(f"[data-registration='{one}'] [data-keep=mine]").click()
    away.locator(f"[data-registration='{two}'] [data-keep=theirs]").click()
    _state(away, "saved")

    assert marks_noted(sheet) == {one: ["present", "absent"], two: ["present"]}
    assert away.locator(f"[data-registration='{two}'] input[value=present]").is_checked()


def test_what_is_kept_goes_out_after_a_reload_and_away_at_sign_out(
    opened: Callable[..., Page], sheet: BigSheet
) -> None:
    page = _open(opened, sheet)
    page.route("**/attendance/marks", lambda route: route.abort())
    _tap(page, sheet.registrations[0], "present")
    _state(page, "offline")
    assert _kept(page) == 1
    assert "present" in page.evaluate("Object.entries(localStorage).join()")
    page.reload()
    assert page.locator(f"[data-registration='{sheet.registrations[0]}'] input[value=present]").is_checked()

    page.locator("nav details[data-menu] summary").last.click()
    page.locator("form[data-sign-out] button").click()
    page.locator("#confirm-dialog button[value=yes]").click()
    page.wait_for_url(lambda url: "manage" not in url)

    assert _kept(page) == 0


def test_another_account_finds_nothing_on_the_device(opened: Callable[..., Page], sheet: BigSheet) -> None:
    page = _open(opened, sheet)
    page.evaluate('localStorage.setItem(\'archipel.marks/somebody-else/s/r\', \'{"status":"present","version":0}\')')
    page.reload()
    assert _kept(page) == 0
