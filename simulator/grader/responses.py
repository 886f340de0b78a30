"""What a learner did with each moment, and what became of each thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.codes import (
    Cue,
    Emotion,
    Evidence,
    Expression,
    Moment,
    Move,
    MoveKind,
    Outcome,
    Response,
    Strength,
    ThreadOutcome,
    Valence,
)
from simulator.grader.derive import (
    Derived,
    derive,
    elsewhere,
    listens,
    moves_on,
    steps_of,
    strongest,
    takes_up,
    thread_outcome,
)
from simulator.grader.reading import Place, Reading, place
from simulator.grader.tables import ACKNOWLEDGEMENT, BY_MATTER, TRAITS
from simulator.transcript import Side, Transcript

QUOTES = 4
"""At most so many quotes bear one response."""

WAITS = 2
"""A run of nothing but listening sounds, or silence, keeps the floor with the patient: what the learner says
next belongs to the answer. So many of the patient's turns may come between.
"""

RETURNS = frozenset(
    {
        *(MoveKind.NAMES_FEELING, MoveKind.EXPLORES_FEELING, MoveKind.VALIDATES, MoveKind.REFLECTS),
        *(MoveKind.SHOWS_CONCERN, MoveKind.SUPPORTS, MoveKind.APOLOGISES, MoveKind.ASKS_SAFETY),
    }
)
"""Moves by which a learner comes back to a concern, if they are about it."""

COURTESY = frozenset({MoveKind.CLOSES, MoveKind.THANKS, MoveKind.GREETS, MoveKind.BACK_CHANNEL, MoveKind.PLANS})

TAKES_UP = 0.65
"""How likely an answer read as a whole must take a moment up, where its single moves do not."""
TOUCHES = 0.15
"""Below this, moves that would take it up are formulas."""
LEAVES = 0.4
"""How likely it must take nothing up for a moment to be called passed over; below it a person should look."""

UNCLEAR = "the words of the answer were not recognised"
ONLY_LISTENED = "only a listening sound followed"
FAINT = "the emotion was hinted at faintly"
LIMIT = "a limit was set and its reason given"

FAINT_CUES = frozenset({Cue.BODY, Cue.EVENT, Cue.REPEATED})
"""Cues by a body's sign, an event or a repetition alone: too faint to call an answer a passing over."""


def run_after(reading: Reading, turn: int) -> tuple[int, ...]:
    """The first run of learner's turns after `turn`, up to the patient's next turn; empty at the end."""
    return run_of(reading.transcript, turn)


def run_of(transcript: Transcript, turn: int) -> tuple[int, ...]:
    """The same, of a transcript."""
    turns = transcript.turns
    number = turn + 1
    while number <= len(turns) and turns[number - 1].side is Side.PATIENT:
        number += 1
    run = []
    while number <= len(turns) and turns[number - 1].side is Side.LEARNER:
        run.append(number)
        number += 1
    return tuple(run)


def responses(reading: Reading) -> tuple[Response, ...]:
    """One response for every moment, in order."""
    return tuple(_response(reading, moment) for moment in reading.moments)


def _response(reading: Reading, moment: Moment) -> Response:
    run = run_after(reading, moment.turn)
    if not run:
        return Response(moment=moment.turn)  # nobody could answer: no chance
    heard = _answer(reading, run)
    strength = strongest(moment.expressions)
    steps = steps_of(strength, ((m, reading.is_near(moment.turn, m), reading.is_off(moment.turn, m)) for m in heard))
    derived = derive(strength, steps)
    outcome, review = _settle(reading, moment, heard, derived)
    pressed = any(m.kind is MoveKind.PRESSES for m in _moves(reading, run_after(reading, run[-1])))
    eccs = min(derived.eccs, ACKNOWLEDGEMENT) if pressed else derived.eccs
    return Response(
        moment=moment.turn,
        turns=run,
        outcome=outcome,
        eccs=eccs,
        shared_experience=derived.shared_experience,
        suchman=derived.suchman,
        space=derived.space,
        explicit=derived.explicit,
        nurse=derived.nurse,
        evidence=_evidence(reading, moment, heard, outcome),
        review=review,
    )


def _moves(reading: Reading, turns: Sequence[int]) -> list[Move]:
    return [move for turn in turns for move in reading.by_turn.get(turn, ())]


def _answer(reading: Reading, run: tuple[int, ...]) -> list[Move]:
    """The moves that answer: those of the run, and of what follows it where the run was only a listening
    sound or silence.
    """
    heard = _moves(reading, run)
    for _ in range(WAITS):
        if not all(listens(move) or move.kind is MoveKind.QUIET for move in heard):
            break
        run = run_after(reading, run[-1])
        if not run:
            break
        heard += _moves(reading, run)
    return heard


def _settle(reading: Reading, moment: Moment, heard: list[Move], derived: Derived) -> tuple[Outcome, str | None]:
    """The outcome with what the order of moves alone cannot say, and why a person should look, if they
    should.
    """
    outcome = _weighed(reading, moment, heard, derived)
    after = run_after(reading, heard[-1].turn)
    declined = _declined(reading, after, moment, heard)
    if declined is not None and outcome is not Outcome.MET:
        return declined, None
    if outcome in (Outcome.PARTLY, Outcome.PASSED) and any(_reasoned_limit(move) for move in heard):
        return outcome, LIMIT  # saying no with its reason is never held against anybody
    if outcome is not Outcome.PASSED:
        return outcome, None
    if comes_back(reading, moment, heard[-1].turn) is not None:
        return Outcome.MET_LATER, None
    if strongest(moment.expressions) is Strength.IMPLIED:
        return Outcome.NO_CHANCE, None  # shown, never passed over
    if not after and all(move.kind in COURTESY | {MoveKind.POSTPONES} for move in heard):
        return Outcome.NO_CHANCE, None  # the conversation was over
    if all(listens(move) for move in heard):
        return outcome, ONLY_LISTENED
    whole = reading.taken.get(moment.turn)
    if not derived.understood or (whole is not None and whole.left < LEAVES):
        return outcome, UNCLEAR
    return outcome, FAINT if _faint(moment) else None


def _weighed(reading: Reading, moment: Moment, heard: list[Move], derived: Derived) -> Outcome:
    """The outcome by the order of moves, mended where the answer as a whole plainly says otherwise.

    Words that take up in no form the tables know are met; formulas that touch nothing of this moment are a token.
    """
    whole = reading.taken.get(moment.turn)
    if whole is None or any(move.negative for move in heard):
        return derived.outcome
    if derived.outcome is not Outcome.MET and whole.taken >= TAKES_UP:
        return Outcome.MET
    at_once = {move.turn for move in heard} <= set(run_after(reading, moment.turn))
    if derived.outcome is Outcome.MET and whole.taken < TOUCHES and at_once:
        return Outcome.PARTLY
    return derived.outcome


def _reasoned_limit(move: Move) -> bool:
    return move.kind is MoveKind.SETS_LIMIT and any("|" in word for word in move.why)


def _declined(reading: Reading, after: tuple[int, ...], moment: Moment, heard: list[Move]) -> Outcome | None:
    """What a decline, in the moment itself or right after the response, makes of it; None where there was
    none.

    Accepted with the door left open: met. Pressed: not changed here. Neither: declined, which counts nowhere.
    """
    kinds = {move.kind for move in (*heard, *_moves(reading, after))}
    if MoveKind.ACCEPTS_DECLINE in kinds:
        return Outcome.MET
    places = {moment.turn, *_patient_turns_before(reading, after)}
    return Outcome.DECLINED if places & reading.declines and MoveKind.PRESSES not in kinds else None


def _patient_turns_before(reading: Reading, run: tuple[int, ...]) -> Iterator[int]:
    number = run[0] - 1 if run else len(reading.transcript.turns)
    while number >= 1 and reading.transcript.turn(number).side is Side.PATIENT:
        yield number
        number -= 1


def _faint(moment: Moment) -> bool:
    """Hints by a faint cue, and hints of something pleasant: not enough to say that they were passed over."""
    plain = [e for e in moment.expressions if e.strength is not Strength.IMPLIED]
    return all(e.strength is Strength.HINTED and (e.cue in FAINT_CUES or _faint_look(e)) for e in plain)


def _faint_look(e: Expression) -> bool:
    """Something pleasant, or a look away with no word to it: many things look so."""
    return e.valence is Valence.PLEASANT or (e.where == "seen" and e.emotion is Emotion.DISTRESS)


def comes_back(reading: Reading, moment: Moment, after: int) -> Move | None:
    """The first later move that takes up this moment's concern, or the answer that met the same thread
    later.
    """
    threads = {e.thread for e in moment.expressions}
    raised = [m.turn for m in reading.moments if m.turn > moment.turn and threads & {e.thread for e in m.expressions}]
    answers = {turn for later in raised for turn in run_after(reading, later)}
    for move in reading.moves:
        if move.turn <= after or TRAITS[move.kind].takes_up < 2:
            continue
        if move.turn in answers and move.kind not in BY_MATTER:
            return move
        if move.kind in RETURNS and reading.is_near(moment.turn, move):
            return move
    return None


def _evidence(reading: Reading, moment: Moment, heard: list[Move], outcome: Outcome) -> tuple[Evidence, ...]:
    """The words the outcome rests on: what took the emotion up, then what left it; else where the talk
    went.
    """
    if outcome is Outcome.MET_LATER:
        back = comes_back(reading, moment, heard[-1].turn)
        return () if back is None else (_quote(back),)
    strength = strongest(moment.expressions)
    single = [
        (m, steps_of(strength, [(m, reading.is_near(moment.turn, m), reading.is_off(moment.turn, m))])) for m in heard
    ]
    kept = [m for m, steps in single if any(takes_up(step) or moves_on(step) for step in steps)]
    if not any(takes_up(step) for _, steps in single for step in steps):
        kept = [m for m, steps in single if any(elsewhere(step) for step in steps)]
    return tuple(dict.fromkeys(_quote(move) for move in kept))[:QUOTES]


def engagement(reading: Reading) -> dict[Place, float]:
    """How much each move has to do with emotion, 0 to 1; moves that are not here have nothing to do with it.

    1 in answer to a moment, or about one; a half where the kind needs nearness and it is either about nothing
    in particular or comes at another time.
    """
    out: dict[Place, float] = {}
    for moment in reading.moments:
        run = run_after(reading, moment.turn)
        answer = {place(move) for move in (_answer(reading, run) if run else ())}
        for move in reading.moves:
            there = place(move) in answer
            near = reading.is_near(moment.turn, move)
            if move.kind not in BY_MATTER:
                value = 1.0 if there or near else 0.0
            elif near:
                value = 1.0 if there else 0.5
            else:
                value = 0.5 if there and not reading.is_off(moment.turn, move) else 0.0
            if value > out.get(place(move), 0.0):
                out[place(move)] = value
    return out


def _quote(move: Move) -> Evidence:
    return Evidence(turn=move.turn, start=move.start, end=move.end, quote=move.quote, where=move.where)


def threads(reading: Reading, answered: Sequence[Response]) -> tuple[ThreadOutcome, ...]:
    """Every thread with its moments and what became of it, in the order of first appearance."""
    outcomes = {response.moment: response.outcome for response in answered}
    return tuple(
        ThreadOutcome(
            id=identity,
            moments=turns,
            outcome=thread_outcome([outcomes[turn] for turn in turns if turn in outcomes]),
            emotion=emotion,
        )
        for identity, turns, emotion in _gathered(reading)
    )


def _gathered(reading: Reading) -> Iterator[tuple[str, tuple[int, ...], Emotion]]:
    gathered: dict[str, list[Expression]] = {}
    for moment in reading.moments:
        for expression in moment.expressions:
            gathered.setdefault(expression.thread, []).append(expression)
    for identity, shown in gathered.items():
        plainest = min(shown, key=lambda e: list(Strength).index(e.strength))
        yield identity, tuple(sorted({e.turn for e in shown})), plainest.emotion
