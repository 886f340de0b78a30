"""Every verb, its arguments and what its help says."""

from __future__ import annotations

import argparse
from typing import NoReturn

from simulator import __version__
from simulator.cli.arguments_many import many
from simulator.errors import BadInput

TRANSCRIPTS = """
FILE holds transcripts: JSON ({"id": "...", "turns": [{"side": "learner" | "patient", "text": "..."}]}), JSON Lines of
the same, or plain text with a label and a colon on each turn ("Doctor: ...", "Patient: ..."). "-" reads standard
input. Output is in input order, and equal for equal input.
"""
CODERS = "offline: built in, no network (the default); llm: the language model of ATTUNE_GRADER_MODEL; both"


class Parser(argparse.ArgumentParser):
    """Complains in one line, as every other problem does."""

    def error(self, message: str) -> NoReturn:
        """Raise BadInput instead of printing the usage."""
        raise BadInput(f"{message}.", where=self._where(), todo=f"See `{self.prog} --help`.")

    def _where(self) -> str:
        return self.prog.removeprefix("attune").strip()


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = Parser(
        prog="attune",
        description="A standardized-patient simulator for learning clinical empathy.",
        epilog="Exit codes: 0 done; 1 done with findings (validate, probe), or stopped at the budget (code, grade); "
        "2 bad input or usage. "
        "Results go to stdout, everything else to stderr.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"attune {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=Parser)
    _talking(verbs)
    _coding(verbs)
    _calibrating(verbs)
    _reading(verbs)
    _authoring(verbs)
    _rehearsing(verbs)
    _probing(verbs)
    _verb(
        verbs,
        "doctor",
        "what is configured, reachable and missing, and how to get it",
        "Looks at this installation: the data directory, the database (opened, and brought up to date), personas and "
        "rubrics, language packs, the configured language model, and the optional parts. Nothing outside this machine "
        "is asked unless a server or a key is configured. Keys are never printed. Exit code 0.",
    )
    return top


Verbs = argparse._SubParsersAction  # the type has no public name


def _verb(verbs: Verbs[Parser], name: str, short: str, description: str) -> argparse.ArgumentParser:
    return verbs.add_parser(
        name, help=short, description=f"{short[0].upper()}{short[1:]}. {description}", allow_abbrev=False
    )


def _talking(verbs: Verbs[Parser]) -> None:
    serve = _verb(
        verbs,
        "serve",
        "start the web page",
        "Serves the page on this machine until it is stopped with Ctrl-C. Defaults: ATTUNE_HOST and ATTUNE_PORT, or "
        "127.0.0.1 and 7860.",
    )
    serve.add_argument("--host", metavar="H", help="address to listen on")
    serve.add_argument("--port", metavar="P", type=_port, help="port to listen on, 0 to 65535 (0: any free one)")
    chat = _verb(
        verbs,
        "chat",
        "talk with a patient in this terminal",
        "You are the learner. What can be seen of the patient stands in parentheses. Commands: /quiet stays quiet, "
        "/retry asks again for a reply that broke off, /end (or the end of the input) ends the conversation and "
        "prints the report, /help. The conversation is kept like any other.",
    )
    chat.add_argument("persona", metavar="PERSONA", help="id of a shipped patient, or the path of a persona file")
    chat.add_argument("--voice", choices=("offline", "llm"), help="who speaks (default: llm where ATTUNE_MODEL is set)")
    chat.add_argument("--seed", metavar="N", type=_seed, help="whole number; the offline voice repeats itself exactly")


def _coding(verbs: Verbs[Parser]) -> None:
    code = _verb(
        verbs,
        "code",
        "label emotions and responses in transcripts",
        "Finds the moments in which emotion showed, what each learner turn did, and how each concern ended; every "
        f"label with its quote. No scores.{TRANSCRIPTS}",
    )
    grade = _verb(
        verbs,
        "grade",
        "label transcripts and score them by a rubric",
        f"The labels of `attune code`, and what they come to by one rubric.{TRANSCRIPTS}",
    )
    grade.add_argument(
        "--rubric",
        metavar="ID",
        default="emotion-response",
        help="id of a shipped rubric, or the path of a rubric file (default: emotion-response)",
    )
    for verb in (code, grade):
        verb.add_argument("files", metavar="FILE", nargs="+", help='transcripts, or "-" for standard input')
        verb.add_argument("--coder", choices=("offline", "llm", "both"), default="offline", help=CODERS)
        _format(verb, ("json", "text"), "json: one object per line; text: a readable summary")
        _output(verb)
        _several(verb)
        many(verb)


def _calibrating(verbs: Verbs[Parser]) -> None:
    calibrate = _verb(
        verbs,
        "calibrate",
        "hold a coder against people's ratings of the same transcripts",
        "Says for each item of a rubric whether the coder agrees with people about as well as people agree with each "
        "other, with intervals and how many transcripts that rests on. DATA is JSON Lines: a transcript a line, with "
        '"ratings": {"rater": {"item": level}}; or a table (.csv) with the columns transcript,rater,item,level (for '
        "items coded by turn transcript,rater,item,turn,code) and the transcripts in --transcripts; or a folder that "
        "holds both. Missing ratings are allowed. With --planted no ratings are needed: learners talk with our own "
        "patients, and what the coder finds in the blind transcripts is held against what the patients' lines are "
        "tagged to show. That is consistency, not validity.",
    )
    calibrate.add_argument(
        "data", metavar="DATA", nargs="*", help='a file or a folder of ratings, or "-"; with --planted: patients'
    )
    calibrate.add_argument("--transcripts", metavar="FILE", help="the transcripts that a table of ratings speaks of")
    calibrate.add_argument(
        "--rubric", metavar="ID", help="id of a shipped rubric, or the path of a rubric file; needed for ratings"
    )
    calibrate.add_argument(
        "--planted",
        action="store_true",
        help="hold the coder against the answer key of the patients named (default: all shipped)",
    )
    calibrate.add_argument(
        "--learners",
        metavar="FILE",
        help='with --planted: your own learners, JSON Lines of {"persona", "style", "turns": [{"text"}]} (default: the '
        "scripted ones of `attune rehearse`)",
    )
    calibrate.add_argument(
        "-n", dest="times", metavar="N", type=_times, help="with --planted: conversations of each scripted learner"
    )
    calibrate.add_argument(
        "--empty",
        metavar="FILE",
        help='with --planted: lines in which a blind reader saw no emotion, JSON Lines of {"text", "seen"}',
    )
    calibrate.add_argument("--coder", choices=("offline", "llm", "both"), required=True, help=CODERS)
    _format(calibrate, ("table", "json", "html"), "json: one object; html: a page with a picture; default: table")
    _output(calibrate)
    _several(calibrate)


def _reading(verbs: Verbs[Parser]) -> None:
    report = _verb(
        verbs,
        "report",
        "write the report of a conversation",
        "From a conversation of your own (see `attune encounters`), or from what `attune code` or `attune grade` "
        "wrote. Several codings in one file: text, csv and json hold them all (json: one object per line); html and "
        "pdf hold one, chosen with --id.",
    )
    report.add_argument("source", metavar="ENCOUNTER|FILE", help='id of a conversation, a file, or "-"')
    report.add_argument("--id", metavar="TRANSCRIPT", help="only the coding of the transcript with this id")
    report.add_argument(
        "--format",
        choices=("text", "html", "json", "csv", "pdf"),
        help="default: what the ending of FILE in -o says, else text",
    )
    _output(report)
    encounters = _verb(
        verbs,
        "encounters",
        "list your conversations, newest first",
        "A table, or one JSON object per line.",
    )
    _format(encounters, ("table", "json"), "default: table")


def _authoring(verbs: Verbs[Parser]) -> None:
    validate = _verb(
        verbs,
        "validate",
        "check personas and rubrics",
        "Prints every problem as file:line:column, what is wrong and what to do; then, for files without errors, "
        "warnings about what will not work as meant. Personas and rubrics are told apart by their content. "
        "Exit code 1 where there is an error; warnings alone leave it at 0.",
    )
    validate.add_argument("paths", metavar="PATH", nargs="+", help='files, folders of .yaml files, or "-"')
    schema = _verb(
        verbs,
        "schema",
        "print the JSON Schema of a format",
        "For editors (persona and rubric files) and for programs that read what code and grade write (coding) or what "
        "calibrate writes (agreement; with --planted: planted).",
    )
    schema.add_argument("format", choices=("persona", "rubric", "coding", "agreement", "planted"), help="which format")
    case = _verb(
        verbs,
        "case",
        "print a case as a sheet that a human actor could play",
        "Everything the author wrote, in the order an actor needs it, as Markdown. It gives the case away: not for "
        "learners.",
    )
    case.add_argument("persona", metavar="PERSONA", help='id of a shipped patient, the path of a persona file, or "-"')


def _rehearsing(verbs: Verbs[Parser]) -> None:
    rehearse = _verb(
        verbs,
        "rehearse",
        "let differently spoken learners meet a patient, and compare what they are told",
        "Plays whole conversations that nothing keeps: each learner talks in one way throughout (warm, plain-kind, "
        "formulaic, over-namer, reassurer, prier, cold) and sees what a learner sees. Shows what each was told and "
        "when, how trust went, where the concerns stood at the end, what the built-in coder made of it, and what an "
        "author should look at. It gives the case away: not for learners. Scripted learners are not people.",
    )
    rehearse.add_argument("persona", metavar="PERSONA", help="id of a shipped patient, or the path of a persona file")
    rehearse.add_argument(
        "--learners",
        metavar="NAMES",
        help="names with commas between (default: all scripted ones); model-warm and so on are played by the language "
        "model of ATTUNE_MODEL, model stands for all of these",
    )
    rehearse.add_argument(
        "-n", dest="times", metavar="N", type=_times, default=1, help="conversations of each learner (default: 1)"
    )
    rehearse.add_argument(
        "--voice", choices=("offline", "llm"), help="who speaks (default: llm where ATTUNE_MODEL is set)"
    )
    _format(rehearse, ("table", "json"), "json: one object per conversation, then a summary; default: table")
    rehearse.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        help="keep the conversations (text, and JSON for `attune grade`) and traces there; nothing is overwritten",
    )


def _probing(verbs: Verbs[Parser]) -> None:
    probe = _verb(
        verbs,
        "probe",
        "attack a patient, and see whether it stays in its role",
        "Plays a suite of attacks in ten families, each in a fresh conversation that nothing keeps, and judges every "
        "reply: whether the role was broken, whether anything was told, trusted or opened that should not be, and "
        "whether every request to a model stays the same with everything untold replaced by noise. Exit code 1 where "
        "there is a finding. With a language model it makes some 500 requests.",
    )
    probe.add_argument("persona", metavar="PERSONA", help="id of a shipped patient, or the path of a persona file")
    probe.add_argument(
        "--voice",
        choices=("offline", "llm"),
        default="offline",
        help="whose words are judged: built in, no network (the default), or the language model of ATTUNE_MODEL",
    )
    _format(probe, ("table", "json"), "json: one object per attack, then a summary; default: table")


def _format(verb: argparse.ArgumentParser, known: tuple[str, ...], text: str) -> None:
    verb.add_argument("--format", choices=known, default=known[0], help=text)


def _output(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "-o", "--output", metavar="FILE", help="write there instead of stdout; the file appears once it is whole"
    )


def _several(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=_jobs,
        help="transcripts at the same time (default: 1; with a language model 4)",
    )


def _number(text: str, least: int, most: int, meant: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 12 and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f'"{text}" is not {meant}')
    return int(text)


def _port(text: str) -> int:
    return _number(text, 0, 65535, "a port (0 to 65535)")


def _jobs(text: str) -> int:
    return _number(text, 1, 1000, "a number from 1 to 1000")


def _times(text: str) -> int:
    return _number(text, 1, 100, "a number from 1 to 100")


def _seed(text: str) -> int:
    return _number(text, 0, 2**31 - 1, "a whole number from 0 to 2147483647")
