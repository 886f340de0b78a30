"""`attune chat`: a conversation in the terminal, through the same simulator as the page's."""

from __future__ import annotations

import argparse
import sys
import uuid
from dataclasses import replace

from simulator.cli import pick
from simulator.cli.local import Local, graded, running
from simulator.errors import AttuneError
from simulator.library import Library, shipped
from simulator.report import render
from simulator.settings import Settings
from simulator.simulator import voice_label
from simulator.transcript import Act
from simulator.wiring import build

HELP = """\
Type what you say and press Enter.
/quiet  stay quiet        /retry  ask again for a reply that broke off
/end    end the talk      /help   this list"""


def run(args: argparse.Namespace) -> int:
    """Begin, talk until the end, then print the report."""
    entry = pick.persona_entry(args.persona)
    built = build(Settings.from_environment(), library=_with(shipped(), entry))
    with running(built) as local:
        begun = local.simulator.begin(local.who, entry.id, voice=args.voice, seed=args.seed)
        talk = Talk(local, local.run(begun))
        talk.open()
        talk.listen_and_answer()
        talk.close()
    return 0


def _with(library: Library, entry: pick.PersonaEntry) -> Library:
    """A persona from a file stands beside the shipped ones, or in the place of the one with its id."""
    others = tuple(one for one in library.personas if one.id != entry.id)
    return replace(library, personas=(*others, entry))


class Talk:
    """One conversation and the terminal it is held in."""

    def __init__(self, local: Local, encounter_id: str) -> None:
        self.local, self.id = local, encounter_id
        view = local.run(local.simulator.see(local.who, encounter_id))
        self.card, self.seq, self.voice = view.card, view.seq, voice_label(view.voice)
        self.opening = [seen.turn for seen in view.turns]

    def open(self) -> None:
        """The door note, then the patient's first words."""
        card = self.card
        note(f"{card.place}, {card.when}. You are {card.learner_role}.\n\n{card.door_note.strip()}\n")
        note(f"May come up: {card.content_note}\nA simulation. Who speaks: {self.voice}.\n\n{HELP}\n")
        for turn in self.opening:
            say(f"{card.name}: {_seen(turn.seen)}{turn.text}\n")

    def listen_and_answer(self) -> None:
        """Read lines until /end or the end of the input."""
        while (typed := read_line()) is not None:
            word = typed.strip()
            if word == "/end":
                return
            try:
                self._take(word)
            except AttuneError as error:
                note(error.message)
                self.seq = self.local.run(self._where())

    def _take(self, word: str) -> None:
        if word == "/help":
            note(HELP)
        elif word == "/quiet":
            self._turn("", Act.QUIET)
        elif word == "/retry":
            self.local.run(self._again())
        elif word.startswith("/"):
            note(f"{word.split()[0]} is not a command here.\n{HELP}")
        elif word:
            self._turn(word, Act.SAY)

    def _turn(self, text: str, act: Act) -> None:
        self.local.run(self._say(text, act))

    async def _say(self, text: str, act: Act) -> None:
        simulator, who = self.local.simulator, self.local.who
        await simulator.say(who, self.id, text, key=uuid.uuid4().hex, seen_seq=self.seq, act=act)
        await self._reply()

    async def _again(self) -> None:
        await self.local.simulator.retry(self.local.who, self.id)
        await self._reply()

    async def _reply(self) -> None:
        """The reply as it grows. What is printed once stays: only its end is new each time."""
        printed, named = "", False
        async for live in self.local.simulator.follow(self.local.who, self.id):
            if (live.text or live.seen) and not named:
                say(f"{self.card.name}: {_seen(live.seen)}")
                named = True
            say(live.text[len(printed) :])
            printed = live.text
            if live.notice is not None:
                note(f"\n{live.notice.text}{' /retry asks again.' if live.notice.retryable else ''}")
        if named:
            say("\n")
        self.seq = await self._where()

    async def _where(self) -> int:
        return (await self.local.simulator.see(self.local.who, self.id)).seq

    def close(self) -> None:
        """End the conversation, have it read, and print the report."""
        local = self.local
        local.run(local.simulator.end(local.who, self.id))
        note("\nReading the conversation ...")
        local.run(graded(local, self.id))
        report = local.run(local.simulator.report(local.who, self.id))
        say("\n" + render(report, "text").body.decode("utf-8"))
        note(f"The conversation is kept: `attune report {self.id}` shows this again.")


def read_line() -> str | None:
    """The next line; None at the end of the input."""
    if sys.stdin.isatty():
        try:
            return input("> ")
        except EOFError:
            return None
    data = sys.stdin.buffer.readline()
    return data.decode("utf-8", "replace") if data else None


def say(text: str) -> None:
    """The conversation itself."""
    print(text, end="", flush=True)


def note(text: str) -> None:
    """Everything around it."""
    print(text, file=sys.stderr, flush=True)


def _seen(seen: str | None) -> str:
    """What can be seen of the patient: in parentheses, and in italics where the terminal has them."""
    if not seen:
        return ""
    return f"\x1b[3m({seen})\x1b[0m " if sys.stdout.isatty() else f"({seen}) "
