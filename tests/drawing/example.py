"""Five turns with a shipped patient, heard and answered by the real code, with the arithmetic of each."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.library import shipped
from simulator.patient import affect
from simulator.patient.asking import asked_for
from simulator.patient.inner import Heard, Inner, Stand
from simulator.patient.mind import _signals
from simulator.patient.rules import RULE, RULE_VERSION
from simulator.patient.threads import settle
from simulator.persona import FactKind, Persona
from tests.patient.case import Talk

PATIENT = "george-lindqvist"
LEARNER = (
    "Good afternoon, Mr Lindqvist. I'm Dr Amin, one of the GPs.",
    "Which tablets do you take for it, and when?",
    "Do you smoke at all?",
    "You can't just skip your tablets, that is irresponsible.",
    "I'm sorry, I shouldn't have said that. It sounds as if you miss Karin.",
)


@dataclass(frozen=True, slots=True)
class Sum:
    """What the formula was made of in one turn."""

    gain: float
    cost: float
    repair: float
    met: tuple[str, ...]
    partly: tuple[str, ...]
    passed: tuple[str, ...]


def parts(persona: Persona, before: Inner, heard: Heard) -> Sum:
    """G, C and R of the turn, as `affect.step` puts them together."""
    asked = asked_for(persona, heard)
    plain = any(persona.fact(name).kind is FactKind.CLINICAL for name in asked.facts)
    settled = settle(persona, before, heard, plain=plain)
    signals = _signals(persona, before, heard, asked, settled)
    cost = 0.0 if asked.safety else affect._cost(before.affect, heard, settled, signals, before.ledger)
    return Sum(
        gain=affect._gain(persona, heard, settled, signals, before.ledger),
        cost=cost,
        repair=affect._repair(before.affect, heard, settled) if cost == 0 else 0.0,
        met=settled.met,
        partly=settled.partly,
        passed=settled.passed,
    )


def reckoned(persona: Persona, before: Inner, made: Sum) -> tuple[float, str]:
    """The change of trust by the page's formula, and the formula with its numbers."""
    trust, cap = before.affect.trust, persona.affect.cap
    halved = RULE.with_cost if made.cost > 0 else 1.0
    gain = min(made.gain, cap) * (1 - RULE.taper * trust) * halved
    said = f"min({made.gain:.3f}, {cap:g}) × (1 − {RULE.taper:g} × {trust:.3f})"
    said += f" × {halved:g}" if made.cost > 0 else ""
    change = min(gain + made.repair, cap) - made.cost
    if made.repair:
        said = f"min({said} + {made.repair:.3f}, {cap:g})"
    said += f" − {made.cost:.3f}" if made.cost else ""
    return change, f"{said} = {change:+.3f}".replace("= -", "= −")


def example() -> str:
    persona = shipped().persona(PATIENT).get()
    talk = Talk(persona)
    out = [
        f"The patient is {persona.name} (`personas/{PATIENT}.yaml`), with the built-in voice and rule `{RULE_VERSION}`."
    ]
    out += ["", f"> **{persona.name}**: {persona.opening.text}"]
    out += ["", f"Before the first turn: {_now(persona, talk.inner)}."]
    for number, text in enumerate(LEARNER, 1):
        before = talk.inner
        answer = talk.say(text)
        heard, made = talk.heard[-1], parts(persona, before, talk.heard[-1])
        change, formula = reckoned(persona, before, made)
        assert abs(round(before.affect.trust + change, 3) - round(talk.inner.affect.trust, 3)) < 2e-3, formula
        moves = ", ".join(f"`{move}`" for move in dict.fromkeys(move.kind.value for move in heard.moves))
        out += ["", f"**{number}. Learner**: {text}", "", f"- heard: {moves or 'nothing'}"]
        out += [f"- threads: {_threads(before, talk.inner, made)}", f"- trust: {formula}"]
        out += [f"- after it: {_now(persona, talk.inner)}", "", f"> **{persona.name}**: {_seen(talk)}{answer}"]
    return "\n".join(out)


def _seen(talk: Talk) -> str:
    seen = talk.briefs[-1].seen
    return f"*{seen}* " if seen else ""


def _now(persona: Persona, inner: Inner) -> str:
    felt = inner.affect
    feelings = ", ".join(f"{emotion.value} {level:g}" for emotion, level in felt.feelings.items())
    mood = affect.mood(persona, felt.trust).value
    return f"trust {felt.trust:.3f} ({mood}), distress {felt.distress:g}, hurt {felt.hurt:.3f}; {feelings}"


def _threads(before: Inner, after: Inner, made: Sum) -> str:
    done = [f"{name} {how}" for how in ("met", "partly", "passed") for name in getattr(made, how)]
    now = after.ledger.turns
    raised = [name for name, state in after.threads.items() if state.stand is Stand.OPEN and state.raised == now]
    done += [f"{name} raised in the answer" for name in raised]
    return ", ".join(done) or "none touched"
