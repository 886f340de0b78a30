"""The conversation as a language model gets it: strict turns, the learner in a fence, the oldest part in short.

A long conversation is compacted at fixed learner turns (24, 44, 64 ...), where all but the last few exchanges give way
to a digest. Between those points every request begins with the whole of the one before it, up to its notes, so a
provider can take it from its cache; a digest that moved with each turn would lose that. The digest is made from the
transcript alone and without a model: the patient's own words, which hold every fact told and everything improvised, and
of the learner's words what asks, promises or sets a limit. What was not said cannot be in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from simulator.patient.prompting import fill, one_line, words
from simulator.transcript import Act, Flag, Side, Transcript, Turn

USER, ASSISTANT = "user", "assistant"

EVERY = 20
"""Learner turns between two compactions."""
KEPT = 4
"""Learner turns that stay word for word when the rest is compacted: what the talk hangs together by."""
QUOTE, SENTENCE = 200, 120
"""Most characters kept of one learner turn, and of one of its sentences."""
SHORT = 4
"""Words from which a remark repeated is kept only once; below that "No" may answer another question."""

# The learner's words can neither close their fence nor open one, nor imitate a chat template's marks.
_FENCE = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")", "`": "'"})


def messages(transcript: Transcript) -> tuple[list[tuple[str, list[str]]], str]:
    """User and assistant in strict turns, as role and parts, ending with the user; and what is already said of a reply.

    Each part but those still to come is the same in every later request until the next compaction.
    """
    first, rest = _divided(transcript)
    out: list[tuple[str, list[str]]] = [(USER, [digest(first) if first else words()["arrives"]])]
    for turn in rest:
        if turn.flag is Flag.NOTICE:  # ours, not the patient's
            continue
        role, text = (USER, heard(turn)) if turn.side is Side.LEARNER else (ASSISTANT, said(turn))
        if out[-1][0] != role:
            out.append((role, []))
        out[-1][1].append(text)
    already = ""
    if out[-1][0] == ASSISTANT:  # a reply that was cut short is taken up again
        already = " ".join(out.pop()[1]).translate(_FENCE)
    return out, already


def _divided(transcript: Transcript) -> tuple[Sequence[Turn], Sequence[Turn]]:
    """The turns to be told in short, and those that stay."""
    places = [number for number, turn in enumerate(transcript.turns) if turn.side is Side.LEARNER]
    folded = EVERY * max(0, (len(places) - KEPT) // EVERY)
    cut = places[folded] if folded else 0
    return transcript.turns[:cut], transcript.turns[cut:]


def heard(turn: Turn) -> str:
    """The learner's turn in its fence, on one line: speech, whatever it looks like."""
    forms = words()
    text = one_line(turn.text).translate(_FENCE)
    if turn.act is Act.QUIET:
        text = f"{text} {forms['quiet']}" if text else forms["quiet"]
    elif not text and turn.seen:
        text = fill(forms["gesture"], seen=one_line(turn.seen).translate(_FENCE))
    return f"<learner>{text or forms['quiet']}</learner>"


def said(turn: Turn) -> str:
    """The patient's words alone: what was seen would teach the model to write stage directions."""
    return one_line(turn.text) or str(words()["silent"])


# ---- in short ----------------------------------------------------------------------------------------------


def digest(turns: Sequence[Turn]) -> str:
    """The turns in short, one exchange a line; asides that asked, promised and told nothing are left out."""
    forms, seen = words()["digest"], set[str]()
    rows = [forms["head"]]
    for learner, patient in _exchanges(turns):
        asked = any("?" in turn.text for turn in learner)
        answer = _once(patient, seen, asked=asked)
        telling = [turn for turn in learner if _telling(turn.text)]
        gist = " ".join(heard(_shortened(turn)) for turn in telling or (learner[-1:] if answer else []))
        if answer:
            rows.append(fill(forms["row"], learner=gist, patient=answer).strip())
        elif gist:
            rows.append(gist)
    return "\n".join([*rows, forms["end"]])


def _exchanges(turns: Sequence[Turn]) -> Iterator[tuple[list[Turn], str]]:
    """Learner turns in a row with what the patient said after them; first the opening, with no learner turn."""
    learner: list[Turn] = []
    patient: list[str] = []
    for turn in turns:
        if turn.flag is Flag.NOTICE:
            continue
        if turn.side is Side.LEARNER:
            if patient:
                yield learner, " ".join(patient)
                learner, patient = [], []
            learner.append(turn)
        elif text := one_line(turn.text):
            patient.append(text)
    if learner or patient:
        yield learner, " ".join(patient)


def _once(text: str, seen: set[str], *, asked: bool) -> str:
    """The patient's words without remarks that stand in the digest already, or that answer nothing."""
    kept = []
    for sentence in _sentences(text):
        plain = " ".join(re.findall(r"\w+", sentence.casefold()))
        short = len(plain.split()) < SHORT
        if plain in seen and not short:
            continue
        seen.add(plain)
        if plain:
            kept.append(sentence)
    nothing = not asked and sum(len(sentence.split()) for sentence in kept) < SHORT
    return "" if nothing else " ".join(kept).replace('"', "'").translate(_FENCE)


def _shortened(turn: Turn) -> Turn:
    """Of what the learner said, what asks, promises or sets a limit; else how it begins."""
    out = ""
    for sentence in _telling(turn.text) or _sentences(turn.text)[:1]:
        part = sentence if len(sentence) <= SENTENCE else f"{sentence[:SENTENCE].rsplit(' ', 1)[0]} ..."
        if len(out) + len(part) > QUOTE:
            break
        out = f"{out} {part}".strip()
    return replace(turn, text=out)


def _telling(text: str) -> list[str]:
    keep = re.compile(words()["digest"]["keep"])
    return [part for part in _sentences(text) if keep.search(part.casefold().replace("’", "'"))]


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?…])\s+", one_line(text)) if part]
