"""What this person says in any conversation, and what they will ask and answer of their own accord."""

from __future__ import annotations

from pydantic import Field

from simulator.codes import Frozen
from simulator.persona.parts import NAME, Line


class Question(Frozen):
    """A question the patient will put to the learner."""

    id: str = Field(pattern=NAME)
    text: str
    """What the patient wants to know, third person, for the LLM voice."""
    lines: tuple[Line, ...] = Field(min_length=1)
    turn: int = Field(default=0, ge=0)
    """Not before this many learner turns."""
    on: tuple[str, ...] = ()
    """If given: when one of these topics or move kinds is heard."""
    settled_by: tuple[str, ...] = ()
    """What answers it, asked or not: topics, move kinds, or phrases. Heard once, it is not put (again)."""


class TimeCue(Frozen):
    """Something the patient says about time, once, when the encounter has gone on for a while."""

    id: str = Field(pattern=NAME)
    turn: int = Field(ge=1)
    """Not before this many learner turns."""
    text: str
    """For the LLM voice, third person."""
    lines: tuple[Line, ...] = Field(min_length=1)


class Mistake(Frozen):
    """How this person takes something that learners are likely to do wrong with them."""

    id: str = Field(pattern=NAME)
    on: tuple[str, ...] = Field(min_length=1)
    """Kinds of moves (judges, minimises, reassures_early, argues, advises_unasked, jargon ...) or phrases of the
    learner's: heard, it is answered with these lines instead of the everyday ones."""
    text: str
    """What it does to them, third person, for the LLM voice."""
    lines: tuple[Line, ...] = Field(min_length=1)
    note: str = ""
    """For the educator and the human actor; never sent."""


class Says(Frozen):
    """Lines for what happens in any conversation, in this person's words, a few of each; used by the offline voice."""

    greeting: tuple[Line, ...] = Field(min_length=1)
    """answer to a greeting or introduction"""
    small_yes: tuple[Line, ...] = Field(min_length=1)
    """to a statement that asks nothing: nods along"""
    go_on: tuple[Line, ...] = Field(min_length=1)
    """invited to say more when nothing more is ready"""
    do_not_know: tuple[Line, ...] = Field(min_length=1)
    """asked something ordinary that the case does not hold"""
    nothing_like_that: tuple[Line, ...] = Field(min_length=1)
    """asked for a symptom or habit the case does not hold: no"""
    puzzled: tuple[Line, ...] = Field(min_length=1)
    """cannot make out what is meant"""
    jargon: tuple[Line, ...] = Field(min_length=1)
    """a word the patient does not know"""
    silence: tuple[Line, ...] = Field(min_length=1)
    """the learner stays quiet; by mood"""
    touched: tuple[Line, ...] = Field(min_length=1)
    """an apt, kind word that opens no thread; by mood"""
    stock: tuple[Line, ...] = Field(min_length=1)
    """a stock phrase, again"""
    reassured: tuple[Line, ...] = Field(min_length=1)
    """reassured too early or told it could be worse"""
    judged: tuple[Line, ...] = Field(min_length=1)
    """judged, lectured, argued with"""
    pressed: tuple[Line, ...] = Field(min_length=1)
    """pressed on what was declined"""
    left_in_peace: tuple[Line, ...] = Field(min_length=1)
    """the decline was accepted"""
    apology: tuple[Line, ...] = Field(min_length=1)
    """the learner apologised"""
    informed: tuple[Line, ...] = Field(min_length=1)
    """given information or an answer"""
    advised: tuple[Line, ...] = Field(min_length=1)
    """advised"""
    limit: tuple[Line, ...] = Field(min_length=1)
    """a limit with its reason; by mood"""
    limit_bare: tuple[Line, ...] = Field(min_length=1)
    """a bare no"""
    plan: tuple[Line, ...] = Field(min_length=1)
    """a next step is offered; by mood"""
    thanked: tuple[Line, ...] = Field(min_length=1)
    """thanked or complimented"""
    again: tuple[Line, ...] = Field(min_length=1)
    """asked again what was told already, before saying it again"""
    closing: tuple[Line, ...] = Field(min_length=1)
    """the learner closes the conversation; by mood"""
