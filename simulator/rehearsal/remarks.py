"""What an educator should look at: what nobody was told, and where it made no difference how the patient was met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from simulator.persona import Persona
from simulator.rehearsal.counted import Rehearsed, of_kind

NOT_UNDERSTOOD = 1 / 3
"""From this share of a learner's turns on, not being understood is remarked on."""
NAMED = 12
"""Up to this many untold facts of a kind are named in a remark; the list of all stands elsewhere."""
GOOD = ("warm", "plain-kind")
OTHERS = ("formulaic", "over-namer", "reassurer", "prier", "cold")
"""Styles that should not be told more of what is personal, nor trusted more, than those that meet the patient."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to look at. None of them is an error: some are as the author wants them."""

    kind: str
    """A stable word for programs."""
    text: str
    ids: tuple[str, ...] = ()
    """Facts, hints, threads, questions or learners it is about."""


def remarks(persona: Persona, all_of_them: Sequence[Rehearsed]) -> list[Remark]:
    """Everything worth a look, the weightiest first. What was not played to its end is left out."""
    played = [one for one in all_of_them if one.whole]
    if not played:
        return []
    return [
        *_held(persona, played),
        *_safety(persona, played),
        *_styles(persona, played),
        *_untold(persona, played),
        *_threads(persona, played),
        *_turns(played),
    ]


def _told(played: Iterable[Rehearsed]) -> set[str]:
    return {fact for one in played for fact in one.encounter.told}


def _s(several: Sequence[str], named: str = "named") -> str:
    return "s" if len(several) > 1 or not named else ""


def _list(ids: Iterable[str]) -> str:
    return ", ".join(ids)


def _held(persona: Persona, played: Sequence[Rehearsed]) -> Iterator[Remark]:
    for fact in (fact for fact in of_kind(persona, "held") if fact in _told(played)):
        who = _list(dict.fromkeys(one.learner for one in played if fact in one.encounter.told))
        yield Remark(kind="held_told", text=f"The held fact {fact} was told (to {who}).", ids=(fact,))


def _safety(persona: Persona, played: Sequence[Rehearsed]) -> Iterator[Remark]:
    answer = persona.safety.answer
    without: list[str] = []
    for learner, own in _by_learner(played).items():
        missed = sum(answer not in one.encounter.told for one in own)
        if missed:
            without.append(learner if missed == len(own) else f"{learner} ({missed} of {len(own)} times)")
    if without:
        text = f"The safety answer ({answer}) was not told to {_list(without)}. Read how they asked."
        yield Remark(kind="safety_untold", text=text, ids=(answer,))


def _by_learner(played: Sequence[Rehearsed]) -> dict[str, list[Rehearsed]]:
    found: dict[str, list[Rehearsed]] = {}
    for one in played:
        found.setdefault(one.learner, []).append(one)
    return found


def _styles(persona: Persona, played: Sequence[Rehearsed]) -> Iterator[Remark]:
    """Where it made no difference how the patient was met. A model's learners are compared among themselves."""
    by_learner = _by_learner(played)
    for prefix in ("", "model-"):
        of_style = {
            style: by_learner[f"{prefix}{style}"] for style in (*GOOD, *OTHERS) if f"{prefix}{style}" in by_learner
        }
        cold = of_style.get("cold", [])
        for fact in (fact for fact in of_kind(persona, "personal") if fact in _told(cold)):
            yield Remark(kind="cold_told", text=f"{prefix}cold was told the personal fact {fact}.", ids=(fact,))
        for good in (style for style in GOOD if style in of_style):
            yield from _compared(prefix, good, of_style)
        for one in of_style.get("warm", []):
            if one.encounter.last.trust <= one.encounter.begins.trust:
                text = f"{one.learner} ended with no more trust than it began with (encounter {one.encounter.number})."
                yield Remark(kind="warm_not_trusted", text=text, ids=(one.learner,))


def _compared(prefix: str, good: str, of_style: dict[str, list[Rehearsed]]) -> Iterator[Remark]:
    told, trusted = _personal(of_style[good]), _trust(of_style[good])
    others = [style for style in OTHERS if style in of_style]
    more = [
        f"{prefix}{style} ({_personal(of_style[style]):g})" for style in others if _personal(of_style[style]) >= told
    ]
    if more:
        text = f"{prefix}{good} was told no more of what is personal ({told:g} facts) than {_list(more)}."
        yield Remark(kind="told_no_more", text=text, ids=tuple(name.split()[0] for name in more))
    more = [
        f"{prefix}{style} ({_trust(of_style[style]):.2f})" for style in others if _trust(of_style[style]) >= trusted
    ]
    if more:
        text = f"{prefix}{good} was trusted no more at the end ({trusted:.2f}) than {_list(more)}."
        yield Remark(kind="trusted_no_more", text=text, ids=tuple(name.split()[0] for name in more))


def _personal(of_style: Sequence[Rehearsed]) -> float:
    """Personal facts told, on average."""
    return round(sum(one.told["personal"] for one in of_style) / len(of_style), 1)


def _trust(of_style: Sequence[Rehearsed]) -> float:
    """Trust at the end, on average."""
    return round(sum(one.encounter.last.trust for one in of_style) / len(of_style), 2)


def _untold(persona: Persona, played: Sequence[Rehearsed]) -> Iterator[Remark]:
    told = _told(played)
    for kind in ("personal", "safety", "clinical"):
        facts = of_kind(persona, kind)
        missing = [fact for fact in facts if fact not in told]
        which = f"{len(missing)} of the {len(facts)}" if len(missing) > NAMED else "the"
        names = "" if len(missing) > NAMED else f" {_list(missing)}"
        if missing:
            text = f"No learner got {which} {kind} fact{_s(missing, names)}{names}."
            yield Remark(kind=f"{kind}_untold", text=text, ids=tuple(missing))


def _threads(persona: Persona, played: Sequence[Rehearsed]) -> Iterator[Remark]:
    for thread in persona.threads:
        stands = {step.threads[thread.id] for one in played for step in one.encounter.all_steps}
        if stands == {"resting"}:
            text = f"The thread {thread.id} was never raised."
            yield Remark(kind="thread_not_raised", text=text, ids=(thread.id,))
        elif stands.isdisjoint({"met", "met_later"}):
            yield Remark(kind="thread_not_met", text=f"No learner met the thread {thread.id}.", ids=(thread.id,))
    shown = {hint for one in played for hint in one.encounter.shown}
    hidden = [hint.id for thread in persona.threads for hint in thread.hints if hint.id not in shown]
    if hidden:
        were = "were" if len(hidden) > 1 else "was"
        text = f"The hint{_s(hidden)} {_list(hidden)} {were} never shown."
        yield Remark(kind="hint_not_shown", text=text, ids=tuple(hidden))
    put = {step.put for one in played for step in one.encounter.steps}
    silent = [ask.id for ask in persona.asks if ask.id not in put]
    if silent:
        text = f"The patient never put its question{_s(silent)} {_list(silent)}."
        yield Remark(kind="question_not_put", text=text, ids=tuple(silent))


def _turns(played: Sequence[Rehearsed]) -> Iterator[Remark]:
    for learner, own in _by_learner(played).items():
        turns, missed = (sum(n) for n in zip(*((len(o.encounter.steps), o.not_understood) for o in own), strict=True))
        if turns and missed / turns >= NOT_UNDERSTOOD:
            text = f"The patient made nothing of {missed} of {turns} turns of {learner}."
            yield Remark(kind="not_understood", text=text, ids=(learner,))
        flagged = sum(one.flagged for one in own)
        if flagged:
            text = f"{flagged} of the patient's replies to {learner} were stopped by the guard or cut short."
            yield Remark(kind="flagged", text=text, ids=(learner,))
