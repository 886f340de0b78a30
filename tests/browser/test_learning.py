"""A learner's way through the pages, in a real browser, with nothing faked but the model."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Browser, expect

from .conftest import LOOK_MS, Killable, Server, Visitor

Visit = Callable[..., Visitor]
MARKUP = '<img src=x onerror="document.title=1"> <b>bold</b> {{ 7*7 }}'
ARABIC = "مرحبا، كيف حالك؟ 🙂"


def test_from_the_patients_to_the_report(offline: Server, visit: Visit) -> None:
    ada = visit(offline)
    address = ada.begin()
    page = ada.page
    expect(page.locator(".voice")).to_have_text("Voice: Offline voice (built in)")
    assert re.fullmatch(rf"{offline.url}/learn/\?e=[0-9a-f-]+", address)
    expect(ada.box).to_be_focused()

    ada.say("Good morning, Mr Reeve. What brings you in?")
    ada.say(f"{MARKUP}\nThat sounds exhausting. What has it been like?")
    said = ada.turns.nth(3)
    expect(said.locator(".verbatim")).to_contain_text(MARKUP)  # text, not markup
    assert said.locator("img, b").count() == 0
    ada.say(ARABIC)
    expect(ada.turns.nth(5)).to_contain_text(ARABIC)
    expect(ada.turns.first.locator(".seen")).to_have_css("font-style", "italic")

    page.get_by_role("button", name="Stay quiet").click()
    expect(ada.turns).to_have_count(9)
    expect(ada.turns.nth(7)).to_contain_text("stayed quiet")
    ada.ready()

    ada.box.fill("x" * 4001)
    ada.box.press("Enter")
    expect(page.locator(".told")).to_contain_text("4,001 characters")
    ada.box.fill("  ")
    ada.box.press("Enter")
    expect(page.locator(".told")).to_contain_text("Write something")
    expect(ada.turns).to_have_count(9)

    page.get_by_role("button", name="End conversation").click()
    page.get_by_role("button", name="Keep talking").click()
    page.get_by_role("button", name="End conversation").click()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("heading", name="Moment by moment")).to_be_visible(timeout=LOOK_MS)
    expect(page.locator(".report .transcript li")).to_have_count(9)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open the full report").click()
    expect(opened.value.get_by_role("heading", name="Your conversation with Tom Reeve")).to_be_visible()
    with page.expect_download() as loading:
        page.get_by_role("link", name="Data (JSON)").click()
    assert loading.value.suggested_filename.endswith(".json")

    page.get_by_role("link", name="All patients").click()
    row = page.locator(".earlier a").first
    expect(row).to_contain_text("ended")
    row.click()
    expect(page.get_by_role("heading", name="Looking back: Tom Reeve")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Who would you like to meet?")).to_be_visible()


def test_a_second_submit_of_the_same_words_says_them_once(offline: Server, visit: Visit) -> None:
    ada = visit(offline)
    ada.begin()
    ada.box.fill("How are you?")
    ada.page.locator("#composer").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    expect(ada.turns).to_have_count(3)
    ada.ready()
    expect(ada.box).to_have_value("")
    ada.say("And since when?")
    expect(ada.turns).to_have_count(5)


def test_a_tab_left_behind_keeps_its_words_and_catches_up(offline: Server, visit: Visit) -> None:
    first = visit(offline)
    address = first.begin()
    second = visit(offline)
    second.page.goto(address)
    expect(second.turns).to_have_count(1)
    first.say("From the first tab.")
    second.box.fill("From the second tab.")
    second.box.press("Enter")
    expect(second.notice).to_contain_text("moved on")
    expect(second.box).to_have_value("From the second tab.")
    expect(second.turns).to_have_count(3)
    second.ready()
    second.box.press("Enter")
    expect(second.turns).to_have_count(5)
    expect(second.box).to_have_value("")


def test_a_killed_server_loses_nothing(killable: Killable, visit: Visit) -> None:
    ada = visit(killable)
    ada.begin()
    ada.say("Good morning.")
    spoken = ada.turns.all_inner_texts()
    ada.box.fill("Not yet sent.")
    killable.kill()
    killable.start()
    ada.page.reload()
    expect(ada.turns).to_have_count(3)
    assert ada.turns.all_inner_texts() == spoken
    expect(ada.box).to_have_value("Not yet sent.")
    ada.box.press("Enter")
    expect(ada.turns).to_have_count(5)
    expect(ada.turns.nth(3)).to_contain_text("Not yet sent.")


def test_one_person_never_sees_anothers_conversation(offline: Server, visit: Visit, browser: Browser) -> None:
    ada = visit(offline)
    address = ada.begin()
    ada.say("This stays between us.")
    report = address.replace("/learn/?e=", "/reports/")
    theirs = browser.new_context()
    theirs.add_cookies([{"name": "person", "value": "ben", "url": offline.url}])
    ben = visit(offline, theirs)
    ben.page.goto(address)
    expect(ben.page.get_by_text("There is no such conversation")).to_be_visible()
    expect(ben.page.get_by_text("between us")).to_have_count(0)
    assert theirs.request.get(report).status == 404
    ben.page.goto(f"{offline.url}/learn/")
    expect(ben.page.get_by_text("None yet.")).to_be_visible()
    theirs.close()


def test_a_phone_shows_it_without_sideways_scrolling(offline: Server, visit: Visit) -> None:
    ada = visit(offline)
    ada.page.set_viewport_size({"width": 390, "height": 700})
    ada.begin()
    for words in ("Good morning.", "How long has this been going on?", "x" * 300):
        ada.say(words)
    assert ada.page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(ada.page.get_by_role("button", name="Send")).to_be_in_viewport()
    expect(ada.turns.last).to_be_in_viewport()


def test_the_educators_library_is_a_page_of_its_own(offline: Server, visit: Visit) -> None:
    ada = visit(offline)
    ada.page.goto(f"{offline.url}/educate/")
    expect(ada.page.get_by_role("heading", name="Library")).to_be_visible()
    expect(ada.page.get_by_role("heading", name="How emotion was met")).to_be_visible()
