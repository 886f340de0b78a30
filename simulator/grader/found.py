"""From a language model's answers to codes: every quote placed in its turn, or the label dropped and
counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from simulator.codes import Cue, Emotion, Evidence, Expression, Move, Rating, Strength, Valence, When
from simulator.grader.answers import NO_OCCASION, FoundExpression, FoundRating, FoundTurn
from simulator.grader.reading import Place
from simulator.grader.tables import COUNTS_AGAINST
from simulator.rubric.evidence import keep
from simulator.rubric.model import Rubric
from simulator.rubric.scorecard import NO_OPPORTUNITY
from simulator.transcript import Side, Transcript

OUTSIDE = "turn_outside_window"
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
        return list(self._names.values())

    def thread(self, words: str) -> str:
        """The thread of a concern, a new one where it was not named before."""
        name = " ".join(words.split())
        thread = self._threads.setdefault(name.casefold(), f"t{len(self._threads) + 1}")
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
    """
    unplaced = Evidence(turn=turn, start=-1, end=-1, quote=quote)
    if not 1 <= turn <= len(transcript.turns) or not quote:
        return unplaced
    spoken = transcript.turn(turn)
    for where, text in (("text", spoken.text), ("seen", spoken.seen or "")):
        if quote in text:
            return unplaced.model_copy(update={"where": where})
        start = text.translate(_SAME).find(quote.translate(_SAME))
        if start >= 0:
            words = text[start : start + len(quote)]
            return Evidence(turn=turn, start=start, end=start + len(quote), quote=words, where=where)
    return unplaced


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
            why=(one.reason,),
        )
        for kept in keep([expression], transcript, Side.PATIENT, dropped):
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
    for turn in found:
        if not first <= turn.turn <= last:
            dropped[OUTSIDE] += len(turn.moves)
            continue
        for one in turn.moves:
            place = placed(turn.turn, one.quote, transcript)
            move = Move(**place.model_dump(), kind=one.kind, why=(one.reason,))
            for kept in keep([move], transcript, Side.LEARNER, dropped):
                if one.kind in COUNTS_AGAINST:
                    kept = _against(kept, one.signs, transcript)
                out.append(kept)
                for identity in one.about:
                    moment = moments.get(identity)
                    if moment is not None and moment < kept.turn:
                        near.setdefault(moment, set()).add((kept.turn, kept.start, kept.end))
    return out, near


def _against(move: Move, signs: list[str], transcript: Transcript) -> Move:
    """A code against the learner with its signs; it stands as negative only where two separate ones bear
    it.
    """
    marks = keep((placed(move.turn, sign, transcript) for sign in signs), transcript, Side.LEARNER, Counter())
    apart: list[Evidence] = []
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        if not apart or mark.start >= apart[-1].end:
            apart.append(mark)
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

    An unwanted item's level above the second anchor needs quotes from two places, else it goes under review.
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
        evidence = tuple(dict.fromkeys(keep(places, transcript, None, dropped)))
        if item.unwanted and list(item.anchors).index(one.level) >= 2 and len(evidence) < SIGNS:
            review[one.item] = FEW_QUOTES
        out.append(
            Rating(item=one.item, level=one.level, reason=one.reason, evidence=evidence, n=basis.get(one.item, 0))
        )
    return out, unscored, review
