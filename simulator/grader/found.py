"""From a language model's answers to codes: every quote placed in its turn, or the label dropped and
counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from simulator.codes import Cue, Emotion, Evidence, Expression, Move, Rating, Strength, Valence, When
from simulator.grader.addressed import MEANT_FOR_CODER, rests_on_it
from simulator.grader.answers import NO_OCCASION, FoundExpression, FoundRating, FoundTurn
from simulator.grader.reading import Place
from simulator.grader.tables import COUNTS_AGAINST
from simulator.rubric.evidence import DUPLICATE, MOMENT_UNKNOWN, keep
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import NO_OPPORTUNITY
from simulator.transcript import Side, Transcript

E = TypeVar("E", bound=Evidence)

OUTSIDE = "turn_outside_window"
LONGEST = 400
"""Characters of a model's remark that are kept."""
LONGEST_NAME = 80
"""Characters of a concern's name: it is shown to the model again."""

SIGNS = 2
"""Independent signs a code against a learner needs from one coder alone."""

FEW_QUOTES = "a level against the learner rests on a single quote"

PLEASANT = frozenset({Emotion.RELIEF, Emotion.JOY, Emotion.PRIDE, Emotion.GRATITUDE, Emotion.HOPE, Emotion.LOVE})


class Concerns:
    """Concerns by the words the model first gave them; the same words in other letters are the same
    concern.
    """

    def __init__(self) -> None:
        self._threads: dict[str, str] = {}
        self._names: dict[str, str] = {}

    @property
    def names(self) -> list[str]:
        """As first worded, in order."""
        return [name for name in self._names.values() if name]

    def thread(self, words: str) -> str:
        """The thread of a concern, a new one where it was not named before."""
        name = " ".join(words.split())[:LONGEST_NAME]
        fresh = f"t{len(self._threads) + 1}"
        # What has no name is nobody else's concern.
        thread = self._threads.setdefault(name.casefold() or f" {fresh}", fresh)
        self._names.setdefault(thread, name)
        return thread

    def name(self, thread: str) -> str:
        """What a thread is about."""
        return self._names[thread]

    def renumber(self, fresh: Mapping[str, str]) -> None:
        """Other names for the threads."""
        self._threads = {words: fresh[thread] for words, thread in self._threads.items()}
        self._names = {fresh[thread]: name for thread, name in self._names.items()}


_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


def placed(turn: int, quote: str, transcript: Transcript) -> Evidence:
    """Evidence with its offsets not yet known.

    Models write straight quotes for typographic ones. Where the words stand in the turn but for that, the
    turn's own characters are taken; every replacement is one character for one, so that places stay places.
    Mere punctuation of a turn that has words is no quote.
    """
    unplaced = Evidence(turn=turn, start=-1, end=-1, quote=quote)
    if not 1 <= turn <= len(transcript.turns) or not quote:
        return unplaced
    spoken = transcript.turn(turn)
    if not _wordy(quote) and _wordy(f"{spoken.text}{spoken.seen or ''}"):
        return unplaced.model_copy(update={"quote": ""})
    for where, text in (("text", spoken.text), ("seen", spoken.seen or "")):
        if quote in text:
            return unplaced.model_copy(update={"where": where})
        start = text.translate(_SAME).find(quote.translate(_SAME))
        if start >= 0:
            words = text[start : start + len(quote)]
            return Evidence(turn=turn, start=start, end=start + len(quote), quote=words, where=where)
    return unplaced


def _wordy(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _sound(
    places: Iterable[E],
    transcript: Transcript,
    side: Side | None,
    dropped: Counter[str],
    label: object = None,
    seen: set[object] | None = None,
) -> list[E]:
    """Those whose quote holds, is said to the other person, and is not already `seen` with the same label; the others
    are counted.
    """
    out = []
    seen = set() if seen is None else seen
    for one in keep(places, transcript, side, dropped):
        key = (one.turn, one.where, one.start, one.end, label)
        if rests_on_it(one, transcript):
            dropped[MEANT_FOR_CODER] += 1
        elif key in seen:
            dropped[DUPLICATE] += 1
        else:
            seen.add(key)
            out.append(one)
    return out


def _apart(marks: Iterable[E]) -> list[E]:
    """In order, without those that overlap one before them."""
    out: list[E] = []
    for mark in sorted(marks, key=lambda m: (m.turn, m.where, m.start, m.end)):
        last = out[-1] if out else None
        if last is None or (mark.turn, mark.where) != (last.turn, last.where) or mark.start >= last.end:
            out.append(mark)
    return out


def expressions(
    found: Iterable[FoundExpression],
    transcript: Transcript,
    first: int,
    last: int,
    concerns: Concerns,
    dropped: Counter[str],
) -> list[Expression]:
    """Verified expressions of turns `first` to `last`. `concerns` grows with new ones."""
    out: list[Expression] = []
    seen: set[object] = set()
    for one in found:
        if not first <= one.turn <= last:
            dropped[OUTSIDE] += 1
            continue
        place = placed(one.turn, one.quote, transcript)
        expression = Expression(
            **place.model_dump(),
            id="",
            strength=one.strength,
            valence=Valence.PLEASANT if one.emotion in PLEASANT else Valence.UNPLEASANT,
            emotion=one.emotion,
            whose=one.whose,
            time=one.time,
            cue=_cue(one),
            progress=one.progress,
            challenge=one.challenge,
            praise=one.praise,
            elicited_by=one.elicited_by,
            why=(one.reason[:LONGEST],),
        )
        label = one.emotion, one.whose
        for kept in _sound([expression], transcript, Side.PATIENT, dropped, label, seen):
            out.append(kept.model_copy(update={"thread": concerns.thread(one.concern)}))
    return out


def _cue(one: FoundExpression) -> Cue | None:
    """Only what is unpleasant, and hinted or of no present time, has a kind of cue."""
    plain = one.strength is Strength.STATED and one.time is When.NOW
    return None if plain or one.strength is Strength.IMPLIED or one.emotion in PLEASANT else one.cue


def moves(
    found: Iterable[FoundTurn],
    transcript: Transcript,
    first: int,
    last: int,
    moments: Mapping[str, int],
    dropped: Counter[str],
) -> tuple[list[Move], dict[int, set[Place]]]:
    """Verified moves of turns `first` to `last`, and which of them are about which moment's turn. `moments`:
    id → turn.
    """
    out: list[Move] = []
    near: dict[int, set[Place]] = {}
    seen: set[object] = set()
    for turn in found:
        if not first <= turn.turn <= last:
            dropped[OUTSIDE] += len(turn.moves)
            continue
        for one in turn.moves:
            place = placed(turn.turn, one.quote, transcript)
            move = Move(**place.model_dump(), kind=one.kind, why=(one.reason[:LONGEST],))
            for kept in _sound([move], transcript, Side.LEARNER, dropped, one.kind, seen):
                if one.kind in COUNTS_AGAINST:
                    kept = _against(kept, one.signs, transcript, dropped)
                out.append(kept)
                for identity in one.about:
                    moment = moments.get(identity)
                    if moment is None or moment >= kept.turn:
                        dropped[MOMENT_UNKNOWN] += 1
                    else:
                        near.setdefault(moment, set()).add((kept.turn, kept.start, kept.end))
    return out, near


def _against(move: Move, signs: list[str], transcript: Transcript, dropped: Counter[str]) -> Move:
    """A code against the learner with its signs; it stands as negative only where two separate ones bear
    it.
    """
    marks = (placed(move.turn, sign, transcript) for sign in signs)
    apart = _apart(_sound(marks, transcript, Side.LEARNER, dropped))
    words = tuple(mark.quote for mark in apart)
    return move.model_copy(update={"negative": len(apart) >= SIGNS, "why": words or move.why})


def ratings(
    found: Iterable[FoundRating],
    transcript: Transcript,
    rubric: Rubric,
    basis: Mapping[str, int],
    dropped: Counter[str],
) -> tuple[list[Rating], dict[str, str], dict[str, str]]:
    """Ratings with verified quotes; what is unscored; and what a person should look at.

    What an unwanted item rests on must be the learner's words, and above its second anchor words of two places,
    else it goes under review.
    """
    out: list[Rating] = []
    unscored: dict[str, str] = {}
    review: dict[str, str] = {}
    for one in found:
        item = rubric.item(one.item)
        if item is None:
            continue
        if one.level == NO_OCCASION:
            unscored[one.item] = NO_OPPORTUNITY
            continue
        places = (placed(quote.turn, quote.quote, transcript) for quote in one.quotes)
        evidence = tuple(_sound(places, transcript, Side.LEARNER if item.unwanted else None, dropped))
        if item.unwanted and list(item.anchors).index(one.level) >= 2 and len(_apart(evidence)) < SIGNS:
            review[one.item] = FEW_QUOTES
        reason = one.reason[:LONGEST]
        out.append(Rating(item=one.item, level=one.level, reason=reason, evidence=evidence, n=basis.get(one.item, 0)))
    return out, unscored, review
