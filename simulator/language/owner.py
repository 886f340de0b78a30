"""Whose feeling an emotion word is, and when: the words to its left, read back to their subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.codes import Emotion, When, Whose
from simulator.language.feelings import Hit, hits
from simulator.language.lexicon import Lexicon
from simulator.language.patterns import Line
from simulator.language.shapes import Form, valence
from simulator.language.text import Word

_FAR = 10
"""How many words back a subject is looked for."""
_STOP = frozenset({"if", "whether", "unless", "should", "would", "could", "might", "because", "when", "while"})
_FEELS = frozenset(
    "feel feels feeling felt am was been being get gets getting got become became made makes me makes left us".split()
)


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
            owned = _owner(line.words, hit, emotion, form, lex)
            if owned is not None:
                out.append(owned)
                break
    return out


def _owner(words: Sequence[Word], hit: Hit, emotion: Emotion, form: Form, lex: Lexicon) -> OwnedFeeling | None:
    if form is Form.STATE:
        found = _state(words, hit, lex)
    elif form is Form.CAUSE:
        found = _cause(words, hit, lex)
    elif form is Form.VERB:
        found = _verb(words, hit, lex)
    elif form is Form.THING:
        found = _thing(words, hit, lex)
    else:
        found = _noun(words, hit, lex)
    if found is None:
        return None
    whose, time, start = found
    if whose is Whose.OTHER and str(valence(emotion)) == "pleasant":
        return None  # "my wife is happy": told, not shown
    return OwnedFeeling(emotion, whose, time, start, hit.end, hit.start, hit.end)


Found = tuple[Whose, When, int] | None


def _state(words: Sequence[Word], hit: Hit, lex: Lexicon) -> Found:
    """ "I am so scared", "it made me angry", "my wife is worried"; or a bare answer, "A bit scared, yes"."""
    link: str | None = None
    conditional = False
    sets = lex.sets
    if hit.end - hit.start == 1 and words[hit.start].text in lex.weak and not _stands_free(words, hit, lex):
        return None
    for back in range(hit.start - 1, max(-1, hit.start - 1 - _FAR), -1):
        word = words[back].text
        if word in ("me", "us") and back == hit.start - 1 or word in ("me", "us") and link is None and _only_adverbs(words, back + 1, hit.start, lex):
            return Whose.PATIENT, _time(words, back, hit.start, lex), max(0, back - 2)
        if word in sets["link"]:
            link = link or word
        elif word in _STOP:
            conditional = conditional or word in {"if", "would", "could", "might", "whether", "unless", "should"}
        elif word in ("i", "we"):
            if link is None or conditional or _supposed(words, back):
                return None
            return Whose.PATIENT, _time(words, back, hit.start, lex), back
        elif word in ("you", "your", "it", "that", "this", "there", "which") and link is not None:
            return None
        elif word in sets["other_person"] and word not in ("him", "her", "them"):
            if link is None or conditional:
                return None
            return Whose.OTHER, _time(words, back, hit.start, lex), back
        elif link is not None and word in ("my", "the", "his", "her", "a", "an") and words[back + 1].text not in sets["adverb"]:
            return None  # "my back is tense": the subject is a thing
    if link is None and hit.start <= 4 and _only_adverbs(words, 0, hit.start, lex) and _ends_soon(words, hit.end):
        return Whose.PATIENT, When.NOW, 0
    if link is not None and _elliptic(words, hit, lex):
        return Whose.PATIENT, When.PAST if link in ("was", "felt") else When.NOW, 0
    return None


def _stands_free(words: Sequence[Word], hit: Hit, lex: Lexicon) -> bool:
    """A doubtful word counts right after a verb of being or feeling, and not before a noun of its own."""
    at = hit.start - 1
    while at >= 0 and words[at].text in lex.sets["adverb"] | {"and", "or"} and hit.start - at < 6:
        at -= 1
    linked = at >= 0 and words[at].text in _FEELS or at < 0
    return linked and _ends_soon(words, hit.end)


def _only_adverbs(words: Sequence[Word], start: int, end: int, lex: Lexicon) -> bool:
    allowed = lex.sets["adverb"] | lex.sets["lead_in"] | {"or", "a", "feeling", "to", "be", "honest", "and", "guess", "suppose"}
    return all(w.text in allowed for w in words[start:end])


def _ends_soon(words: Sequence[Word], at: int) -> bool:
    """The clause ends, or goes on as a reason or an object: "Worried about the kids", "Scared, mostly"."""
    return at >= len(words) or words[at].after_break or words[at].text in {
        "about", "of", "that", "because", "really", "mostly", "i", "actually", "all", "most", "more", "and", "if",
        "mainly", "to", "for", "with", "at", "yes", "yeah", "now", "sometimes", "still", "than", "doctor",
    }


def _elliptic(words: Sequence[Word], hit: Hit, lex: Lexicon) -> bool:
    """ "Been really worried", "Feeling low": spoken without the pronoun."""
    start = next((n for n in range(hit.start) if words[n].text not in lex.sets["lead_in"]), hit.start)
    allowed = lex.sets["link"] | lex.sets["adverb"]
    return words[start].text in {"been", "feeling", "feel", "felt", "was", "am", "getting", "just", "being"} and all(
        w.text in allowed for w in words[start : hit.start]
    )


def _supposed(words: Sequence[Word], subject: int) -> bool:
    """ "if I was worried", "should I be worried", "did I feel scared": not said of oneself."""
    before = {w.text for w in words[max(0, subject - 2) : subject]}
    return bool(before & {"if", "should", "do", "did", "am", "was", "whether", "unless", "would"})


def _time(words: Sequence[Word], start: int, end: int, lex: Lexicon) -> When:
    """Past only where the verb is past and nothing says that it goes on or was just now."""
    between = [w.text for w in words[start:end]]
    if any(w in ("have", "has", "am", "is", "are", "feel", "feels", "get", "gets", "still", "been") for w in between):
        return When.NOW
    if not any(w in lex.sets["past_link"] for w in between):
        return When.NOW
    nearby = {w.text for w in words[max(0, start - 4) : end + 6]}
    if nearby & {"just", "today", "now", "bit", "little", "wondering", "getting", "this"} and not nearby & {"ago", "then", "back", "when"}:
        return When.NOW
    return When.PAST


def _cause(words: Sequence[Word], hit: Hit, lex: Lexicon) -> Found:
    """ "It scares me": the object owns the feeling."""
    for ahead in range(hit.end, min(len(words), hit.end + 2)):
        if words[ahead].text in ("me", "us"):
            before = {w.text for w in words[max(0, hit.start - 3) : hit.start]}
            earlier = {w.text for w in words[max(0, hit.start - 12) : hit.start]}
            if before & {"not", "never", "would", "if", "nothing"} or ("not" in earlier and earlier & {"anything", "any"}):
                return None
            past = words[hit.start].text.endswith("ed") and not before & {"has", "have"}
            return Whose.PATIENT, When.PAST if past else When.NOW, max(0, hit.start - 2)
        if words[ahead].text in ("him", "her", "them"):
            return Whose.OTHER, When.NOW, max(0, hit.start - 2)
    return None


def _verb(words: Sequence[Word], hit: Hit, lex: Lexicon) -> Found:
    """ "I worry", "I am dreading it"."""
    for back in range(hit.start - 1, max(-1, hit.start - 5), -1):
        word = words[back].text
        if word == "i":
            if _supposed(words, back):
                return None
            past = words[hit.start].text.endswith("ed") or "used" in {w.text for w in words[back : hit.start]}
            return Whose.PATIENT, When.PAST if past else When.NOW, back
        if word in lex.sets["other_person"]:
            if word in ("him", "her", "them", "people", "someone"):
                return None
            return Whose.OTHER, When.NOW, back
        if word in ("not", "to", "you", "would", "if", "could", "may", "the", "a", "of", "your") and words[back + 1].text not in ("help",):
            return None
    return None


def _thing(words: Sequence[Word], hit: Hit, lex: Lexicon) -> Found:
    """ "It is frightening", "I find it upsetting", "the waiting was terrifying"."""
    link: str | None = None
    for back in range(hit.start - 1, max(-1, hit.start - 7), -1):
        word = words[back].text
        if word in ("is", "are", "was", "were", "been", "be", "gets", "getting", "feels", "felt", "became", "find", "finding", "found"):
            link = link or word
        elif word in ("would", "could", "might", "if", "will", "you", "not", "how", "does"):
            return None
        elif word in ("any", "anything", "something", "nothing"):
            return None
    if link is not None:
        return Whose.PATIENT, When.PAST if link in ("was", "were", "felt", "found") else When.NOW, max(0, hit.start - 4)
    if _only_adverbs(words, 0, hit.start, lex) and (hit.end >= len(words) or words[hit.end].after_break):
        return Whose.PATIENT, When.NOW, 0
    return None


def _noun(words: Sequence[Word], hit: Hit, lex: Lexicon) -> Found:
    """ "my fear is", "I have so much anger", "I feel such guilt"; a noun alone is a subject of talk, not a feeling."""
    before = [w.text for w in words[max(0, hit.start - 5) : hit.start]]
    if not before:
        return None
    after = words[hit.end].text if hit.end < len(words) else ""
    if before[-1] == "my" and after in ("is", "was", "has", "are", "about", "that", "of", "keeps", "gets"):
        return Whose.PATIENT, When.PAST if after == "was" else When.NOW, hit.start - 1
    if any(w in ("feel", "feeling", "felt", "full", "filled") for w in before) and "i" in before:
        if {"not", "no", "any", "if", "like"} & set(before):
            return None
        return Whose.PATIENT, When.PAST if "felt" in before else When.NOW, hit.start - 1
    if "i" in before and {"have", "got", "had"} & set(before) and {"such", "much", "lot", "all", "constant"} & set(before):
        return None if {"not", "no"} & set(before) else (Whose.PATIENT, When.NOW, hit.start - 1)
    return None
