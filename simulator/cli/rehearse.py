"""`attune rehearse`: differently spoken learners meet a patient, and what came of it is laid side by side."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from simulator.cli import pick
from simulator.cli.lines import line
from simulator.errors import BadInput, NotConfigured, ProviderFailed
from simulator.grader.builtin import BuiltinCoder
from simulator.library import shipped
from simulator.models import ModelSpec, chat_model
from simulator.persona import Persona
from simulator.rehearsal.counted import FORMAT, Rehearsed, row, trace
from simulator.rehearsal.learner import Learner
from simulator.rehearsal.model import ModelLearner
from simulator.rehearsal.rehearse import MODEL, MakeLearner, by_model, learners_named, rehearse, scripted, summary
from simulator.rehearsal.table import table
from simulator.settings import Settings
from simulator.simulator import USUAL
from simulator.transcript import Act, Side, Turn
from simulator.wiring import voice_named

LEARNER_TOKENS = 2000
"""Most tokens of one turn of a learner; a model that thinks before it speaks spends its thoughts from it too."""


def run(args: argparse.Namespace) -> int:
    """Rehearse, print, and keep the conversations where a folder is named."""
    entry = pick.persona_entry(args.persona)
    persona, settings = entry.get(), Settings.from_environment()
    names = learners_named(args.learners)
    voice = args.voice or ("llm" if settings.model is not None else "offline")
    make_learner, make_voice = _learners(settings, names), voice_named(settings, voice)
    folder = None if args.output is None else _Folder(args.output, persona, names, args.times)
    rubrics, coder = [shipped().rubric(name).get() for name in USUAL], BuiltinCoder()
    _note(f"{persona.name}: {len(names) * args.times} encounters, voice {voice}.")

    async def whole() -> list[Rehearsed]:
        done: list[Rehearsed] = []
        async for one in rehearse(
            persona, names, args.times, make_voice=make_voice, rubrics=rubrics, coder=coder, make_learner=make_learner
        ):
            done.append(one)
            if folder is not None:
                folder.keep(one)
            _progress(one, voice)
        return done

    done = asyncio.run(whole())
    if not any(one.whole for one in done):
        raise ProviderFailed(done[0].encounter.failed, kind="server", retryable=True, where=done[0].learner)
    if args.format == "table":
        sys.stdout.write(table(persona, done))
    else:
        last = summary(persona, entry.hash, voice, f"{coder.identity.name} {coder.identity.version}", done)
        sys.stdout.write("".join(line(each).decode("utf-8") for each in [*(row(persona, one) for one in done), last]))
    if folder is not None:
        _note(f"The conversations and traces are in {folder.path}.")
    return 0


def _progress(one: Rehearsed, voice: str) -> None:
    if one.encounter.failed:
        _note(f"{one.learner} {one.encounter.number}: not played to its end, and not counted. {one.encounter.failed}")
    elif voice == "llm" or by_model(one.learner):  # these take minutes, the others no time at all
        _note(f"{one.learner} {one.encounter.number}: {len(one.encounter.steps)} turns.")


def _learners(settings: Settings, names: Sequence[str]) -> MakeLearner:
    """Scripted learners, and those that a model plays. Raises NotConfigured where one is wanted and none is set up."""
    if any(map(by_model, names)) and settings.model is None:
        raise NotConfigured(
            "a language model is to play the learner, and none is set up.",
            where="--learners",
            todo="Set ATTUNE_MODEL (example: openai:gpt-5-mini) and OPENAI_API_KEY, or ATTUNE_BASE_URL for another "
            "server; `attune doctor` shows what is there. The scripted learners need no model.",
        )

    @cache
    def model() -> Any:
        spec = ModelSpec(
            name=settings.model or "",
            base_url=settings.base_url,
            api_key=settings.api_key,
            max_tokens=LEARNER_TOKENS,
        )
        return chat_model(spec)

    def make(name: str, number: int) -> Learner:
        if by_model(name):
            return ModelLearner(model(), name.removeprefix(f"{MODEL}-"))
        return scripted(name, number)

    if any(map(by_model, names)):
        model()  # a missing key or package is said before the first word
    return make


# ---- what is kept ------------------------------------------------------------------------------------------


class _Folder:
    """Where conversations are kept: three files for each, and never one in the place of another."""

    def __init__(self, path: str, persona: Persona, names: Sequence[str], times: int) -> None:
        """Makes the folder. Raises BadInput where it cannot be made, or where a file is in the way."""
        self.path, self._persona = Path(path), persona
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise _unwritable(path, error) from None
        stems = [f"{persona.id}.{name}.{number}" for name in names for number in range(1, times + 1)]
        for file in (self.path / f"{stem}{ending}" for stem in stems for ending in ENDINGS):
            if file.exists():
                raise _in_the_way(file)

    def keep(self, one: Rehearsed) -> None:
        """Write the three files. Raises BadInput."""
        met = one.encounter
        traced = {
            "format": FORMAT,
            "id": met.transcript.id,
            "learner": met.learner,
            "number": met.number,
            "failed": met.failed or None,
            "trace": trace(met),
        }
        contents = (plain(met.transcript.turns), _json(met.transcript.to_json()), _json(traced))
        for ending, text in zip(ENDINGS, contents, strict=True):
            file = self.path / f"{met.transcript.id}{ending}"
            try:
                with file.open("x", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
                    out.write(text)
            except FileExistsError:
                raise _in_the_way(file) from None
            except OSError as error:
                raise _unwritable(str(file), error) from None


ENDINGS = (".txt", ".json", ".trace.json")


def plain(turns: Sequence[Turn]) -> str:
    """A transcript as labelled text, for reading; what was seen stands in parentheses, as in the terminal."""
    lines = []
    for turn in turns:
        label = "Learner" if turn.side is Side.LEARNER else "Patient"
        seen = f"({turn.seen}) " if turn.seen else ""
        text = "(stays quiet)" if turn.act is Act.QUIET and not turn.text else " ".join(turn.text.split())
        lines.append(f"{label}: {seen}{text}".rstrip())
    return "".join(f"{each}\n" for each in lines)


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _in_the_way(file: Path) -> BadInput:
    return BadInput("is there already, and nothing is overwritten.", where=str(file), todo="Name another folder in -o.")


def _unwritable(path: str, error: Exception) -> BadInput:
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return BadInput(f"cannot be written ({why}).", where=path, todo="Choose another place.")


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
