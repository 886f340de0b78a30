"""Giving back what the patient said: by its opening, by the patient's own words, or as an echo."""

from __future__ import annotations

from simulator.codes import MoveKind
from simulator.language.asking import strip_lead_in
from simulator.language.heard import Before
from simulator.language.lexicon import Lexicon
from simulator.language.patterns import Line

Kind = MoveKind
Reading = tuple[MoveKind, str]

_REFLECT_OPENERS = frozenset({"so", "it", "you", "and", "that", "because", "okay", "right", "well", "yeah", "mm", "oh"})


def reflects(line: Line, context: Before, found: list[Reading], lex: Lexicon) -> bool:
    """Gives back what the patient said: by its opening, or by saying "you" with the patient's own words."""
    kinds = {kind for kind, _ in found}
    if kinds & {Kind.ADVISES, Kind.ADVISES_UNASKED, Kind.JUDGES, Kind.PLANS, Kind.GREETS, Kind.CLOSES, Kind.SETS_LIMIT,
                Kind.MINIMISES, Kind.ARGUES, Kind.REASSURES_EARLY, Kind.SELF_DISCLOSES}:  # fmt: skip
        return False
    if line.any(lex.groups["questions.reflects"]) is not None:
        return True
    if kinds & {Kind.RESPECTS, Kind.INVITES, Kind.SIGNPOSTS, Kind.SUPPORTS, Kind.APOLOGISES}:
        return False
    if echoes(line, context, lex):
        return True
    core = strip_lead_in(tuple(line.words), lex)
    about_patient = line.has & {"you", "your", "he", "she", "they", "it", "that"}
    shared = sum(1 for w in {x.text for x in core} if w not in lex.stop and lex.phrases.stem(w) in context.words)
    if (
        core[0].text in ("you", "your")
        and len(core) >= 4
        and not line.has & {"can", "could", "should", "will", "may", "might"}
    ):
        return True
    return bool(about_patient) and shared >= (
        2 if core[0].text in _REFLECT_OPENERS or line.words[0].text == "so" else 3
    )


def checks_back(line: Line, context: Before, found: list[Reading], lex: Lexicon) -> bool:
    """A statement with a question mark that gives back, and does not ask for something new."""
    if line.has & {"any", "ever", "anything", "anyone", "or"}:
        return False
    return (len(line.words) >= 5 and reflects(line, context, found, lex)) or echoes(line, context, lex)


def echoes(line: Line, context: Before, lex: Lexicon) -> bool:
    """A few of the patient's own words, given back as they are: "All on your own." """
    content = {
        lex.phrases.stem(w.text)
        for w in line.words
        if w.text not in lex.stop and w.text not in lex.sets["back_channel"]
    }
    return bool(content) and len(line.words) <= 9 and len(content & context.words) * 3 >= len(content) * 2
