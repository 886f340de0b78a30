"""A feeling of the patient named by the learner, rightly or plainly against what the patient shows."""

from __future__ import annotations

from simulator.codes import Emotion, MoveKind, Valence
from simulator.language.asking import Asking
from simulator.language.feelings import hits
from simulator.language.heard import Before
from simulator.language.lexicon import Lexicon
from simulator.language.patterns import Line
from simulator.language.shapes import Form, valence

Kind = MoveKind
Reading = tuple[MoveKind, str]

_SUBJECTS = frozenset(["you", "i", "we", "he", "she", "they", "people", "him", "her", "them", "it", "that", "this"])


def naming(line: Line, how: Asking, context: Before, text: str, lex: Lexicon) -> list[Reading]:
    """A feeling of the patient named: "you sound worried", "that must be frightening"."""
    out: list[Reading] = []
    for hit in hits(line, lex):
        emotion, form = hit.forms[0]
        before = [w.text for w in line.words[max(0, hit.start - 9) : hit.start]]
        if not _addressed(line, hit.start, hit.end, form, before, lex):
            continue
        if how.is_question and not _guesses(emotion, context):
            continue
        if how.is_question and len(hits(line, lex)) > 1 and "or" in line.has:
            continue  # "down, depressed or hopeless?" is a list to choose from: a screen, not this person's feeling
        said = text[line.words[hit.start].start : line.words[hit.end - 1].end]
        if hit.negated:
            continue
        wrong = _contrary(emotion, context)
        out.append((Kind.NAMES_FEELING_WRONGLY if wrong else Kind.NAMES_FEELING, said))
        break
    return out


def _addressed(line: Line, start: int, end: int, form: Form, before: list[str], lex: Lexicon) -> bool:
    """True when the feeling is said of the patient, here and now, and not supposed ("if you feel ...")."""
    words = set(before)
    nearest = next((w for w in reversed(before) if w in _SUBJECTS), "")
    if nearest in ("i", "we", "he", "she", "they", "people", "him", "her", "them") and form in (
        Form.STATE,
        Form.VERB,
    ):
        return False
    if words & {"wonder", "wondering"}:
        words.discard("if")  # "I wonder if you feel ..." names, gently
    if words & lex.sets["not_addressed"] and "as" not in words:
        return False
    if before[-3:].count("i") and not words & {"you", "your"}:
        return False
    after = {w.text for w in line.words[end : end + 3]}
    if form is Form.NOUN:
        return bool(words & {"your", "you", "the", "that", "of", "this", "some", "such", "much", "so"}) and (
            bool(words & {"your", "hear", "sense", "see", "feel", "notice", "sounds", "understand", "feeling"})
        )
    if form is Form.CAUSE:
        return "you" in after
    if form is Form.THING:
        return bool(words & lex.sets["before_thing"])
    return nearest == "you" or bool(words & {"must", "sounds", "sound", "feeling", "feel", "felt", "seem", "seems"})


def _guesses(emotion: Emotion, context: Before) -> bool:
    """A feeling named in a question names it where the patient's words bear it; otherwise it only asks."""
    return any(valence(emotion) is e.valence for e in context.shown)


def _contrary(emotion: Emotion, context: Before) -> bool:
    """Two signs: the patient's words show feeling, and all of it points the other way."""
    shown = {e.valence for e in context.shown}
    return (
        len(shown) == 1
        and valence(emotion) not in shown
        and (valence(emotion) is Valence.PLEASANT or not any(e.emotion is Emotion.RELIEF for e in context.shown))
    )
