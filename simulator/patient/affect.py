"""How a turn moves what the patient feels: one written, deterministic, bounded rule."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.codes import Emotion
from simulator.codes import MoveKind as M
from simulator.patient import subjects
from simulator.patient.inner import Affect, Heard, Ledger
from simulator.patient.kin import akin
from simulator.patient.rules import COSTS, EARNS, GENERAL, KIND, PLAYFUL, RULE, SATURATES, SLOW
from simulator.patient.threads import Settled, too_much_named, weight
from simulator.persona import Mood, Persona, WayIn
from simulator.transcript import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What else the turn was, beside its moves."""

    pried: bool = False
    """Asked for something personal while trust was guarded."""
    pressed: bool = False
    """Asked again at once for what had just been declined."""
    peace: bool = False
    """Accepted a decline."""


def mood(persona: Persona, trust: float) -> Mood:
    """How open the patient is at this trust."""
    if trust < persona.affect.guarded_below:
        return Mood.GUARDED
    return Mood.OPEN if trust >= persona.affect.open_at else Mood.EVEN


def step(persona: Persona, affect: Affect, heard: Heard, settled: Settled, signals: Signals, ledger: Ledger) -> Affect:
    """The affect after the turn.

    Trust stays in [floor, 1] and rises by no more than the persona's cap; an unsure hearing changes nothing; a turn
    that asks about safety never lowers it. A turn earns by its best move and costs by its worst, never by a sum.
    """
    if heard.unsure or heard.repeat:
        return affect
    asks_safety = heard.has(M.ASKS_SAFETY, M.ASKS_SAFETY_LEADING) or not subjects.SAFETY.isdisjoint(heard.asked)
    cost = 0.0 if asks_safety else _cost(affect, heard, settled, signals, ledger)
    gain = min(_gain(persona, heard, settled, signals, ledger), persona.affect.cap)
    gain *= 1.0 - RULE.taper * affect.trust
    if cost > 0:
        gain *= RULE.with_cost
    repair = _repair(affect, heard, settled) if cost == 0 else 0.0
    change = min(gain + repair, persona.affect.cap) - cost
    floor = min(persona.affect.floor, affect.trust)
    trust = min(1.0, max(floor, affect.trust + change))
    repaired = min(repair, max(0.0, trust - affect.trust))
    hurt = min(1.0, max(0.0, affect.hurt + max(0.0, affect.trust - trust) - repaired))
    return Affect(
        trust=round(trust, 6),
        distress=_distress(affect, heard, settled, cost, ledger),
        feelings=_feelings(persona, affect, settled),
        hurt=round(hurt, 6),
    )


def earning(heard: Heard) -> frozenset[M]:
    """The kinds of moves that can earn: kind phrases that are worn out are left out."""
    kinds = heard.kinds - set(heard.worn)
    if M.STOCK_PHRASE in kinds:  # the first one is taken as it is meant
        kinds = kinds | {M.SHOWS_CONCERN}
    if M.OPEN_QUESTION in kinds and not set(heard.asked) <= subjects.WIDE:
        kinds = kinds - {M.OPEN_QUESTION}  # "how do you sleep?" asks for a fact
    return kinds


def _gain(persona: Persona, heard: Heard, settled: Settled, signals: Signals, ledger: Ledger) -> float:
    kinds = earning(heard)
    if too_much_named(heard, ledger):
        kinds -= {M.NAMES_FEELING, M.REFLECTS, M.VALIDATES, M.EXPLORES_FEELING, M.SHOWS_CONCERN}
    if len(heard.named) > 1:  # naming more than one feeling in a moment earns what naming none would
        kinds = kinds - {M.NAMES_FEELING}
    if M.SETS_LIMIT in kinds and not heard.reason:
        kinds = kinds - {M.INFORMS, M.SIGNPOSTS}
    share = {kind: _share(kind, heard, ledger, settled) for kind in kinds}
    best = max((weight(persona, kind) * share[kind] for kind in kinds if kind in EARNS), default=0.0)
    near = persona.ways_in.get(WayIn.FAMILY_OR_FAITH, 0.0)
    if near and not subjects.FAMILY_OR_FAITH.isdisjoint(topic.id for topic in heard.topics):
        warm = [share[kind] for kind in kinds if kind in KIND | {M.INVITES, M.EXPLORES_FEELING}]
        best = max([best, *(0.9 * near * each for each in warm)])
    if ledger.concern == 0 and M.SHOWS_CONCERN in kinds:  # a first word of sympathy is never worse than silence
        best = max(best, weight(persona, M.QUIET))
    if heard.playful:
        worn = RULE.saturates ** ledger.earned.get(PLAYFUL, 0)
        best = max(best, RULE.playful * persona.ways_in.get(WayIn.HUMOUR_RETURNED, 0.0) * worn)
    if heard.act is Act.QUIET and ledger.quiet > 0:
        best = 0.0
    gain = RULE.rise * best
    if settled.met:
        gain = max(gain, RULE.met)
    elif settled.partly and kinds & KIND:
        gain = max(gain, RULE.partly)
    if settled.partly and not settled.met:
        gain *= RULE.moved_on
    if signals.peace:
        gain = max(gain, RULE.peace_least, RULE.rise * persona.ways_in.get(WayIn.LEFT_IN_PEACE, 0.0))
    return gain


def groups(heard: Heard) -> tuple[str, ...]:
    """Names of the groups of moves that wear by repetition, of which one is in the turn."""
    worn = tuple(name for name, members in SATURATES.items() if heard.kinds & members)
    if heard.playful:
        worn = (*worn, PLAYFUL)
    return (*worn, GENERAL) if heard.general else worn


def _share(kind: M, heard: Heard, ledger: Ledger, settled: Settled) -> float:
    """What is left of what this kind of move earns, by how often its like came before."""
    if kind in heard.general or kind is M.STOCK_PHRASE:
        return float(RULE.saturates ** ledger.earned.get(GENERAL, 0))
    if kind in KIND or (settled.met and kind in SATURATES["courtesy"]):
        return 1.0
    if kind is M.ACCEPTS_DECLINE and ledger.declined is not None:
        return 1.0
    before = max((ledger.earned.get(name, 0) for name, members in SATURATES.items() if kind in members), default=0)
    return float((RULE.wears if kind in SLOW else RULE.saturates) ** before)


def _cost(affect: Affect, heard: Heard, settled: Settled, signals: Signals, ledger: Ledger) -> float:
    costs = [0.0, *settled.costs]
    for move in heard.moves:
        if heard.touched and not move.negative:
            continue  # a doubtful hearing beside words that take up a concern is withheld
        share = 1.0 if move.negative else RULE.half_cost
        costs.append(COSTS.get(move.kind, 0.0) * share)
    wrong = sum(move.kind is M.NAMES_FEELING_WRONGLY for move in heard.moves)
    if wrong > 1 or len(heard.named) > 2:
        costs.append(RULE.misnamed)
    if heard.has(M.SETS_LIMIT) and not heard.reason:
        costs.append(RULE.bare_no)
    if too_much_named(heard, ledger) and not settled.met:
        costs.append(RULE.over_cost)
    if signals.pried and not heard.has(*KIND):
        costs.append(RULE.prying)
    if signals.pressed:
        costs.append(RULE.pressing)
    return max(costs)


def _repair(affect: Affect, heard: Heard, settled: Settled) -> float:
    if affect.hurt <= 0 or not (heard.has(M.APOLOGISES) or settled.returned):
        return 0.0
    return min(affect.hurt, max(RULE.repair_least, RULE.repair_share * affect.hurt))


def _distress(affect: Affect, heard: Heard, settled: Settled, cost: float, ledger: Ledger) -> float:
    change = 0.0
    if settled.met:
        change -= RULE.eases
    if cost > 0:
        change += RULE.stirs
    if heard.act is Act.QUIET and ledger.quiet > 0:
        change += RULE.long_quiet
    return round(min(1.0, max(0.0, affect.distress + change)), 6)


def _feelings(persona: Persona, affect: Affect, settled: Settled) -> dict[Emotion, float]:
    feelings = dict(affect.feelings)
    for name in settled.met:
        emotion = persona.thread(name).emotion
        sign = 1.0 if akin(emotion, Emotion.JOY) else -1.0
        now = feelings.get(emotion, 0.5)
        feelings[emotion] = round(min(1.0, max(0.0, now + sign * RULE.feeling_eases)), 6)
    return feelings
