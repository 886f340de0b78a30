"""The drawn patient in a real browser: it follows the bearing, can be switched off, and never crowds out the talk."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from .conftest import Server, Visitor

Visit = Callable[..., Visitor]
KIND = (
    "Thank you for coming in although you didn't want to. We needn't go into anything today that you'd rather leave.",
    "Take your time. You decide what we talk about.",
    "I'll tell you what happens next: ten minutes now, a blood test if you agree, and nothing behind your back.",
    "You've worked with your hands for forty years. That takes some stubbornness.",
    "That's fine, we can leave it there. I respect that.",
)
LOADED = "image => image.complete && image.naturalWidth > 0"


def test_the_portrait_follows_the_mood_and_its_words_follow_it(offline: Server, visit: Visit) -> None:
    ada = visit(offline)
    ada.begin()
    image = ada.page.locator(".beside [data-portrait]")
    expect(image).to_be_visible()
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate(LOADED)
    first, alt = image.get_attribute("src"), image.get_attribute("alt")
    assert alt is not None and alt.startswith("Drawing of Tom Reeve: sits back")
    seen = {(first, alt)}
    for words in KIND:
        ada.say(words)
        seen.add((image.get_attribute("src"), image.get_attribute("alt")))
        assert image.evaluate("image => image.closest('[aria-live], [role=log], [role=status]')") is None
    assert len({src for src, _ in seen}) > 1 and len({words for _, words in seen}) > 1
    expect(image).not_to_have_attribute("alt", alt)
    shown = image.get_attribute("src")
    ada.page.reload()
    expect(image).to_have_attribute("src", shown or "")


def test_the_face_changes_when_the_reply_begins_not_while_it_is_awaited(offline: Server, visit: Visit) -> None:
    ada = visit(offline)
    ada.begin()
    image = ada.page.locator(".beside [data-portrait]")
    before = image.get_attribute("src")
    heard = "live => attune.talk.heard({ portrait: { src: '/static/mark.svg', alt: 'other' }, live })"
    ada.page.evaluate(heard, {"text": "", "seen": None})
    expect(image).to_have_attribute("src", before or "")
    ada.page.evaluate(heard, {"text": "Well.", "seen": None})
    expect(image).to_have_attribute("src", "/static/mark.svg")
    expect(image).to_have_attribute("alt", "other")


def test_switched_off_it_stays_off_over_a_reload_and_comes_back(offline: Server, visit: Visit) -> None:
    ada = visit(offline)
    ada.begin()
    images = ada.page.locator("img[src*='/portraits/']:visible")
    expect(images).to_have_count(1)
    ada.page.get_by_role("button", name="Door note").click()
    switch = ada.page.locator("dialog").get_by_label("Show drawings of the patients")
    expect(switch).to_be_checked()
    switch.uncheck()
    expect(images).to_have_count(0)
    ada.page.reload()
    expect(ada.turns).to_have_count(1)
    expect(images).to_have_count(0)
    ada.say("Good morning.")  # the line in italics still says what can be seen
    ada.page.goto(f"{offline.url}/learn/")
    expect(ada.page.get_by_role("link", name="Tom Reeve").first).to_be_visible()
    expect(images).to_have_count(0)
    switch = ada.page.get_by_label("Show drawings of the patients")
    expect(switch).not_to_be_checked()
    switch.check()
    expect(images).to_have_count(ada.page.locator(".cards .card").count())


def test_on_a_phone_it_is_small_and_the_notes_are_a_button_away(offline: Server, visit: Visit) -> None:
    ada = visit(offline)
    ada.page.set_viewport_size({"width": 390, "height": 700})
    ada.begin()
    image = ada.page.locator(".portrait.head")
    expect(image).to_be_in_viewport()
    top = ada.page.locator(".talk-top").bounding_box()
    assert top is not None and top["height"] < 700 * 0.15
    ada.page.get_by_role("button", name="Door note").click()
    dialog = ada.page.locator("#door-dialog")
    expect(dialog.get_by_text("Tom Reeve, 56, joiner")).to_be_visible()
    expect(dialog.get_by_role("heading", name="Chart")).to_be_attached()
    expect(dialog.get_by_role("button", name="Back")).to_be_in_viewport()
    assert ada.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_chart_stands_beside_the_conversation(offline: Server, visit: Visit) -> None:
    ada = visit(offline)
    ada.begin()
    chart = ada.page.locator(".beside details")
    chart.locator("summary").click()
    expect(chart.locator("dt").first).to_be_visible()
    expect(ada.box).to_be_in_viewport()
