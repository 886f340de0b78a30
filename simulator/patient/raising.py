"""What the patient raises of their own accord in a reply: a hint, a question, a word about the time."""

from __future__ import annotations

from simulator.codes import MoveKind as M
from simulator.patient import subjects
from simulator.patient.brief import Say
from simulator.patient.hearing import intelligible
from simulator.patient.moment import Moment
from simulator.patient.rules import RULE
from simulator.patient.threads import due_hint, is_about
from simulator.persona import Question
from simulator.transcript import Act


def hint_for(moment: Moment, answers: list[Say]) -> Say | None:
    heard = moment.heard
    if moment.settled.met or moment.peace or moment.pressed or moment.asked.safety is not None:
        return None
    if heard.unsure and not intelligible(moment.transcript.turns[-1].text):
        return None
    personal = any(say.role == "tell" and moment.personal(say.id) for say in answers)
    if heard.has(M.CLOSES, M.JUDGES) or personal or any(say.role in ("cover", "decline") for say in answers):
        return None
    telling = tuple(say.id for say in answers if say.role == "tell")
    invited = heard.has(M.EXPLORES_FEELING) or not subjects.FEELINGS.isdisjoint(heard.asked)
    vague = heard.has(M.OPEN_QUESTION, M.INVITES, M.EXPLORES_FEELING, M.BACK_CHANNEL)
    taken_up = any(is_about(thread, heard) for thread in moment.persona.threads)
    if heard.questions and not (answers or vague or taken_up):
        return None  # a plain question nobody authored gets a plain answer first
    due = due_hint(
        moment.persona,
        moment.inner,
        heard,
        telling,
        invited=invited and not answers,
        room=not answers or not heard.questions,
    )
    if due is None:
        return None
    _, hint = due
    if len(telling) >= RULE.answers - 1 and not hint.due.on:
        return None  # a long answer is not made longer; the hint stays due
    return Say(id=hint.id, role="hint", text=hint.text, lines=moment.lines(hint.lines, hint.id))


def question_for(moment: Moment, answers: list[Say]) -> Say | None:
    """A question the patient puts, when its time has come: at most one, and not on top of a long answer."""
    heard, ledger = moment.heard, moment.before.ledger
    if moment.settled.met or moment.peace or moment.pressed or len(answers) > 2 or heard.act is Act.QUIET:
        return None
    if moment.asked.safety is not None or any(s.role == "tell" and moment.personal(s.id) for s in answers):
        return None  # such an answer stands by itself
    if heard.has(M.CLOSES) and not heard.questions:
        return None
    asked_for = "agenda" in heard.asked
    if heard.questions and not answers and not asked_for:
        return None  # a question is not answered by a question alone
    if ledger.put_at and ledger.turns - ledger.put_at < 1 and not asked_for:
        return None
    for question in moment.persona.asks:
        if _due(moment, question, asked_for=asked_for):
            lines = moment.lines(question.lines, question.id)
            return Say(id=question.id, role="ask", text=question.text, lines=lines)
    return None


def _due(moment: Moment, question: Question, *, asked_for: bool) -> bool:
    heard, ledger = moment.heard, moment.before.ledger
    if question.id in heard.settles or question.id in ledger.settled:
        return False
    times = ledger.questions.get(question.id, 0)
    if times >= 2 or (times == 1 and (ledger.put != question.id or _wait(moment) < RULE.ask_again)):
        return False
    if asked_for:
        return times == 0
    if moment.inner.ledger.turns < question.turn:
        return False
    called = {*(topic.id for topic in heard.topics), *(kind.value for kind in heard.kinds)}
    return not question.on or times == 1 or not called.isdisjoint(question.on)


def _wait(moment: Moment) -> int:
    return moment.inner.ledger.turns - moment.before.ledger.put_at


def time_cue(moment: Moment, answers: list[Say]) -> Say | None:
    """What the patient says about the time, once, when there is room for it."""
    heard = moment.heard
    if len(answers) > 1 or moment.settled.met or heard.act is Act.QUIET or moment.asked.safety is not None:
        return None
    if heard.has(M.CLOSES) or any(moment.personal(say.id) for say in answers):
        return None
    for cue in moment.persona.time_cues:
        if cue.id not in moment.before.ledger.cues and moment.inner.ledger.turns >= cue.turn:
            return Say(id=cue.id, role="react", text=cue.text, lines=moment.lines(cue.lines, cue.id))
    return None
