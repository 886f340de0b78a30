"""The case sheet: the case in the order in which somebody who plays the part needs it, and what only trainers read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulator.cli import sheet_words as words
from simulator.cli.sheet_rows import Case, Rows, lines, section
from simulator.cli.sheet_shown import safety, threads
from simulator.cli.sheet_told import facts, questions, unasked
from simulator.cli.sheet_words import flat, line, title
from simulator.persona import FactKind, Line, Mood, Persona, Says

WRONG = ("judged", "reassured", "pressed", "advised", "limit_bare", "stock", "jargon")
"""Reactions to what learners are apt to do wrong."""
APART = ("silence", "closing")
"""Reactions that have a section of their own."""


def sheet(persona: Persona, version: str, topics: Mapping[str, str]) -> str:
    """Markdown. `topics`: what each topic of the language means, for "when asked about"."""
    case = Case(persona, topics)
    kinds = (facts(case, kind) for kind in (FactKind.CLINICAL, FactKind.PERSONAL, FactKind.HELD))
    sections: tuple[Rows, ...] = (
        *(head(case, version), door(case), chart(case), results(case), opening(case), part(case), ideas(case)),
        *(unasked(case), *kinds, questions(case), threads(case), mistakes(case), silence(case), reactions(case)),
        *(endings(case), safety(case), checklist(case), sources(case)),
    )
    return _joined(row for each in sections for row in each)


def _joined(rows: Iterable[str]) -> str:
    kept: list[str] = []
    for row in rows:
        if row or kept[-1:] != [""]:  # one empty line is enough
            kept.append(row)
    return "\n".join(kept).rstrip() + "\n"


# ---- who and where -----------------------------------------------------------------------------------------


def head(case: Case, version: str) -> Rows:
    """Name, setting, what may be practised, and whether anybody has reviewed it."""
    p, place = case.persona, case.persona.setting
    yield f"# {flat(p.name)}, {p.age} ({flat(p.pronoun)})"
    yield from ("", "**This sheet gives the case away. It is not for the learner.**", "", flat(p.summary), "")
    yield f"- Where: {flat(place.place)}, {words.CHANNELS.get(p.channel, p.channel)}"
    yield f"- When: {flat(place.when)}"
    yield f"- The learner is: {flat(place.learner_role)}"
    yield f"- For: {flat(place.level)}; about {place.minutes} minutes; language: {p.language}"
    yield f"- May come up: {flat(p.content_note)}"
    yield f"- Reviewed by: {'; '.join(map(flat, p.reviewers)) or 'not yet reviewed'}"
    yield f"- Case: {p.id}, version {version}"
    if p.objectives:
        yield from section("What may be practised here")
        yield from (f"- {flat(text)}" for text in p.objectives)


def door(case: Case) -> Rows:
    """The door note."""
    yield from section("What the learner reads at the door")
    yield f"> {flat(case.persona.door_note)}"


def chart(case: Case) -> Rows:
    """What the learner may look up."""
    if case.persona.chart:
        yield from section("What the learner may look up")
        yield "The chart lies open for the learner. You have not read it."
        yield ""
        yield from (f"- **{flat(entry.title)}.** {flat(entry.text)}" for entry in case.persona.chart)


def results(case: Case) -> Rows:
    """News that the learner brings."""
    if case.persona.results:
        yield from section("Results the learner has and you do not")
        yield "You hear them only if the learner gives them. Until then you do not know."
        for result in case.persona.results:
            yield from ("", f"**{title(result.id)}.** {flat(result.text)}")
            yield f"- What it means to you: {flat(result.means)}"
            yield from lines("You say", result.lines)


# ---- who you are -------------------------------------------------------------------------------------------


def opening(case: Case) -> Rows:
    """The first words, verbatim."""
    yield from section("Your first words")
    yield "Say them as they stand; what the learner does next depends on them."
    yield from ("", f"> {line(case.persona.opening)}")


def part(case: Case) -> Rows:
    """How this person is, and how to play it."""
    p, affect = case.persona, case.persona.affect
    yield from section("How you are, and how to play it")
    if p.author_notes.strip():
        yield from ("### What is going on", "", *_paragraphs(p.author_notes), "", "### How you come across", "")
    yield flat(p.manner)
    if p.never:
        yield from ("", "What you never do:", "", *(f"- {flat(text)}" for text in p.never))
    if p.background:
        yield from ("", "What anyone may know of you:", "", *(f"- {flat(text)}" for text in p.background))
    yield from ("", "How you are when it begins:", "")
    yield f"- Trust: {words.share(affect.trust)}. Distress: {words.share(affect.distress)}."
    feelings = sorted(affect.feelings.items(), key=lambda pair: (-pair[1], pair[0]))
    if feelings:
        yield f"- You feel: {', '.join(f'{name.value} ({words.share(n)})' for name, n in feelings)}."
    yield from ("", "What being met means to you, most first:", "")
    ways = sorted(p.ways_in.items(), key=lambda pair: (-pair[1], pair[0]))
    yield from (f"- {words.WAYS[way]} ({words.share(weight)})" for way, weight in ways)
    yield from ("", "How you open up:", "")
    yield f"- **Guarded** while trust is below {affect.guarded_below:g}: short answers, little of your own accord."
    yield f"- **Even** from there on: you answer readily. {case.soon(affect.guarded_below)}"
    yield f"- **Open** from {affect.open_at:g}: you talk more freely. {case.soon(affect.open_at)}"
    yield "- Trust rises slowly and falls faster. What is repaired is partly forgiven."
    if p.training_notes.strip():
        yield from ("", "### For you and whoever trains you", "", *_paragraphs(p.training_notes))


def ideas(case: Case) -> Rows:
    """Ideas, concerns, expectations: by the facts and threads that hold them."""
    held = case.persona.ideas
    rows = (
        ("What you think it is", held.ideas),
        ("What you are afraid of", held.concerns),
        ("What you hope for from today", held.expectations),
    )
    if not any(names for _, names in rows):
        return
    yield from section("Ideas, concerns, expectations")
    for lead, names in rows:
        if names:
            yield f"- **{lead}.** {' / '.join(case.named(name) for name in names)}"


# ---- what you do -------------------------------------------------------------------------------------------


def mistakes(case: Case) -> Rows:
    """How likely mistakes are taken: this person's own, then the general ones."""
    yield from section("When the learner gets it wrong")
    yield "Let it be felt, briefly, and leave a way back."
    for mistake in case.persona.mistakes:
        yield from ("", f"**{title(mistake.id)}.** {flat(mistake.text)}")
        yield f"- When the learner: {case.does(mistake.on)}"
        yield from lines("You say", mistake.lines)
        if mistake.note.strip():
            yield f"- Note: {flat(mistake.note)}"
    for name in WRONG:
        yield from _reaction(case, name)


def silence(case: Case) -> Rows:
    """When nobody speaks."""
    yield from section("Silence")
    yield "A first silence is an offer. Let it last before you fill it."
    yield ""
    yield from _by_mood(case.persona.says.silence)


def reactions(case: Case) -> Rows:
    """Words for what happens in any conversation."""
    yield from section("How you react otherwise")
    for name in Says.model_fields:
        if name not in (*WRONG, *APART):
            yield from _reaction(case, name)


def _reaction(case: Case, name: str) -> Rows:
    about = flat(Says.model_fields[name].description or title(name)).removesuffix("; by mood")
    yield from ("", f"**{about[0].upper()}{about[1:]}**", "")
    yield from _by_mood(getattr(case.persona.says, name))


def _by_mood(rows: tuple[Line, ...]) -> Rows:
    order = [None, Mood.GUARDED, Mood.EVEN, Mood.OPEN]
    yield from (f"- {line(one)}" for one in sorted(rows, key=lambda one: order.index(one.mood)))


# ---- the end -----------------------------------------------------------------------------------------------


def endings(case: Case) -> Rows:
    """How it ends on each path, and what the patient says in the debrief."""
    yield from section("How it ends")
    yield "By how open you are when the learner closes. What you say afterwards is for the debrief; it rates nobody."
    for mood, lead in words.ENDS.items():
        yield from ("", f"**{lead}**", "")
        said = [one for one in case.persona.says.closing if one.mood in (mood, None)]
        yield from (f"- You say: {line(one.model_copy(update={'mood': None}))}" for one in said)
        if mood in case.persona.closing_words:
            yield f"- Afterwards, to the learner: {flat(case.persona.closing_words[mood])}"


def checklist(case: Case) -> Rows:
    """Tasks, apart from empathy."""
    if case.persona.checklist:
        yield from section("Tasks, apart from empathy")
        yield "To tick off afterwards. They count in no score of empathy, and empathy does not count here."
        yield ""
        for task in case.persona.checklist:
            told = " / ".join(title(name) for name in task.facts)
            yield f"- [ ] {flat(task.text)} ({f'done if you told: {told}' if told else 'a person decides'})"


def sources(case: Case) -> Rows:
    """What the case rests on."""
    if case.persona.sources:
        yield from section("Sources")
        yield from (f"- {flat(text)}" for text in case.persona.sources)


def _paragraphs(text: str) -> Rows:
    for n, part in enumerate(part for part in text.strip().split("\n\n") if part.strip()):
        yield from ("", flat(part)) if n else (flat(part),)
