"""Whether and how a stretch of talk asks: open, closed, leading, after feelings, after safety, or to hear it again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from simulator.language.lexicon import Lexicon, english
from simulator.language.patterns import Found, Line
from simulator.language.text import Word


@dataclass(frozen=True, slots=True)
class Asking:
    """How a stretch asks."""

    is_question: bool
    open: bool = False
    leading: bool = False
    feelings: bool = False
    safety: bool = False
    repeat: bool = False
    invites: bool = False
    statement: bool = False
    """A statement that only its mark makes a question: "You live alone?" """
    why: str = ""


def strip_lead_in(words: tuple[Word, ...], lex: Lexicon) -> tuple[Word, ...]:
    """The words after "okay, and ..." and the like; all of them if nothing else is there."""
    leads = lex.sets["lead_in"]
    at = 0
    while at < len(words) - 1 and words[at].text in leads and at < 6:
        at += 1
    return words[at:] if at else words


def asking(line: Line, text: str, lex: Lexicon) -> Asking:
    """How the stretch `line`, taken from `text`, asks; `is_question` False for a statement."""
    groups = lex.groups
    core, starts = _core(line, lex)
    tail = text[line.words[-1].end : line.words[-1].end + 4].lstrip("\"') ")
    marked = tail.startswith("?")
    invites = line.any(groups["questions.invites"])
    if invites is not None and line.any(groups["questions.releases"]) is not None:
        invites = None  # "you don't have to tell me" asks nothing
    checks = marked and starts is None and invites is None and line.any(groups["questions.checks"]) is not None
    clause = not lex.sets["clause"].isdisjoint(line.has)
    if checks and ((len(line.words) > 4 and clause) or not line.has - lex.sets["back_channel"] - lex.sets["lead_in"]):
        return Asking(is_question=False)  # "..., okay?" checks, it does not ask
    tag = core.any(groups["questions.tag"]) if marked else None
    if not marked and starts is None and invites is None:
        if line.any(groups["questions.repeat"]) and len(line.words) <= 8:
            return Asking(is_question=True, repeat=True, why="asks to hear it again")
        return Asking(is_question=False)
    repeat = line.any(groups["questions.repeat"]) is not None and len(line.words) <= 14
    statement = marked and starts is None and invites is None
    closed_wh = core.any(groups["questions.closed_wh"]) is not None
    is_open = not closed_wh and not statement and core.any(groups["questions.open"]) is not None
    if (
        statement
        and core.any(groups["questions.open"]) is not None
        and not closed_wh
        and core.words[0].text in ("how", "what", "why", "anything")
    ):
        is_open = True
    if starts is not None and core.words[0].text in lex.sets["aux"] and invites is None:
        is_open = core.any(groups["questions.open_anyway"]) is not None
    return Asking(
        is_question=True,
        open=is_open,
        leading=(tag is not None and statement and len(line.words) > 2)
        or core.any(groups["questions.leading"]) is not None,
        feelings=_about_feelings(line, lex),
        safety=speaks_of_death(line, lex),
        repeat=repeat,
        invites=invites is not None,
        statement=statement and tag is None,
        why=_why(line, starts if starts is not None else invites, marked, core),
    )


def _core(line: Line, lex: Lexicon) -> tuple[Line, Found | None]:
    """The words after lead-in, time and address ("In the last week, Tom, ..."), and how they begin a question."""
    words = strip_lead_in(tuple(line.words), lex)
    core = Line(words) if len(words) < len(line.words) else line
    starts = core.any(lex.groups["questions.starts"])
    for _ in range(2):
        found = core.any(lex.groups["questions.before"]) if starts is None else None
        if found is None or found.end >= len(core.words):
            break
        core = Line(strip_lead_in(tuple(core.words[found.end :]), lex))
        starts = core.any(lex.groups["questions.starts"])
    if starts is None:
        for at in range(1, min(5, len(core.words) - 1)):
            if core.words[at].after_break:
                rest = Line(strip_lead_in(tuple(core.words[at:]), lex))
                starts = rest.any(lex.groups["questions.starts"])
                if starts is not None:
                    return rest, starts
    return core, starts


def speaks_of_death(line: Line, lex: Lexicon) -> bool:
    """True where the words speak of wishing to be dead or of harming oneself, not of an injury or somebody else."""
    if line.any(lex.groups["questions.safety"]) is None:
        return False
    return line.any(lex.groups["questions.not_safety"]) is None


def _why(line: Line, found: object, marked: bool, core: Line) -> str:
    first = " ".join(w.text for w in core.words[:3])
    return f"{first} ...{'?' if marked else ''}" if len(core.words) > 3 else first + ("?" if marked else "")


def _about_feelings(line: Line, lex: Lexicon) -> bool:
    found = line.any(lex.groups["questions.feelings"])
    if found is None:
        return False
    return not (line.has & lex.sets["body"] and line.has.isdisjoint({"about", "worry", "worried", "afraid", "scared"}))


def asks_about_feelings(text: str, lex: Lexicon) -> bool:
    """True when any sentence of a learner's text asks after feelings."""
    for line in lex.lines(text):
        how = asking(line, text, lex)
        if how.is_question and (how.feelings or how.safety):
            return True
    return False


def asks_fact(text: str, lex: Lexicon) -> bool:
    """True when the text asks, and none of its questions is after feelings or open: a question of fact."""
    asked = [how for line in lex.lines(text) if (how := asking(line, text, lex)).is_question]
    return bool(asked) and not any(how.feelings or how.safety or how.open for how in asked)


@lru_cache(maxsize=256)
def asks_repeat(text: str) -> bool:
    """True when the whole turn only asks to hear it again."""
    lex = english()
    lines = lex.lines(text)
    asked = [asking(line, text, lex) for line in lines]
    return bool(asked) and any(a.repeat for a in asked) and all(a.repeat or not a.is_question for a in asked)
