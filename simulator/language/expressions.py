"""A patient's turn: the emotional expressions it shows, with their facets.

The unit and the facets follow VR-CoDES (Zimmermann 2011, 10.1016/j.pec.2010.03.008): a *stated* unpleasant emotion
is a concern, a *hinted* one a cue with its kind. Two things are ours: pleasant emotions are kept as well, and a
serious event told only because a question of fact called for it is *implied*. A bodily complaint alone is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from simulator.codes import Cue, ElicitedBy, Emotion, Expression, Strength, Valence, When, Whose
from simulator.language.asking import asks_about_feelings, asks_fact
from simulator.language.calling import calls
from simulator.language.lexicon import HintRule, Lexicon
from simulator.language.owner import owned_feelings
from simulator.language.patterns import Line
from simulator.language.shapes import valence
from simulator.language.showing import UNLIKELY, chance_of_showing, hinted
from simulator.language.text import Word
from simulator.transcript import Act, Turn

_MOST_IN_A_SENTENCE = 2
_LONGEST_QUOTE = 180
_STAGE = re.compile(r"\*([^*\n]{3,80})\*|\(([^()\n]{3,80})\)|\[([^\[\]\n]{3,80})\]|_([^_\n]{3,80})_")
_RANK = {Strength.STATED: 0, Strength.HINTED: 1, Strength.IMPLIED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An expression before it has its number: where it stands, and its facets."""

    start: int
    end: int
    strength: Strength
    emotion: Emotion
    whose: Whose = Whose.PATIENT
    time: When = When.NOW
    cue: Cue | None = None
    flags: frozenset[str] = frozenset()
    why: str = ""
    where: str = "text"


def expressions(turn: Turn, number: int, before: Turn | None, lex: Lexicon) -> tuple[Expression, ...]:
    """The expressions of a patient's turn in order of place; () for a turn that was cut or guarded."""
    if turn.flag is not None:
        return ()
    asked_fact = before is not None and asks_fact(before.text, lex)
    asked_feeling = before is not None and asks_about_feelings(before.text, lex)
    found = by_rules(turn.text, asked_fact, lex) + _looks(turn, lex)
    found = _weighed(found, turn, before) or _read(turn, before) or _called_for(turn.text, asked_fact)
    by = ElicitedBy.LEARNER if asked_feeling else ElicitedBy.PATIENT
    return tuple(_number(s, k, turn, number, by) for k, s in enumerate(found, 1))


def by_rules_alone(turn: Turn, lex: Lexicon) -> tuple[Expression, ...]:
    """What the written rules find, without the learned readings and whatever was asked; () as for `expressions`."""
    if turn.flag is not None:
        return ()
    found = by_rules(turn.text, False, lex) + _looks(turn, lex)
    return tuple(_number(s, k, turn, 1, ElicitedBy.PATIENT) for k, s in enumerate(found, 1))


def _looks(turn: Turn, lex: Lexicon) -> list[Shown]:
    return _once(_seen(turn.seen, lex, "seen", 0)) if turn.seen else []


def by_rules(text: str, asked_fact: bool, lex: Lexicon) -> list[Shown]:
    """What the words of a turn show by the written rules."""
    found: list[Shown] = []
    for line in lex.lines(text):
        found += _of_sentence(text, line, asked_fact, lex)
    found += _stage_directions(text, lex)
    return _settle(found)


def _weighed(found: list[Shown], turn: Turn, before: Turn | None) -> list[Shown]:
    """What the rules found, without hints that the turn as a whole makes most unlikely."""
    if not found or any(shown.strength is not Strength.HINTED for shown in found):
        return found
    strengths = [shown.strength for shown in found if shown.where == "text"]
    chance = chance_of_showing(turn.text, turn.seen or "", before.text if before else "", strengths)
    return found if chance >= UNLIKELY else []


def _read(turn: Turn, before: Turn | None) -> list[Shown]:
    """A hint that no rule finds, by the learned reading of words and looks together."""
    hint = hinted(turn.text, turn.seen or "", before.text if before else "")
    if hint is None:
        return []
    unpleasant = valence(hint.emotion) is Valence.UNPLEASANT
    cue = (Cue.NONVERBAL if hint.where == "seen" else Cue.HIDDEN) if unpleasant else None
    shown = Shown(
        start=hint.start,
        end=hint.end,
        strength=Strength.HINTED,
        emotion=hint.emotion,
        cue=cue,
        why=hint.why,
        where=hint.where,
    )
    return [shown]


def _called_for(text: str, asked_fact: bool) -> list[Shown]:
    """What the words call for though no rule finds anything: implied, and not further named."""
    called = calls(text, asked_fact=asked_fact)
    if called is None:
        return []
    start, end, why = called
    return [Shown(start=start, end=end, strength=Strength.IMPLIED, emotion=Emotion.DISTRESS, why=why)]


def _of_sentence(text: str, line: Line, asked_fact: bool, lex: Lexicon) -> list[Shown]:
    out: list[Shown] = []
    for feeling in owned_feelings(line, lex):
        start, end = _clause(text, line, feeling.start, feeling.end)
        past = feeling.time is When.PAST and feeling.whose is Whose.PATIENT
        unpleasant = valence(feeling.emotion) is Valence.UNPLEASANT
        out.append(
            Shown(
                start=start,
                end=end,
                strength=Strength.HINTED if past and unpleasant else Strength.STATED,
                emotion=feeling.emotion,
                whose=feeling.whose,
                time=feeling.time,
                cue=Cue.PAST if past and unpleasant else None,
                why=_words(line, feeling.hit_start, feeling.hit_end, text),
            )
        )
    for rule in lex.hints:
        if not rule.seen:
            shown = _by_rule(text, line, rule, asked_fact)
            if shown is not None:
                out.append(shown)
    return out


def _by_rule(text: str, line: Line, rule: HintRule, asked_fact: bool) -> Shown | None:
    found = line.any(rule.says)
    if found is None or line.any(rule.unless) is not None:
        return None
    start, end = _clause(text, line, found.start, found.end)
    shown = Shown(
        start=start,
        end=end,
        strength=rule.strength,
        emotion=rule.emotion,
        whose=rule.whose,
        time=rule.time,
        cue=rule.cue if valence(rule.emotion) is Valence.UNPLEASANT else None,
        flags=rule.flags,
        why=_words(line, found.start, found.end, text),
    )
    if rule.where == "stands_out" and (asked_fact or ("ago" in line.has and "years" in line.has)):
        return replace(shown, strength=Strength.IMPLIED)
    return shown


def _stage_directions(text: str, lex: Lexicon) -> list[Shown]:
    """What a writer put in brackets or stars within the words: (sighs), *looks away*."""
    out: list[Shown] = []
    for match in _STAGE.finditer(text):
        group = next(n for n in range(1, 5) if match[n] is not None)
        out += _once(_seen(match[group], lex, "text", match.start(group)))
    return out


def _seen(text: str, lex: Lexicon, where: str, offset: int) -> list[Shown]:
    out: list[Shown] = []
    words = lex.reader.words(text)
    if not words:
        return out
    line = Line(words)
    for rule in lex.hints:
        if not rule.seen:
            continue
        found = line.any(rule.says)
        if found is None or line.any(rule.unless) is not None:
            continue
        start, end = words[found.start].start, words[found.end - 1].end
        out.append(
            Shown(
                start=start + offset,
                end=end + offset,
                strength=Strength.HINTED,
                emotion=rule.emotion,
                cue=rule.cue if valence(rule.emotion) is Valence.UNPLEASANT else None,
                why=text[start:end],
                where=where,
            )
        )
    return out


def _once(shown: list[Shown]) -> list[Shown]:
    """Of several things seen at once only the first unpleasant, else the first: one look is one cue."""
    unpleasant = [s for s in shown if valence(s.emotion) is Valence.UNPLEASANT]
    return (unpleasant or shown)[:1]


def _settle(found: Iterable[Shown]) -> list[Shown]:
    """Drop what says the same thing twice: plainer wording wins, then what stands first."""
    kept: list[Shown] = []
    for shown in sorted(found, key=lambda s: (_RANK[s.strength], s.start, s.end, s.emotion.value)):
        same_place = [k for k in kept if k.start < shown.end and shown.start < k.end]
        if any(k.emotion is shown.emotion or valence(k.emotion) is valence(shown.emotion) for k in same_place):
            continue
        if len(same_place) >= _MOST_IN_A_SENTENCE:
            continue
        if any(k.emotion is shown.emotion and k.whose is shown.whose and _near(k, shown) for k in kept):
            continue
        kept.append(shown)
    return sorted(kept, key=lambda s: (s.start, s.end))


def _near(one: Shown, other: Shown) -> bool:
    return abs(one.start - other.start) < 120


def _clause(text: str, line: Line, first: int, last: int) -> tuple[int, int]:
    """The stretch between the punctuation around word positions `first` to `last` (one past), as characters."""
    words = line.words
    while first > 0 and not words[first].after_break and words[last - 1].end - words[first - 1].start < _LONGEST_QUOTE:
        first -= 1
    while last < len(words) and not words[last].after_break and words[last].end - words[first].start < _LONGEST_QUOTE:
        last += 1
    return words[first].start, words[last - 1].end


def _words(line: Line, first: int, last: int, text: str) -> str:
    words: tuple[Word, ...] = tuple(line.words[first:last])
    return text[words[0].start : words[-1].end]


def _number(shown: Shown, k: int, turn: Turn, number: int, by: ElicitedBy) -> Expression:
    source = turn.text if shown.where == "text" else (turn.seen or "")
    return Expression(
        id=f"t{number}e{k}",
        turn=number,
        start=shown.start,
        end=shown.end,
        quote=source[shown.start : shown.end],
        where=shown.where,
        strength=shown.strength,
        valence=valence(shown.emotion),
        emotion=shown.emotion,
        whose=shown.whose,
        time=shown.time,
        cue=shown.cue,
        progress="progress" in shown.flags,
        challenge="challenge" in shown.flags,
        praise="praise" in shown.flags,
        elicited_by=by if turn.act is Act.SAY else ElicitedBy.PATIENT,
        why=(shown.why,) if shown.why else (),
    )
