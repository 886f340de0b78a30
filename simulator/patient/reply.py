"""Composing the brief: a short reaction, the answers, then at most one hint or one question of the patient's."""

from __future__ import annotations

from simulator.codes import MoveKind as M
from simulator.patient import everyday, improvised, subjects
from simulator.patient.affect import mood
from simulator.patient.bearing import LENGTH, bearing, change
from simulator.patient.brief import Brief, Say
from simulator.patient.disclosure import wants_story
from simulator.patient.hearing import intelligible
from simulator.patient.inner import FactState
from simulator.patient.moment import Moment
from simulator.patient.raising import hint_for, question_for, time_cue
from simulator.patient.rules import KIND, RULE, RULE_VERSION
from simulator.patient.threads import is_about
from simulator.patient.unasked import state_of
from simulator.persona import Line
from simulator.transcript import Side


def compose(moment: Moment) -> Brief:
    """The brief of one reply."""
    says = _says(moment)
    persona, inner = moment.persona, moment.inner
    return Brief(
        turn=len(moment.transcript.turns) + 1,
        mood=moment.mood,
        bearing=bearing(persona, inner),
        seen=_seen(moment, says),
        says=tuple(says),
        length=LENGTH[moment.mood] if len(says) < 4 else "as long as the answers need, each in a few words",
        rule=RULE_VERSION,
    )


def _says(moment: Moment) -> list[Say]:
    heard = moment.heard
    if not any(turn.side is Side.PATIENT for turn in moment.transcript.turns[:3]):
        opening = Say(id="opening", role="react", text=everyday.TEXTS["opening"], lines=(moment.persona.opening,))
        return [opening, *(_tell(moment, name) for name in moment.allowed.tell if name in moment.asked.facts)]
    if heard.repeat and not moment.asked.facts:
        return [_repeat(moment)]
    safety = _safety(moment)
    ids = {say.id for say in safety}
    # Asked about risk among other things: the weightiest answer stands last, where it can be taken up.
    answers = [*(say for say in _answers(moment) if say.id not in ids), *safety]
    if not answers and not moment.settled.met:
        answers = _unheld(moment)
    hint = hint_for(moment, answers)
    first = _particular(moment) or _first(moment, bool(answers), hint is not None)
    if moment.heard.questions and not answers and hint is None and any(say.id in _NO_ANSWER for say in first):
        first = [] if moment.heard.which else [_everyday(moment, "small_yes")]
    says = [*first, *answers]
    if hint is not None:
        says.append(hint)
    elif (question := question_for(moment, answers)) is not None:
        says.append(question)
    if not says:
        says.append(_fallback(moment))
    if hint is None and says[-1].role != "ask" and (cue := time_cue(moment, answers)) is not None:
        says.append(cue)
    return says


def _everyday(moment: Moment, name: str) -> Say:
    lines: tuple[Line, ...] = getattr(moment.persona.says, name)
    turned = moment.lines(lines, name, turned=True)
    return Say(id=name, role="react", text=everyday.TEXTS[name], lines=turned)


def _repeat(moment: Moment) -> Say:
    last = next((t.text for t in reversed(moment.transcript.turns[-4:]) if t.side is Side.PATIENT), "")
    lines = (Line(text=last),) if last else moment.lines(moment.persona.says.puzzled, "puzzled")
    return Say(id="repeat", role="again", text=everyday.TEXTS["repeat"], lines=lines)


def _tell(moment: Moment, name: str, role: str = "tell") -> Say:
    fact = moment.persona.fact(name)
    return Say(id=name, role=role, text=fact.text, lines=moment.lines(fact.lines, name))


def _safety(moment: Moment) -> list[Say]:
    if moment.asked.safety is None:
        return []
    safety = moment.persona.safety
    told = state_of(moment.inner, safety.answer) is FactState.TOLD
    if moment.asked.safety == "leading" and not told:
        return [
            Say(
                id=safety.answer,
                role="half_denial",
                text="Asked in a way that presumes the answer no: half denies it.",
                lines=(safety.half_denial,),
            )
        ]
    if not told:
        return [_tell(moment, safety.answer, "answer_safety")]
    if safety.protects and state_of(moment.inner, safety.protects) is not FactState.TOLD:
        return [_tell(moment, safety.protects)]
    return [_tell(moment, safety.answer, "again")]


def _answers(moment: Moment) -> list[Say]:
    """Facts told, told again, told more of, covered or declined; or the answer to what the case does not hold."""
    allowed, persona = moment.allowed, moment.persona
    says = [_tell(moment, name) for name in allowed.tell]
    if allowed.more is not None:
        fact = persona.fact(allowed.more)
        line = fact.more[moment.before.ledger.more_used.get(fact.id, 0)]
        says.append(Say(id=fact.id, role="tell", text=f"Says a little more: {line.text}", lines=(line,)))
    if allowed.again:
        says.append(_everyday(moment, "again"))
        says += [_tell(moment, name, "again") for name in allowed.again]
    says += [_cover(moment, name) for name in allowed.cover]
    if not says and not moment.settled.met and moment.settled.declined is not None:
        says.append(_decline(moment, moment.settled.declined))
    return says


def _cover(moment: Moment, name: str) -> Say:
    """The cover the first time; afterwards a plain decline, where the thread has words for it."""
    fact = moment.persona.fact(name)
    again = moment.before.ledger.covered.get(name, 0) > 0
    if again and fact.thread and moment.persona.thread(fact.thread).when_declined:
        return _decline(moment, fact.thread)
    text = f"Asked about this; gives nothing away and says only: {fact.cover}"
    return Say(id=name, role="cover", text=text, lines=(Line(text=fact.cover or ""),))


def _decline(moment: Moment, thread: str) -> Say:
    lines = moment.persona.thread(thread).when_declined
    return Say(
        id=thread,
        role="decline",
        text="Would rather not talk about that now; says so plainly.",
        lines=moment.lines(lines, f"{thread}.declined"),
    )


def _unheld(moment: Moment) -> list[Say]:
    """Asked what the case does not hold: no, or do not know; once said, it is said again."""
    topics = [
        topic
        for topic in moment.allowed.unknown
        if topic not in subjects.CHECKS | subjects.FEELINGS | subjects.OPENING | subjects.ANYTHING_ELSE
    ]
    taken_up = any(is_about(thread, moment.heard) for thread in moment.persona.threads)
    if not topics or taken_up or wants_story(moment.before, moment.heard, moment.asked):
        return []
    topic = topics[0]
    name = "nothing_like_that" if all(t in subjects.YES_OR_NO for t in topics) else _plain_no(moment)
    return [improvised.improvise(moment.before.ledger.improvised, topic, _everyday(moment, name))]


def _first(moment: Moment, more: bool, hint: bool) -> list[Say]:
    """The short reaction before the answers; `more`: answers follow it; `hint`: a hint does."""
    heard = moment.heard
    name = everyday.reaction(heard, moment.before.ledger, pressed=moment.pressed, peace=moment.peace)
    told_personal = any(moment.personal(fact) for fact in moment.allowed.tell)
    if (
        moment.settled.met
        and not told_personal
        and not moment.allowed.more
        and not moment.peace
        and name not in _BEFORE_MET
    ):
        thread = moment.persona.thread(moment.settled.met[0])
        lines = moment.lines(thread.when_met, f"{thread.id}.met")
        if moment.fresh(lines):
            return [Say(id=thread.id, role="met", text=_MET, lines=lines)]
    if hint and name in ("small_yes", "silence", "jargon"):
        return []
    if name is None or (more and name not in everyday.WITH_ANSWERS and name != "stock"):
        return []
    say = _everyday(moment, name)
    if name in ("touched", "stock", "greeting") and more and (told_personal or not moment.fresh(say.lines)):
        return []
    if name == "touched" and more and heard.questions and moment.inner.ledger.turns % 2:
        return []  # a kind word on the way to a question is not answered every time
    return [say]


def _particular(moment: Moment) -> list[Say]:
    """What this case says to a result given, or to a mistake that learners are likely to make with this patient."""
    persona, heard, ledger = moment.persona, moment.heard, moment.before.ledger
    for result in persona.results:
        if result.id in heard.given and result.id not in ledger.given:
            lines = moment.lines(result.lines, result.id)
            return [Say(id=result.id, role="react", text=f"Has just been told: {result.means}", lines=lines)]
    for mistake in persona.mistakes:
        if mistake.id in heard.mistakes and not moment.settled.met:
            lines = moment.lines(mistake.lines, mistake.id)
            if moment.fresh(lines):
                return [Say(id=mistake.id, role="react", text=mistake.text, lines=lines)]
    return []


_NO_ANSWER = ("informed", "thanked", "advised", "small_yes")
"""Reactions that answer no question put in the same breath."""

_BEFORE_MET = ("judged", "reassured", "limit", "limit_bare", "silence")
"""Reactions that the words or the silence call for even where a thread is met."""

_MET = "Feels understood in this just now; lets it show in a few words, and need not explain."


def _plain_no(moment: Moment) -> str:
    """The answer to a question nobody authored: about people and places neither no nor ignorance would be true."""
    if not subjects.LIFE.isdisjoint(moment.heard.asked):
        return "go_on"
    return "nothing_like_that" if moment.heard.yes_no else "do_not_know"


def _fallback(moment: Moment) -> Say:
    """What is said when nothing else is: more is wanted, something is asked, or something was merely said."""
    heard = moment.heard
    if heard.unsure and not intelligible(moment.transcript.turns[-1].text):
        return _everyday(moment, "puzzled")
    feelings = heard.has(M.EXPLORES_FEELING, M.INVITES, M.BACK_CHANNEL)
    taken_up = bool(heard.questions) and any(is_about(thread, heard) for thread in moment.persona.threads)
    if feelings or taken_up or wants_story(moment.before, heard, moment.asked):
        none_left = not subjects.ANYTHING_ELSE.isdisjoint(heard.asked)
        return _everyday(moment, "nothing_like_that" if none_left else "go_on")
    if heard.proposes or not subjects.CHECKS.isdisjoint(heard.asked):
        return _everyday(moment, "plan")
    if heard.questions:
        name = improvised.named(moment.persona, moment.transcript.turns[-1].text)
        return improvised.improvise(moment.before.ledger.improvised, name, _everyday(moment, _plain_no(moment)))
    return _everyday(moment, "touched" if heard.kinds & (KIND - {M.REFLECTS}) and not heard.stale else "small_yes")


def _seen(moment: Moment, says: list[Say]) -> str | None:
    """What the page shows: what belongs to a hint or to being met; else, now and then, what goes with the words."""
    now, last = moment.inner.ledger.turns, moment.inner.ledger.last_seen
    for role in ("hint", "met", "answer_safety", "decline"):
        for say in says:
            if say.role == role and say.lines[0].seen:
                return say.lines[0].seen
    personal = [say for say in says if say.role == "tell" and say.lines[0].seen]
    if personal:
        return personal[0].lines[0].seen
    was = mood(moment.persona, moment.before.affect.trust)
    if was is not moment.mood and (moved := change(moment.persona, was, moment.mood)) is not None:
        return moved
    if now - last >= RULE.seen_gap or not last:
        return next((say.lines[0].seen for say in says if say.lines[0].seen), None)
    return None
