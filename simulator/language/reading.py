"""What one stretch of a learner's turn does, beside asking: rules first, then readings that need the turn before."""

from __future__ import annotations

from simulator.codes import MoveKind
from simulator.language.asking import Asking
from simulator.language.heard import Before
from simulator.language.lexicon import Lexicon, MoveRule
from simulator.language.naming import naming
from simulator.language.patterns import Found, Line
from simulator.language.reflecting import checks_back, reflects
from simulator.language.segments import Segment
from simulator.language.subjects import named_topics

Kind = MoveKind
Reading = tuple[MoveKind, str]

_NOT_IN_QUESTIONS = frozenset(
    {Kind.SHOWS_CONCERN, Kind.VALIDATES, Kind.PLANS, Kind.SOLVES, Kind.ADVISES, Kind.REASSURES_EARLY, Kind.ARGUES,
     Kind.RESPECTS, Kind.SELF_DISCLOSES, Kind.MINIMISES, Kind.CLOSES, Kind.SUPPORTS, Kind.SETS_LIMIT, Kind.POSTPONES}
)  # fmt: skip
"""Kinds whose words, inside a question, usually ask and do not do; see _asks_and_does for those that do both."""


def reads_as(segment: Segment, how: Asking, context: Before, text: str, lex: Lexicon) -> list[Reading]:
    """The moves of a stretch, besides the form and content of a question. May be empty for a question."""
    line = segment.line
    if not how.is_question and _only_back_channel(line, lex):
        if context.asks and line.has & {"yes", "yeah", "no", "yep", "absolutely", "course", "sure", "okay"}:
            return [(Kind.ANSWERS, line.text.strip())]
        return [(Kind.BACK_CHANNEL, line.text.strip())]
    unsaid = line.any(lex.groups["context.unsaid"])
    out: list[Reading] = []
    for rule in lex.moves:
        found = _by_rule(rule, line, how, lex)
        if found is not None and not (unsaid and unsaid.start <= found.start and rule.kind not in _SAFE_IF_UNSAID):
            out.append((rule.kind, _said(line, found, text)))
    out = _with_context(out, line, context, text, lex)
    named = naming(line, how, context, text, lex)
    out += named
    if not how.is_question:
        stock = line.any(lex.groups["questions.stock"])
        if stock is not None:
            out.append((Kind.STOCK_PHRASE, _said(line, stock, text)))
        if not named and reflects(line, context, out, lex) and stock is None:
            out.append((Kind.REFLECTS, _opening(line)))
    elif how.statement and not named and not how.leading and checks_back(line, context, out, lex):
        out.append((Kind.REFLECTS, _opening(line)))
    out += _jargon(line, context, text, lex)
    refusal = _refusal(line, how, context, text, lex)
    if any(kind is Kind.PRESSES for kind, _ in refusal):
        out = [r for r in out if r[0] is not Kind.INVITES]
    out += refusal
    if not how.is_question and not _substantial(out):
        out += _telling(line, context)
    return out


_SAFE_IF_UNSAID = frozenset(
    {Kind.VALIDATES, Kind.SUPPORTS, Kind.APOLOGISES, Kind.INVITES, Kind.SHOWS_CONCERN, Kind.SETS_LIMIT}
)


def _by_rule(rule: MoveRule, line: Line, how: Asking, lex: Lexicon) -> Found | None:
    if how.is_question and rule.kind in _NOT_IN_QUESTIONS and not _asks_and_does(rule.kind, line, how):
        return None
    found = line.any(rule.says)
    if found is None or line.any(rule.unless) is not None:
        return None
    return found


def _asks_and_does(kind: MoveKind, line: Line, how: Asking) -> bool:
    """ "Why don't you try ...?", "That must be hard, mustn't it?" do what they say in the form of a question."""
    if kind is Kind.ADVISES:
        return bool(line.has & {"why", "tried", "considered", "consider", "try", "thought", "recommend", "suggest"})
    if kind in (Kind.SUPPORTS, Kind.SOLVES):
        return bool(line.has & {"i", "we"})
    if kind in (Kind.SHOWS_CONCERN, Kind.VALIDATES, Kind.MINIMISES, Kind.RESPECTS):
        return not how.open and line.words[0].text not in (
            "is",
            "was",
            "do",
            "does",
            "did",
            "are",
            "have",
            "has",
        )
    return False


def _said(line: Line, found: Found, text: str) -> str:
    return text[line.words[found.start].start : line.words[found.end - 1].end]


def _opening(line: Line) -> str:
    return " ".join(w.text for w in line.words[:4])


def _only_back_channel(line: Line, lex: Lexicon) -> bool:
    return len(line.words) <= 5 and all(w.text in lex.sets["back_channel"] for w in line.words)


def _with_context(out: list[Reading], line: Line, context: Before, text: str, lex: Lexicon) -> list[Reading]:
    """Readings that the turn before decides: was the advice asked for, does a limit give its reason."""
    settled: list[Reading] = []
    kinds = {kind for kind, _ in out}
    for kind, why in out:
        if kind is Kind.ADVISES and context.emotional and not (context.asks_advice or context.permits):
            settled.append((Kind.ADVISES_UNASKED, why))
        elif kind is Kind.CHANGES_SUBJECT and not context.emotional:
            settled.append((Kind.SIGNPOSTS, why))
        elif kind is Kind.APOLOGISES and _only_sorry(line) and _of_their_trouble(line, context):
            settled.append((Kind.SHOWS_CONCERN, why))
        elif kind is Kind.SHOWS_CONCERN and Kind.APOLOGISES in kinds and "sorry" in why.lower():
            continue
        elif kind is Kind.SETS_LIMIT:
            reason = line.any(lex.groups["context.reason"])
            settled.append((kind, why if reason is None else f"{why} | {_said(line, reason, text)}"))
        elif kind is Kind.REASSURES_EARLY and context.asks and line.any(lex.groups["context.reason"]) is not None:
            settled.append((Kind.ANSWERS, why))
        else:
            settled.append((kind, why))
    return settled


def _of_their_trouble(line: Line, context: Before) -> bool:
    """ "I'm so sorry" after something told is for the teller; after a question or a call it excuses oneself."""
    return context.emotional or (line.words[0].text != "sorry" and len(context.raw) > 4 and not context.asks)


def _only_sorry(line: Line) -> bool:
    """ "I'm so sorry." and nothing more."""
    return len(line.words) <= 6 and line.words[-1].text in {"sorry", "that", "it"} and "sorry" in line.has


def _jargon(line: Line, context: Before, text: str, lex: Lexicon) -> list[Reading]:
    words = [w.text for w in line.words]
    for at, word in enumerate(words):
        for term in lex.jargon.get(word, ()):
            if tuple(words[at : at + len(term)]) != term or set(term) <= context.raw:
                continue
            rest = Line(tuple(line.words[at + len(term) : at + len(term) + 8]))
            if rest.words and rest.any(lex.groups["context.explains"]) is not None:
                continue
            return [(Kind.JARGON, text[line.words[at].start : line.words[at + len(term) - 1].end])]
    return []


def _refusal(line: Line, how: Asking, context: Before, text: str, lex: Lexicon) -> list[Reading]:
    """After "I'd rather not talk about it": taken, or pressed."""
    if not context.declines:
        return []
    accepts = line.any(lex.groups["context.accepts"])
    if accepts is not None:
        return [(Kind.ACCEPTS_DECLINE, _said(line, accepts, text))]
    insists = line.any(lex.groups["context.insists"])
    if insists is not None:
        return [(Kind.PRESSES, _said(line, insists, text))]
    if how.is_question and how.feelings:
        return [(Kind.PRESSES, how.why)]
    return []


def _substantial(found: list[Reading]) -> bool:
    return any(kind is not Kind.JARGON for kind, _ in found)


def _telling(line: Line, context: Before) -> list[Reading]:
    """What is left of statements: an answer where the patient asked, else information; short scraps are other."""
    if context.asks:
        return [(Kind.ANSWERS, _opening(line))]
    if len(line.words) >= 5:
        return [(Kind.INFORMS, _opening(line))]
    return []


def topic_ids(segment: Segment, lex: Lexicon) -> frozenset[str]:
    """The ids of the topics a stretch names."""
    return frozenset(named_topics(segment, lex))
