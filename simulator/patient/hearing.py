"""What the patient hears in the learner's last turn, by the built-in language pack, whichever voice speaks."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from simulator.codes import MoveKind
from simulator.errors import BadLibrary
from simulator.language import Pack, pack
from simulator.patient import subjects
from simulator.patient.inner import Heard, HeardMove, HeardTopic, Inner, Ledger
from simulator.patient.kin import akin
from simulator.patient.likeness import likely, sensed
from simulator.patient.rules import EXPLORES, KIND, RULE, WEARS
from simulator.persona import FactKind, Mistake, Persona, Question, Result
from simulator.transcript import Act, Side, Transcript, Turn

TAIL = 6
"""Turns that hearing looks back on: what a turn answers stands just before it, and cost stays constant."""

ANSWER_WORDS = 4
"""Fewest words of a statement after the patient's question that counts as an answer or as information."""

_CODES = frozenset(kind.value for kind in MoveKind)
_FOLLOWING = frozenset({MoveKind.INVITES, MoveKind.BACK_CHANNEL, MoveKind.EXPLORES_FEELING})

ASKING = EXPLORES | {MoveKind.CLOSED_QUESTION, MoveKind.ASKS_SAFETY, MoveKind.ASKS_SAFETY_LEADING}

_TELLING = frozenset(
    {
        *(MoveKind.ADVISES, MoveKind.ADVISES_UNASKED, MoveKind.INFORMS, MoveKind.PLANS, MoveKind.SOLVES),
        *(
            MoveKind.SETS_LIMIT,
            MoveKind.ANSWERS,
            MoveKind.SIGNPOSTS,
            MoveKind.CLOSES,
            MoveKind.SELF_DISCLOSES,
        ),
    }
)
"""Statements that talk about a subject without asking for it."""

_NAMING = frozenset(
    {
        *(MoveKind.NAMES_FEELING, MoveKind.NAMES_FEELING_WRONGLY, MoveKind.EXPLORES_FEELING),
        *(MoveKind.VALIDATES, MoveKind.REFLECTS, MoveKind.SHOWS_CONCERN),
    }
)


_VOWEL = re.compile(r"[aeiouyàáâäåæèéêëìíîïòóôöøùúûü]", re.IGNORECASE)
_HEAP = re.compile(r"[^\W\d_aeiouyàáâäåæèéêëìíîïòóôöøùúûü]{5,}", re.IGNORECASE)


def intelligible(text: str) -> bool:
    """True when most of the words look like words: a vowel, and no heap of consonants; "mm" and "ok" pass."""
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return any(char.isdigit() or unicodedata.category(char) == "So" for char in text)  # a face is a nod
    good = sum(len(word) < 4 or (bool(_VOWEL.search(word)) and not _HEAP.search(word)) for word in words)
    return good / len(words) >= 0.7


def fingerprint(text: str) -> str:
    """A short stable name of some words: equal for equal words whatever their case and punctuation."""
    words = " ".join(re.findall(r"\w+", text.lower()))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def language(persona: Persona) -> Pack:
    """The pack for the persona's language. Raises BadLibrary where there is none: such a patient hears nothing."""
    words = pack(persona.language)
    if words is None:
        raise BadLibrary(f'no language pack for "{persona.language}".', where=persona.id, todo="English is there: en.")
    return words


def hear(persona: Persona, inner: Inner, transcript: Transcript) -> Heard:
    """What is heard in the last turn of `transcript`, which is the learner's; `inner` is the state before it.

    Looks at the last few turns only. Raises ValueError when the transcript does not end with the learner.
    """
    ledger = inner.ledger
    turn = transcript.turns[-1] if transcript.turns else None
    if turn is None or turn.side is not Side.LEARNER:
        raise ValueError("the transcript must end with the learner's turn")
    if turn.act is Act.QUIET or (turn.act is Act.SAY and not turn.text.strip()):
        return Heard(act=Act.QUIET, moves=(HeardMove(kind=MoveKind.QUIET, start=0, end=0),))
    number = len(transcript.turns)
    before = next((t for t in reversed(transcript.turns[-TAIL:-1]) if t.side is Side.PATIENT), None)
    ears = language(persona)
    if before is not None and ledger.declined is not None:
        before = replace(before, text=f"{before.text} {ears.asides['declined']}")
    heard = _words(persona, ears, turn, number, before)
    if not intelligible(turn.text):
        return Heard(act=turn.act, words=heard.words, unsure=True)
    answering = before is not None and _answering(persona, heard, ledger.put, "?" in before.text)
    long = [len(turn.text[move.start : move.end].split()) >= ANSWER_WORDS for move in heard.moves]
    meant = tuple(
        _as_meant(persona, inner, heard, move, answering=answering, full=full)
        for move, full in zip(heard.moves, long, strict=True)
    )
    heard = heard.model_copy(update={"moves": meant})
    if turn.act is Act.GESTURE:
        kind = HeardMove(kind=MoveKind.SHOWS_CONCERN, start=0, end=len(turn.text))
        return Heard(act=Act.GESTURE, moves=(*heard.moves, kind), named=heard.named)
    return heard.model_copy(update={"worn": _worn(turn.text, heard, ledger)})


def _words(persona: Persona, words: Pack, turn: Turn, number: int, before: Turn | None) -> Heard:
    text = turn.text
    moves = tuple(
        HeardMove(kind=move.kind, start=move.start, end=move.end, negative=move.negative)
        for move in words.heard(turn, number, before)
    )
    named = tuple(
        feeling.emotion
        for feeling in words.feelings(text)
        if not feeling.negated and _inside(feeling.start, moves, _NAMING)
    )
    spans = tuple((start, end) for start, end in words.sentences(text))
    asking = [span for span in spans if words.is_question(text[span[0] : span[1]]) or _asks(text, span, moves)]
    sense = sensed(persona.language, text, spans, asking)
    moves = (*moves, *(new for new in sense.moves if not any(_same(new, old) for old in moves)))
    # "Your readings were 168 over 94, which is higher than we'd like" gives a result and asks for nothing.
    asking = [
        (a, b) for a, b in asking if "?" in text[a:b] or not any(_gives(words, r, text[a:b]) for r in persona.results)
    ]
    asking += [span for span in spans if span not in asking and _item(words, text, span, moves)]
    facts, topics = _asked(persona, words, text, moves, spans, asking)
    told = " ; ".join(text[a:b] for a, b in spans if (a, b) not in asking)
    touched, spoken_of = (
        tuple(thread.id for thread in persona.threads if any(words.mentions(said, p) for p in thread.named_by))
        for said in (text, told)
    )
    repeat = bool(spans) and bool(words.asks_repeat(text[spans[-1][0] : spans[-1][1]]))
    settles = tuple(ask.id for ask in persona.asks if _settles(words, ask, text, moves, topics))
    inviting = [span for span in spans if span in asking or _inside_any(span, moves, _FOLLOWING)]
    known = {move.kind for move in moves} - {MoveKind.OTHER}
    return Heard(
        act=turn.act,
        moves=moves,
        topics=topics,
        named=tuple(dict.fromkeys(named)),
        facts=tuple(facts),
        facts_at=tuple(facts.values()),
        likely=tuple(
            one for a, b in spans if (a, b) in asking or (a, b) in sense.asking for one in likely(persona, text, a, b)
        ),
        touched=touched,
        spoken_of=spoken_of,
        settles=settles,
        mistakes=tuple(m.id for m in persona.mistakes if _makes(words, m, text, moves, spans)),
        given=tuple(r.id for r in persona.results if _gives(words, r, text)),
        yes_no=bool(asking) and all(_yes_no(words, text[a:b]) for a, b in asking),
        which=any(_which(words, text[a:b]) for a, b in asking),
        general=_general(words, text, moves, spans, asking),
        playful=sense.playful,
        too_much=sense.too_much,
        feelings=sum(not feeling.negated for feeling in words.feelings(text)),
        prints=tuple(dict.fromkeys(fingerprint(text[m.start : m.end]) for m in moves if m.kind in WEARS)),
        sentences=spans,
        questions=len(asking),
        words=len(text.split()),
        repeat=repeat,
        proposed=tuple(a for a, b in asking if _proposes(words, text[a:b])),
        follows=any(words.mentions(text[a:b], words.asides["follows"]) for a, b in inviting),
        reason=words.mentions(text, words.asides["reasons"]),
        unsure=not (known or topics or facts or touched or repeat),
    )


def _same(new: HeardMove, old: HeardMove) -> bool:
    """True when a move sensed by likeness was heard in the words already."""
    return new.kind is old.kind and new.start < old.end and old.start < new.end


def _general(
    words: Pack,
    text: str,
    moves: tuple[HeardMove, ...],
    spans: tuple[tuple[int, int], ...],
    asking: list[tuple[int, int]],
) -> tuple[MoveKind, ...]:
    """The kinds of kind moves of which all that is said could be said to anybody."""
    kinds: dict[MoveKind, bool] = {}
    for move in moves:
        if move.kind not in KIND:
            continue
        around = [span for span in spans if span not in asking and span[0] < move.end and move.start < span[1]]
        start, end = (around[0][0], around[-1][1]) if around else (move.start, move.end)
        kinds[move.kind] = kinds.get(move.kind, True) and words.general(text[start:end])
    return tuple(kind for kind, general in kinds.items() if general)


def _answering(persona: Persona, heard: Heard, put: str | None, asked: bool) -> bool:
    """True when what the turn tells can be an answer to what the patient asked."""
    question = next((ask for ask in persona.asks if ask.id == put), None)
    if question is not None and question.settled_by:
        return question.id in heard.settles
    return put is not None or asked


def _settles(
    words: Pack, ask: Question, text: str, moves: tuple[HeardMove, ...], topics: tuple[HeardTopic, ...]
) -> bool:
    """True when the turn answers this question of the patient's. A topic counts where it is told of, not asked."""
    found = {*(move.kind.value for move in moves), *(topic.id for topic in topics if not topic.asked)}
    return any(each in found or (each not in _CODES and words.mentions(text, each)) for each in ask.settled_by)


def _gives(words: Pack, result: Result, text: str) -> bool:
    return any(words.mentions(text, phrase) for phrase in result.given_by)


def _makes(
    words: Pack,
    mistake: Mistake,
    text: str,
    moves: tuple[HeardMove, ...],
    spans: tuple[tuple[int, int], ...],
) -> bool:
    """True when the turn makes this mistake: one of its moves without doubt, or one of its phrases."""
    sure = {move.kind.value for move in moves if move.negative or move.kind is MoveKind.JARGON}
    # "I'd rather not add a tablet" does not add one.
    said = " ; ".join(text[a:b] for a, b in spans if not words.mentions(text[a:b], words.asides["not"]))
    return any(each in sure or (each not in _CODES and words.mentions(said, each)) for each in mistake.on)


def _yes_no(words: Pack, question: str) -> bool:
    """True when the question is after a symptom or a habit, to be answered yes or no."""
    return words.mentions(question, words.asides["ever"]) and not _which(words, question)


def _proposes(words: Pack, question: str) -> bool:
    """True for a proposal put as a question; to ask leave to ask proposes nothing."""
    return words.mentions(question, words.asides["proposals"]) and not words.mentions(question, words.asides["leave"])


def _which(words: Pack, question: str) -> bool:
    return words.mentions(question, words.asides["which"])


def _as_meant(
    persona: Persona, inner: Inner, heard: Heard, move: HeardMove, *, answering: bool, full: bool
) -> HeardMove:
    """The move as this person takes it, who knows what they feel and whether there is anything to forgive."""
    kind = move.kind
    if kind in (MoveKind.NAMES_FEELING, MoveKind.NAMES_FEELING_WRONGLY) and heard.named:
        felt = {emotion for emotion, level in inner.affect.feelings.items() if level >= RULE.felt_from}
        felt |= {t.emotion for t in persona.threads if inner.threads[t.id].raised or t.id in heard.touched}
        apt = any(akin(named, emotion) for named in heard.named for emotion in felt)
        kind = MoveKind.NAMES_FEELING if apt else MoveKind.NAMES_FEELING_WRONGLY
    if kind in (MoveKind.ANSWERS, MoveKind.INFORMS) and not full:
        kind = MoveKind.BACK_CHANNEL  # "ok" is no answer
    elif kind is MoveKind.ANSWERS and not answering:
        kind = MoveKind.INFORMS
    if kind is MoveKind.REFLECTS and _checks(heard, move):
        kind = MoveKind.CHECKS  # "and ramipril, what time of day?" takes down particulars
    sad = heard.touched or any(topic.id == "loss" for topic in heard.topics)
    if kind is MoveKind.APOLOGISES and sad and not inner.affect.hurt:
        kind = MoveKind.SHOWS_CONCERN  # "I read that she died. I'm so sorry": nothing was done wrong
    return move if kind is move.kind else move.model_copy(update={"kind": kind})


def _checks(heard: Heard, move: HeardMove) -> bool:
    """True when what sounds like a reflection stands in a question of fact."""
    return any(
        topic.asked and move.start <= topic.start < move.end and topic.id not in subjects.FEELINGS | subjects.WIDE
        for topic in heard.topics
    )


def _asked(
    persona: Persona,
    words: Pack,
    text: str,
    moves: tuple[HeardMove, ...],
    spans: tuple[tuple[int, int], ...],
    asking: list[tuple[int, int]],
) -> tuple[dict[str, int], tuple[HeardTopic, ...]]:
    """Facts asked for in their own phrases, each with the place of its sentence, and the topics.

    A topic is marked where such a phrase already stands for it.
    """
    topics = [
        HeardTopic(
            id=topic.id,
            start=topic.start,
            end=topic.end,
            asked=topic.asked or any(a <= topic.start < b and words.is_fragment(text[a:b]) for a, b in asking),
            leading=topic.leading,
        )
        for topic in words.topics(text)
    ]
    facts: dict[str, int] = {}
    for span in spans:
        start, end = span
        said = text[start:end]
        if span not in asking and _inside_any(span, moves, _TELLING):
            continue
        matched = [
            (fact.id, phrase)
            for fact in persona.facts
            if span in asking or fact.kind is not FactKind.CLINICAL  # a statement does not ask for plain facts
            for whole in fact.asked_by
            for phrase in whole.split("|")
            if (span in asking or " " in phrase.strip()) and words.mentions(said, phrase)
        ]
        kept = [
            (fact, phrase)
            for fact, phrase in matched
            if not any(fact != other and _within(phrase, longer) for other, longer in matched)
        ]
        for fact, _ in kept:
            facts.setdefault(fact, start)
        for place, topic in enumerate(topics):
            if start <= topic.start < end and not topic.taken:
                blank = said[: topic.start - start] + " ; " + said[max(0, topic.end - start) :]
                if any(not words.mentions(blank, phrase) for _, phrase in kept):
                    topics[place] = topic.model_copy(update={"taken": True})
    return facts, tuple(topics)


_ITEM_WORDS = 12
"""Most words of a fragment that is taken for an item of a form."""
_NO_ITEM = KIND | {
    MoveKind.GREETS,
    MoveKind.THANKS,
    MoveKind.CLOSES,
    MoveKind.PLANS,
    MoveKind.SOLVES,
    MoveKind.SETS_LIMIT,
}


def _item(words: Pack, text: str, span: tuple[int, int], moves: tuple[HeardMove, ...]) -> bool:
    """True for an item of a form, which asks without a question: "Past medical history. Operations." """
    start, end = span
    if len(text[start:end].split()) > _ITEM_WORDS or not words.is_fragment(text[start:end]):
        return False
    return bool(words.topics(text[start:end])) and not _inside_any(span, moves, _NO_ITEM)


def _within(phrase: str, longer: str) -> bool:
    """True when all words of the phrase stand in the longer one: "drive" in "drive a car"."""
    few, many = set(phrase.lower().split()), set(longer.lower().split())
    return few < many


def _inside_any(span: tuple[int, int], moves: Iterable[HeardMove], kinds: frozenset[MoveKind]) -> bool:
    return any(move.kind in kinds and move.start < span[1] and span[0] < move.end for move in moves)


def _asks(text: str, span: tuple[int, int], moves: tuple[HeardMove, ...]) -> bool:
    start, end = span
    return "?" in text[start:end] or any(m.kind in ASKING and m.start < end and start < m.end for m in moves)


def _inside(place: int, moves: Iterable[HeardMove], kinds: frozenset[MoveKind]) -> bool:
    return any(move.kind in kinds and move.start <= place < move.end for move in moves)


def _worn(text: str, heard: Heard, ledger: Ledger) -> tuple[MoveKind, ...]:
    """The kinds of kind moves that are worn out: heard before in these words, or a stock phrase after the first."""
    stock = [move for move in heard.moves if move.kind is MoveKind.STOCK_PHRASE]
    kinds: dict[MoveKind, bool] = {}
    for move in heard.moves:
        if move.kind in WEARS:
            old = fingerprint(text[move.start : move.end]) in ledger.phrases
            if move.kind in KIND and ledger.stock > 0:
                old = old or any(s.start < move.end and move.start < s.end for s in stock)
            kinds[move.kind] = kinds.get(move.kind, True) and old
    return tuple(kind for kind, old in kinds.items() if old)
