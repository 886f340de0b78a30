"""The case sheet: everything the author wrote, in the order in which somebody who plays the part needs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from simulator.cli import sheet_words as words
from simulator.cli.sheet_words import flat, line
from simulator.persona import Due, Fact, FactKind, Line, Opens, Persona, Says, Thread

Rows = Iterator[str]


def sheet(persona: Persona, version: str, topics: Mapping[str, str]) -> str:
    """Markdown. `topics`: what each topic of the language means, for "when asked about"."""
    return Sheet(persona, version, topics).text()


class Sheet:
    """One persona on its way to paper."""

    def __init__(self, persona: Persona, version: str, topics: Mapping[str, str]) -> None:
        self.persona, self.version, self.topics = persona, version, topics
        self.hints = {hint.id: hint for thread in persona.threads for hint in thread.hints}

    def text(self) -> str:
        """All sections."""
        facts = (self.facts(kind) for kind in (FactKind.CLINICAL, FactKind.PERSONAL, FactKind.HELD))
        sections = (
            *(self.head(), self.part(), self.unasked(), *facts, self.safety(), self.threads()),
            *(self.questions(), self.reactions(), self.afterwards(), self.notes()),
        )
        rows: list[str] = []
        for row in (row for section in sections for row in section):
            if row or rows[-1:] != [""]:  # one empty line is enough
                rows.append(row)
        return "\n".join(rows).rstrip() + "\n"

    # ---- who and where -------------------------------------------------------------------------------------

    def head(self) -> Rows:
        """Name, setting, door note."""
        p, place = self.persona, self.persona.setting
        yield f"# {flat(p.name)}, {p.age} ({flat(p.pronoun)})"
        yield from ("", flat(p.summary), "")
        yield f"- Where: {flat(place.place)}, {flat(place.when)} ({words.CHANNELS.get(p.channel, p.channel)})"
        yield f"- The learner is: {flat(place.learner_role)}"
        yield f"- For: {flat(place.level)}; about {place.minutes} minutes; language: {p.language}"
        yield f"- May come up: {flat(p.content_note)}"
        yield f"- Case: {p.id}, version {self.version}"
        yield f"- Reviewed by: {'; '.join(map(flat, p.reviewers)) or 'nobody yet'}"
        yield from ("", "**This sheet gives the case away. It is not for the learner.**")
        yield from _section("What the learner reads at the door")
        yield f"> {flat(p.door_note)}"

    def part(self) -> Rows:
        """How this person is."""
        p, affect = self.persona, self.persona.affect
        yield from _section("Your part")
        yield from ("Your first words:", "", f"> {line(p.opening)}", "")
        yield from ("How you talk and carry yourself:", "", flat(p.manner))
        if p.background:
            yield from ("", "What anyone may know:", "", *(f"- {flat(text)}" for text in p.background))
        yield from ("", "How you are when it begins:", "")
        yield f"- Trust: {words.share(affect.trust)}. Distress: {words.share(affect.distress)}."
        feelings = sorted(affect.feelings.items(), key=lambda pair: (-pair[1], pair[0]))
        if feelings:
            yield f"- You feel: {', '.join(f'{name.value} ({words.share(n)})' for name, n in feelings)}."
        yield from ("", "What being met means to you, most first:", "")
        ways = sorted(p.ways_in.items(), key=lambda pair: (-pair[1], pair[0]))
        yield from (f"- {words.WAYS[way]} ({words.share(weight)})" for way, weight in ways)
        yield from ("", "Trust rises slowly and falls faster. A mistake that is repaired is partly forgiven.")

    # ---- what is told --------------------------------------------------------------------------------------

    def unasked(self) -> Rows:
        """What comes without a question."""
        yield from _section("Without being asked")
        yield "Your first words, and, when their time comes, what you let show (further down). Beyond that:"
        yield ""
        told = [fact for fact in self.persona.facts if fact.opens.unasked]
        yield from (f"- {flat(fact.text)} ({self.opens(fact.opens)})" for fact in told)
        if not told:
            yield "- Nothing. Wait to be asked."

    def facts(self, kind: FactKind) -> Rows:
        """All facts of one kind."""
        found = [fact for fact in self.persona.facts if fact.kind is kind]
        if found:
            title, lead = words.KINDS[kind]
            yield from _section(title)
            yield lead
            for fact in found:
                yield from self.fact(fact)

    def fact(self, fact: Fact) -> Rows:
        """One fact: what is so, when it is told, how it sounds."""
        yield from ("", f"**{_title(fact.id)}.** {flat(fact.text)}")
        if asked := self.asked(fact.about, fact.asked_by):
            yield f"- When asked about: {asked}"
        if fact.kind is FactKind.PERSONAL:
            yield f"- You tell it when: {self.opens(fact.opens)}"
        if fact.cover:
            yield f"- {'Instead' if fact.kind is FactKind.HELD else 'Until then'}: {flat(fact.cover)}"
        if fact.kind is not FactKind.HELD:
            yield from _lines("You might say", fact.lines)
            yield from _lines("And, asked to go on", fact.more)

    def opens(self, opens: Opens) -> str:
        """When a personal fact may be told."""
        conditions = [f"trust is at least {words.share(opens.trust)}"] if opens.trust else []
        conditions += [f"you have told: {_title(other)}" for other in opens.after]
        if opens.thread_met:
            conditions.append(f"you were met in: {_title(opens.thread_met)}")
        if opens.unasked:
            conditions.append("then even if nobody asks")
        return "; ".join(conditions) or "somebody asks"

    def asked(self, about: Iterable[str], phrases: Iterable[str] = ()) -> str:
        """What the learner would ask, in words."""
        named = [self.topics.get(topic, _title(topic).lower()) for topic in about]
        return "; ".join([*named, *(f'"{flat(phrase)}"' for phrase in phrases)])

    # ---- safety --------------------------------------------------------------------------------------------

    def safety(self) -> Rows:
        """What is so about risk, and what is said about it."""
        safety = self.persona.safety
        yield from _section("Safety")
        yield f"{words.RISKS[safety.risk]} Never name a method, a means, a place or a date."
        if safety.warning_hints:
            yield from ("", "What lets it show beforehand:", "")
            shown = (self.hints[hint].text for hint in safety.warning_hints)
            yield from (f"- {flat(text)}" for text in shown)
        yield from ("", "Asked plainly, at any time and however clumsily, you answer truthfully:")
        named = dict.fromkeys(filter(None, (safety.answer, safety.protects)))
        for n, identity in enumerate(named):
            if n:
                yield from ("", "What protects you:")
            yield from self.fact(self.persona.fact(identity))
        half = line(safety.half_denial)
        yield from (
            "",
            "Asked in a leading way, you say this; asked plainly again, you answer as above:",
            "",
            f"> {half}",
        )
        others = [f for f in self.persona.facts if f.kind is FactKind.SAFETY and f.id not in named]
        if others:
            yield from ("", "Further, when asked plainly:")
        for fact in others:
            yield from self.fact(fact)

    # ---- what shows ----------------------------------------------------------------------------------------

    def threads(self) -> Rows:
        """Every concern with its hints, in order."""
        yield from _section("What you let show")
        yield (
            "Each concern comes back, plainer or sharper, until it is met; passed over often enough, it falls silent. "
            "The first time it is passed over costs nothing."
        )
        for thread in self.persona.threads:
            yield from self.thread(thread)

    def thread(self, thread: Thread) -> Rows:
        """One concern."""
        yield from ("", f"### {_title(thread.id)} ({thread.emotion.value})")
        if touched := self.asked(thread.about, thread.named_by):
            yield from ("", f"Taken up by: {touched}")
        yield ""
        for n, hint in enumerate(thread.hints, 1):
            yield f"{n}. {flat(hint.text)} ({self.due(hint.due)}; {words.SHOWS[hint.shows]})"
            yield from (f"   > {line(one)}" for one in hint.lines)
        yield from _lines("When it is met", thread.when_met)
        yield from _lines("When you would rather not", thread.when_declined)

    def due(self, due: Due) -> str:
        """When a hint comes."""
        parts = [f"after {due.turn} turns of the learner"] if due.turn else []
        if due.on:
            parts.append(f"when the talk is of: {self.asked(due.on)}")
        if due.after_passed:
            parts.append("passed over once" if due.after_passed == 1 else f"passed over {due.after_passed} times")
        return "; ".join(parts) or "as soon as it fits"

    def questions(self) -> Rows:
        """What the patient asks."""
        if not self.persona.asks:
            return
        yield from _section("What you ask the learner")
        for ask in self.persona.asks:
            parts = [f"after {ask.turn} turns of the learner"] if ask.turn else []
            parts += [f"when the talk is of, or the learner does: {self.asked(ask.on)}"] if ask.on else []
            yield from ("", f"**{_title(ask.id)}.** {flat(ask.text)} ({'; '.join(parts) or 'when it fits'})")
            yield from _lines("You might say", ask.lines)

    def reactions(self) -> Rows:
        """Words for what happens in any conversation."""
        yield from _section("How you react")
        for name, field in Says.model_fields.items():
            yield from ("", f"**{_title(name)}** ({flat(field.description or name)})", "")
            rows: tuple[Line, ...] = getattr(self.persona.says, name)
            yield from (f"> {line(one)}  " for one in rows)

    # ---- afterwards ----------------------------------------------------------------------------------------

    def afterwards(self) -> Rows:
        """What the patient says in the debrief."""
        yield from _section("Afterwards, to the learner")
        yield "By how open you were at the end. No rating."
        for mood, text in self.persona.closing_words.items():
            yield from ("", f"**{words.MOODS[mood]}**", "", f"> {flat(text)}")

    def notes(self) -> Rows:
        """What only educators read."""
        p = self.persona
        if p.objectives:
            yield from _section("What may be practised here")
            yield from (f"- {flat(text)}" for text in p.objectives)
        if p.author_notes.strip():
            yield from _section("The author's notes")
            yield flat(p.author_notes)
        if p.sources:
            yield from _section("Sources")
            yield from (f"- {flat(text)}" for text in p.sources)


def _section(title: str) -> Rows:
    yield from ("", f"## {title}", "")


def _lines(lead: str, lines: Iterable[Line]) -> Rows:
    yield from (f"- {lead}: {line(one)}" if n == 0 else f"  - or: {line(one)}" for n, one in enumerate(lines))


def _title(identity: str) -> str:
    """why_here -> Why here."""
    return identity.replace("_", " ").capitalize()
