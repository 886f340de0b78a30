"""Whose feeling an emotion word is, and when: the words to its left, read back to their subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.codes import Emotion, Valence, When, Whose
from simulator.language.feelings import Hit, hits
from simulator.language.lexicon import Lexicon
from simulator.language.patterns import Line
from simulator.language.shapes import Form, valence
from simulator.language.text import Word

_FAR = 12
"""How many words back a subject is looked for."""

Found = tuple[Whose, When, int] | None
"""Owner, time, and the word position at which the statement begins."""


@dataclass(frozen=True, slots=True)
class OwnedFeeling:
    """An emotion word with its owner; positions are of words, `end` one past."""

    emotion: Emotion
    whose: Whose
    time: When
    start: int
    end: int
    hit_start: int
    hit_end: int


def owned_feelings(line: Line, lex: Lexicon) -> list[OwnedFeeling]:
    """The feelings that somebody in this sentence plainly has; denied, supposed and unowned ones are left out."""
    out: list[OwnedFeeling] = []
    for hit in hits(line, lex):
        if hit.negated:
            continue
        for emotion, form in hit.forms:
            found = _READ[form](line.words, hit, lex)
            if found is None:
                continue
            whose, time, start = found
            if whose is Whose.PATIENT or valence(emotion) is Valence.UNPLEASANT:  # "my wife is happy" is told
                out.append(OwnedFeeling(emotion, whose, time, start, hit.end, hit.start, hit.end))
                break
    return out


def _state(words: Sequence[Word], hit: Hit, lex: Lexicon) -> Found:
    """ "I am so scared", "it made me angry", "my wife is worried"; or a bare answer, "A bit scared, yes"."""
    sets = lex.sets
    if hit.end - hit.start == 1 and words[hit.start].text in lex.weak and not _stands_free(words, hit, lex):
        return None
    link: str | None = None
    for back in range(hit.start - 1, max(-1, hit.start - 1 - _FAR), -1):
        word = words[back].text
        if word in ("me", "us") and (link == "being" or (link is None and _bare(words, back + 1, hit.start, lex))):
            return Whose.PATIENT, _time(words, back, hit.start, lex), max(0, back - 2)
        if word in sets["link"]:
            link = link or word
        elif word in sets["conditional"]:
            return None
        elif word in ("i", "we"):
            unreal = link is None or _supposed(words, back, lex)
            return None if unreal else (Whose.PATIENT, _time(words, back, hit.start, lex), back)
        elif word in sets["other_person"] and word not in sets["object"]:
            return None if link is None else (Whose.OTHER, _time(words, back, hit.start, lex), back)
        elif link is not None and (word in sets["thing_subject"] or _names_a_thing(words, back, lex)):
            return None
    if link is None:
        alone = hit.start <= 4 and _bare(words, 0, hit.start, lex) and _ends_soon(words, hit.end, lex)
        return (Whose.PATIENT, When.NOW, 0) if alone else None
    if _elliptic(words, hit, lex):
        return Whose.PATIENT, When.PAST if link in ("was", "felt") else When.NOW, 0
    return None


def _names_a_thing(words: Sequence[Word], at: int, lex: Lexicon) -> bool:
    """ "my back is tense": the subject is a thing; but "a bit", "the whole time" only say how much."""
    return words[at].text in lex.sets["determiner"] and words[at + 1].text not in lex.sets["adverb"]


def _stands_free(words: Sequence[Word], hit: Hit, lex: Lexicon) -> bool:
    """A doubtful word counts right after a verb of being or feeling, and not before a noun of its own."""
    at = hit.start - 1
    while at >= 0 and (words[at].text in lex.sets["adverb"] or words[at].text in ("and", "or")) and hit.start - at < 6:
        at -= 1
    return (at < 0 or words[at].text in lex.sets["feels"]) and _ends_soon(words, hit.end, lex)


def _bare(words: Sequence[Word], start: int, end: int, lex: Lexicon) -> bool:
    """Only words of degree, or of beginning to speak, from `start` to `end`."""
    sets = lex.sets
    return all(
        w.text in sets["adverb"] or w.text in sets["lead_in"] or w.text in sets["bare_answer"] for w in words[start:end]
    )


def _ends_soon(words: Sequence[Word], at: int, lex: Lexicon) -> bool:
    """The clause ends, or goes on as a reason or an object: "Worried about the kids", "Scared, mostly"."""
    return at >= len(words) or words[at].after_break or words[at].text in lex.sets["after_feeling"]


def _elliptic(words: Sequence[Word], hit: Hit, lex: Lexicon) -> bool:
    """ "Been really worried", "Feeling low": spoken without the pronoun."""
    start = next((n for n in range(hit.start) if words[n].text not in lex.sets["lead_in"]), hit.start)
    if words[start].text not in lex.sets["elliptic"]:
        return False
    return all(w.text in lex.sets["link"] or w.text in lex.sets["adverb"] for w in words[start : hit.start])


def _supposed(words: Sequence[Word], subject: int, lex: Lexicon) -> bool:
    """ "if I was worried", "should I be worried", "did I feel scared": not said of oneself."""
    if subject == 0 or words[subject].after_break:
        return False
    earlier = words[subject - 2].text if subject > 1 and not words[subject - 1].after_break else ""
    return words[subject - 1].text in lex.sets["supposing"] or earlier in lex.sets["conditional"]


def _time(words: Sequence[Word], start: int, end: int, lex: Lexicon) -> When:
    """Past only where the verb is past and nothing says that it goes on or was just now."""
    between = {w.text for w in words[start:end]}
    if between & lex.sets["present_link"] or not between & lex.sets["past_link"]:
        return When.NOW
    nearby = {w.text for w in words[max(0, start - 4) : end + 6]}
    return When.NOW if nearby & lex.sets["just_now"] and not nearby & lex.sets["long_ago"] else When.PAST


def _cause(words: Sequence[Word], hit: Hit, lex: Lexicon) -> Found:
    """ "It scares me": the object owns the feeling."""
    for ahead in range(hit.end, min(len(words), hit.end + 2)):
        word = words[ahead].text
        if word not in ("me", "us") and word not in lex.sets["object"]:
            continue
        before = {w.text for w in words[max(0, hit.start - 3) : hit.start]}
        earlier = {w.text for w in words[max(0, hit.start - 12) : hit.start]}
        if before & {"not", "never", "would", "if", "nothing"} or ("not" in earlier and earlier & {"anything", "any"}):
            return None
        if word in lex.sets["object"]:
            return Whose.OTHER, When.NOW, max(0, hit.start - 2)
        past = words[hit.start].text.endswith("ed") and not before & {"has", "have"}
        return Whose.PATIENT, When.PAST if past else When.NOW, max(0, hit.start - 2)
    return None


def _verb(words: Sequence[Word], hit: Hit, lex: Lexicon) -> Found:
    """ "I worry", "I am dreading it"."""
    for back in range(hit.start - 1, max(-1, hit.start - 5), -1):
        word = words[back].text
        if word == "i":
            past = words[hit.start].text.endswith("ed") or "used" in {w.text for w in words[back : hit.start]}
            when = When.PAST if past else When.NOW
            return None if _supposed(words, back, lex) else (Whose.PATIENT, when, back)
        if word in lex.sets["object"] or word in ("people", "someone"):
            return None
        if word in lex.sets["other_person"]:
            return Whose.OTHER, When.NOW, back
        if word in lex.sets["not_a_verb_after"] and words[back + 1].text != "help":
            return None
    return None


def _thing(words: Sequence[Word], hit: Hit, lex: Lexicon) -> Found:
    """ "It is frightening", "I find it upsetting", "the waiting was terrifying"."""
    link: str | None = None
    for back in range(hit.start - 1, max(-1, hit.start - 7), -1):
        word = words[back].text
        if word in lex.sets["thing_link"]:
            link = link or word
        elif word in lex.sets["unreal"]:
            return None
    if link is not None:
        return Whose.PATIENT, When.PAST if link in lex.sets["thing_link_past"] else When.NOW, max(0, hit.start - 4)
    if _bare(words, 0, hit.start, lex) and (hit.end >= len(words) or words[hit.end].after_break):
        return Whose.PATIENT, When.NOW, 0
    return None


def _noun(words: Sequence[Word], hit: Hit, lex: Lexicon) -> Found:
    """ "my fear is", "I have so much anger", "I feel such guilt"; a noun alone is a subject of talk, not a feeling."""
    before = [w.text for w in words[max(0, hit.start - 5) : hit.start]]
    if not before:
        return None
    after = words[hit.end].text if hit.end < len(words) else ""
    if before[-1] == "my" and after in lex.sets["after_my_feeling"]:
        return Whose.PATIENT, When.PAST if after == "was" else When.NOW, hit.start - 1
    said = set(before)
    if "i" not in said or said & {"not", "no", "any", "if", "like"}:
        return None
    if said & {"feel", "feeling", "felt", "full", "filled"}:
        return Whose.PATIENT, When.PAST if "felt" in said else When.NOW, hit.start - 1
    if said & {"have", "got", "had"} and said & {"such", "much", "lot", "all", "constant"}:
        return Whose.PATIENT, When.NOW, hit.start - 1
    return None


_READ = {Form.STATE: _state, Form.CAUSE: _cause, Form.VERB: _verb, Form.THING: _thing, Form.NOUN: _noun}
