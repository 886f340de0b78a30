"""From transcript, codings and scorecards to the report. Pure: equal input, equal report."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from simulator.codes import Coding
from simulator.report import moments as by_moment
from simulator.report.instruments import coder_line, counts_untrusted, rubric_view, thread_counts
from simulator.report.said import Speakers, teller
from simulator.report.trust import Trust, shipped
from simulator.report.view import Report, SafetyCard
from simulator.report.words import say, say_or, turns
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import Scorecard
from simulator.transcript import Transcript

Graded = tuple[Rubric | None, Coding, Scorecard | None]
"""One reading: the instrument, all labels, what they came to. Without a scorecard the labels alone show."""


def build(
    *,
    transcript: Transcript | None,
    persona_name: str,
    voice_label: str,
    graded: Sequence[Graded] = (),
    safety: SafetyCard | None = None,
    shown: Mapping[int, object] | Collection[int] = (),
    begun: datetime | None = None,
    persona_version: str = "",
    pending: Sequence[str] = (),
    closing_words: str | None = None,
    encounter: str = "",
    own: bool = True,
    trust: Trust | None = None,
) -> Report:
    """The report of one encounter.

    `graded`: readings, the one to go through moment by moment first. `shown`: patient turns in which the case
    let an emotion show (the answer key). `pending`: readings asked for that are not there, each a sentence.
    `own`: the reader is the learner. `trust`: how far coders were measured to treat ways of speaking alike, by
    default what ships. A transcript that is None leaves the quotes.
    """
    trust = trust or shipped()
    codings = [coding for _, coding, _ in graded]
    cards = [card for _, _, card in graded if card is not None]
    main = next((c for c in codings if c.moments or c.moves), codings[0] if codings else None)
    speakers = Speakers(persona_name, say("you") if own else say("learner"))
    tell = teller(transcript, speakers, by_moment.marks(main) if main else ())
    moments = by_moment.moments(main, transcript, tell, tuple(shown)) if main else ()
    concerns = by_moment.concerns(main) if main else ()
    return Report(
        encounter=encounter or (transcript.id if transcript else main.transcript.id if main else ""),
        title=say("title" if own else "title_plain", name=persona_name),
        patient=persona_name,
        persona_version=persona_version,
        begun=begun,
        voice=say("voice_line", voice=voice_label) if voice_label else "",
        coders=tuple(dict.fromkeys(coder_line(coding.coder) for coding in codings)),
        language=transcript.language if transcript else main.language if main else "en",
        counts=thread_counts(cards, concerns),
        counts_untrusted=counts_untrusted(cards, trust),
        moments=moments,
        concerns=concerns,
        rubrics=tuple(rubric_view(rubric, coding, card, trust) for rubric, coding, card in graded if card is not None),
        safety=_safety(safety, codings),
        unread=_unread(codings),
        transcript=tuple(tell(n, turn.side) for n, turn in enumerate(transcript.turns, 1)) if transcript else (),
        unmarked=tuple(sorted(set(shown) - {m.turn for m in moments})) if main and not _unread(codings) else (),
        pending=tuple(pending),
        dropped=_dropped(codings),
        closing_words=closing_words,
        has_transcript=transcript is not None,
    )


def _unread(codings: Sequence[Coding]) -> str | None:
    """Why no coder could read the conversation; None where one could, or none was asked."""
    reasons = [coding.unscored.get("*") for coding in codings]
    return reasons[0] if reasons and None not in reasons else None


def _safety(card: SafetyCard | None, codings: Sequence[Coding]) -> SafetyCard | None:
    """Where nothing was read, nobody knows whether safety was asked about; "not asked" would be a false claim."""
    if card is None or card.asked or _unread(codings) is None:
        return card
    return card.model_copy(update={"statement": say("safety_unknown")})


def _dropped(codings: Sequence[Coding]) -> tuple[str, ...]:
    """What each distinct coding left out. The same coding handed in for two rubrics is counted once."""
    seen: list[Coding] = []
    for coding in codings:
        if coding not in seen:
            seen.append(coding)
    totals: dict[str, int] = {}
    for coding in seen:
        for reason, n in coding.dropped.items():
            totals[reason] = totals.get(reason, 0) + n
    return tuple(
        say("dropped", n=n, reason=say_or(f"dropped_why.{reason}", reason)) for reason, n in totals.items() if n
    )


def unmarked_sentence(report: Report) -> str:
    """What the case showed and the coder did not mark, said as the coder's limit."""
    return say("unmarked", turns=turns(report.unmarked)) if report.unmarked else ""
