"""What is seen is behaviour: a page, or a reader of the page aloud, must not name the feeling behind it."""

from __future__ import annotations

from simulator.library.lint.finding import Finding, Findings, Words, every_line
from simulator.library.lint.words import plain
from simulator.persona import Persona


def check(persona: Persona, words: Words) -> Findings:
    """Emotion words in any `seen`."""
    if not words.feelings:
        return
    names = {plain(word) for word in words.feelings}
    longest = max(len(name) for name in names)
    for loc, line in every_line(persona):
        said = tuple(_base(word, names) for word in plain(line.seen or ""))
        for at in range(len(said)):
            found = next((said[at : at + n] for n in range(longest, 0, -1) if said[at : at + n] in names), None)
            if found is not None:
                message = f'"{" ".join(found)}" names a feeling, and this is what is seen.'
                todo = 'Describe what a camera would show, such as "looks at the floor".'
                yield Finding((*loc, "seen"), message, todo)
                break


def _base(word: str, names: set[tuple[str, ...]]) -> str:
    """ "angrily" is angry, "nervously" nervous."""
    if word.endswith("ly"):
        stem = word[:-2]
        for base in (stem, f"{stem[:-1]}y" if stem.endswith("i") else stem):
            if (base,) in names:
                return base
    return word
