"""The page with a language model's voice: growing replies, reloads in their middle, a provider that fails."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from .conftest import LOOK_MS, Server, Visitor

Visit = Callable[..., Visitor]
SENTENCE = "I keep thinking it'll settle by itself."


def test_a_reply_grows_and_a_reload_in_its_middle_goes_on_with_it(
    with_model: Callable[[str], Server], visit: Visit
) -> None:
    ada = visit(with_model("talk:200,60,90"))
    ada.begin()
    expect(ada.page.locator(".voice")).to_have_text("Voice: LLM: openai:talk:200,60,90")
    ada.box.fill("What brings you in?")
    ada.box.press("Enter")
    expect(ada.turns).to_have_count(2)  # the learner's words stand before the reply begins
    expect(ada.box).to_have_value("")
    expect(ada.box).to_have_attribute("aria-disabled", "true")
    spoken = ada.growing.locator(".verbatim")
    expect(spoken).not_to_be_empty(timeout=LOOK_MS)
    expect(ada.growing).to_have_attribute("aria-hidden", "true")
    part = spoken.inner_text()

    ada.page.reload()
    expect(ada.turns).to_have_count(2)
    expect(ada.growing).to_be_visible()
    expect(ada.turns).to_have_count(3, timeout=LOOK_MS)
    whole = ada.turns.last.inner_text()
    assert part in whole and len(whole) > len(part)
    expect(ada.growing).to_be_hidden()
    ada.ready()


def test_a_failing_provider_is_a_notice_and_never_patient_speech(
    with_model: Callable[[str], Server], visit: Visit
) -> None:
    ada = visit(with_model("e500x3"))  # the client tries three times by itself
    ada.begin()
    ada.box.fill("What brings you in?")
    ada.box.press("Enter")
    expect(ada.notice).to_be_visible(timeout=LOOK_MS)
    expect(ada.turns).to_have_count(2)  # the words stay, and nothing was invented
    expect(ada.turns.last).to_contain_text("What brings you in?")
    ada.page.get_by_role("button", name="Try again").click()
    expect(ada.turns).to_have_count(3, timeout=LOOK_MS)
    expect(ada.turns.last).to_contain_text(SENTENCE)
    expect(ada.notice).to_be_hidden()
    ada.ready()
