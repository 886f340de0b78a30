"""Words in a transcript that speak to whoever codes it: they bear no code, and the model's reading goes to a person.

A language model that is told in a transcript to give top marks may do so, with quotes that are really there. No check
of quotes sees that, so where such words stand nothing that the model said is counted. The built-in coder passes over
the sentences that hold them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from simulator.codes import Coding, Evidence, MoveKind, Outcome
from simulator.grader.answers import Verdict
from simulator.transcript import Transcript, Turn

MEANT_FOR_CODER = "quote_meant_for_coder"
ADDRESSED = "the conversation holds words meant for the coder"

_WHO = r"(?:grader|coder|evaluator|rater|annotator|assessor|examiner|marker|judge|(?:language\s+)?model|llm|ai)\b"
_READER = r"(?:grader|coder|evaluator|rater|annotator|(?:language\s+)?model|llm|ai)\b"
_WHAT = (
    r"(?:turn|moment|item|response|repl(?:y|ie)|answer|learner|clinician|transcript|conversation|empathy|rubric)s?\b"
)
_LABELS = "|".join(sorted(label for label in {*MoveKind, *Verdict} if "_" in label))

_MEANT = re.compile(
    rf"""
      \b(?:ignore|disregard|forget|override|bypass)\b[^.?!\n]{{0,40}}\b(?:instructions?|prompts?|rubrics?|guidelines)\b
    | \b(?:system|developer)\s+(?:prompt|message|override)s?\b
    | (?:^|[.?!]\s)\s*[\[<#*]*\s*(?:system|assistant|developer)\s*[\]>#*]*\s*: | <\|\w+\|> | \[/?INST\] | </?transcript>
    | \b(?:dear|attention|hey|hello)\s+(?:the\s+)?{_WHO}\s*[,:;.!-]
    | \b(?:to|for)\s+the\s+{_READER}\s*[,:;!-]
    | \byou(?:'re|\ are)\s+(?:now\s+)?(?:an?|the)\s+{_WHO}
    | \b(?:give|award|assign|grant)\s+(?:(?:me|us|this|the|that|all|every|each|my)\s+(?:\w+\s+){{0,3}})?
      (?:an?\s+|the\s+|only\s+)?(?:top|full|highest|maximum|max|perfect|best)\s+(?:possible\s+)?
      (?:marks?|scores?|ratings?|levels?|points?|grades?)\b
    | \b(?:code|label|rate|score|grade|mark)\s+(?:this|all|every|each|the|my|these)\s+(?:\w+\s+){{0,3}}?{_WHAT}
      [^.?!\n]{{0,40}}\b(?:as|at|with|high\w*|met|top|max\w*)\b
    | \b(?:{_LABELS})\b | "(?:level|kind|answer|strength|expressions|responses|ratings)"\s*:
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)


_ENDS = re.compile(r"[.?!]+(?=\s|$)|\n")


@lru_cache(maxsize=512)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _MEANT.finditer(text))


def meant_for_coder(turn: Turn) -> bool:
    """Whether the turn holds words for whoever codes it."""
    return bool(_spans(turn.text) or _spans(turn.seen or ""))


def passed_over(turn: Turn) -> Turn:
    """The turn with every sentence that speaks to its coder blanked; every other character keeps its place."""
    spans = _spans(turn.text)
    if not spans:
        return turn
    text = list(turn.text)
    for start, end in spans:
        begin = max((m.end() for m in _ENDS.finditer(turn.text, 0, start)), default=0)
        stop = next((m.end() for m in _ENDS.finditer(turn.text, end)), len(text))
        text[begin:stop] = " " * (stop - begin)
    return replace(turn, text="".join(text))


def rests_on_it(evidence: Evidence, transcript: Transcript) -> bool:
    """Whether the quote, at its place, touches such words."""
    turn = transcript.turn(evidence.turn)
    text = turn.text if evidence.where == "text" else turn.seen or ""
    return any(evidence.start < end and start < evidence.end for start, end in _spans(text))


def held(coding: Coding, transcript: Transcript) -> Coding:
    """The coding, with every answer and every level under review where the transcript speaks to its coder."""
    if not any(meant_for_coder(turn) for turn in transcript.turns):
        return coding
    responses = tuple(
        r if r.outcome is Outcome.NO_CHANCE else r.model_copy(update={"review": ADDRESSED}) for r in coding.responses
    )
    review = {**coding.review, **{rating.item: ADDRESSED for rating in coding.ratings}}
    return coding.model_copy(update={"responses": responses, "review": review})
