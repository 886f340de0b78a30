"""The heart of the report: moment by moment, what was said, what came next, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Collection

from simulator.codes import Coding, Expression, Moment, MoveKind, Outcome, Response, Strength
from simulator.report.said import Marked, bare, did, grouped, showed
from simulator.report.view import ConcernView, Mark, MomentView, Said
from simulator.report.words import say, say_or
from simulator.rubric.model import SCORED_OUTCOMES
from simulator.transcript import Side, Transcript

Tell = Callable[[int, Side], Said]


def marks(coding: Coding) -> list[Marked]:
    """Everything that is highlighted."""
    out: list[Marked] = []
    for moment in coding.moments:
        out += [(e, Mark.EXPRESSION, showed(e).label) for e in moment.expressions]
    return out + [(m, Mark.MOVE, did(m).label) for m in coding.moves if m.kind is not MoveKind.OTHER]


def moments(
    coding: Coding, transcript: Transcript | None, tell: Tell, shown: Collection[int]
) -> tuple[MomentView, ...]:
    """All moments in the order of the conversation."""
    responses = {response.moment: response for response in coding.responses}
    names = concern_names(coding)
    starts = {moment.turn for moment in coding.moments}
    views = []
    for moment in sorted(coding.moments, key=lambda m: m.turn):
        response = responses.get(moment.turn, Response(moment=moment.turn))
        why_not = _why_not_counted(moment, response)
        moves = [did(m) for m in coding.moves if m.turn in response.turns and m.kind is not MoveKind.OTHER]
        views.append(
            MomentView(
                turn=moment.turn,
                patient=tell(moment.turn, Side.PATIENT),
                showed=grouped(showed(e) for e in moment.expressions),
                learner=tuple(tell(turn, Side.LEARNER) for turn in response.turns),
                moves=grouped(moves),
                then=_then(moment, response, transcript, tell, starts),
                outcome=response.outcome,
                ended=_ended(why_not, response.outcome),
                earned_by=grouped(bare(e, coding.moves) for e in response.evidence),
                counted=why_not is None,
                counted_why_not=say(f"not_counted.{why_not}") if why_not else "",
                review=response.review,
                thread=" · ".join(dict.fromkeys(names[e.thread] for e in moment.expressions if e.thread in names)),
                described=() if why_not else _described(response),
                authored=moment.turn in shown,
            )
        )
    return tuple(views)


def concerns(coding: Coding) -> tuple[ConcernView, ...]:
    """Each concern once, in the order in which they first showed."""
    names = concern_names(coding)
    shown: dict[str, list[Expression]] = {}
    for moment in coding.moments:
        for expression in moment.expressions:
            shown.setdefault(expression.thread, []).append(expression)
    review = {response.moment for response in coding.responses if response.review is not None}
    views = []
    for thread in sorted(coding.threads, key=lambda t: min(t.moments, default=0)):
        expressions = shown.get(thread.id, [])
        implied = bool(expressions) and all(e.strength is Strength.IMPLIED for e in expressions)
        waits = any(turn in review for turn in thread.moments) and not _clearly_met(thread.moments, coding)
        standing = "implied" if implied else "review" if waits else thread.outcome.value
        emotion = thread.emotion or (expressions[0].emotion if expressions else None)
        views.append(
            ConcernView(
                name=names[thread.id],
                feeling=say_or(f"emotion.{emotion.value}", emotion.value) if emotion else "",
                turns=thread.moments,
                outcome=thread.outcome,
                ended=say(f"outcome.{standing}"),
                counted=standing in {o.value for o in SCORED_OUTCOMES},
            )
        )
    return tuple(views)


def concern_names(coding: Coding) -> dict[str, str]:
    """Thread id → the concern's name in this report."""
    order = sorted(coding.threads, key=lambda thread: min(thread.moments, default=0))
    return {thread.id: say("concern", n=n) for n, thread in enumerate(order, 1)}


def _clearly_met(turns: Collection[int], coding: Coding) -> bool:
    met = (Outcome.MET, Outcome.MET_LATER)
    return any(r.moment in turns and r.review is None and r.outcome in met for r in coding.responses)


def _why_not_counted(moment: Moment, response: Response) -> str | None:
    if moment.expressions and all(e.strength is Strength.IMPLIED for e in moment.expressions):
        return "implied"
    if response.review is not None:
        return "review"
    if response.outcome in (Outcome.DECLINED, Outcome.NO_CHANCE):
        return response.outcome.value
    return None


def _ended(why_not: str | None, outcome: Outcome) -> str:
    # In doubt nothing is said against anybody: a moment that waits for a person shows no outcome.
    return say(f"outcome.{why_not}") if why_not in ("implied", "review") else say(f"outcome.{outcome.value}")


def _then(
    moment: Moment, response: Response, transcript: Transcript | None, tell: Tell, starts: Collection[int]
) -> Said | None:
    """What the patient said next, unless the next moment shows it anyway."""
    if transcript is None or not response.turns:
        return None
    number = max(response.turns) + 1
    if number > len(transcript.turns) or number in starts or number <= moment.turn:
        return None
    return tell(number, Side.PATIENT) if transcript.turn(number).side is Side.PATIENT else None


def _described(response: Response) -> tuple[str, ...]:
    out = []
    if response.space is not None:
        out.append(say(f"space.{response.space.value}"))
    if response.eccs is not None:
        out.append(say(f"eccs.{response.eccs}"))
    if response.nurse:
        out.append(", ".join(say(f"nurse.{move.value}") for move in response.nurse))
    return tuple(out)
