"""The numbers of the patient's rule, each with its reason. Change one and RULE_VERSION changes."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.codes import MoveKind as M
from simulator.persona import WayIn as W

RULE_VERSION = "patient/3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """All parameters of the rule. Trust and distress are 0 to 1; changes are per learner turn.

    Where no source is named the number is a judgement of the authors, chosen so that trust moves visibly over a
    ten-minute conversation and no single turn decides it.
    """

    rise: float = 0.09
    """Trust earned by a move that is wholly this person's way in (weight 1); below any fall for contempt, since
    trust is built more slowly than it is lost (Slovic 1993, 10.1111/j.1539-6924.1993.tb01329.x)."""
    taper: float = 0.5
    """Share by which a rise shrinks on the way to full trust: the first good turns change most."""
    felt_from: float = 0.3
    """Level from which a feeling is there to be named aptly."""
    with_cost: float = 0.5
    """Share of an earned rise that remains when the same turn also costs something."""
    saturates: float = 0.5
    """Share left, each time it comes again, of what information, help or courtesy earns (see SATURATES): the first
    plain word is welcome, the tenth is how this person talks."""
    wears: float = 0.8
    """The same for information and help, which are new each time: the wear is only that one gets used to it."""
    playful: float = 0.8
    """How far returning a joke is the way in of humour."""
    general_words: int = 2
    """Turns with a kind phrase that could be said to anybody after which another meets no concern."""
    over_turns: int = 5
    """How many learner turns back it is looked at whether feelings are being named too often."""
    over_named: int = 4
    """In how many of these a feeling may be put into words for the patient before it becomes too much: from here on
    it is the learner's story. Naming is one move among several in every taxonomy of empathic response (Pounds 2018
    counts eliciting, accepting and acknowledging beside it)."""
    over_cost: float = 0.03
    """Cost of each feeling named beyond that."""
    met: float = 0.05
    """Least rise when an open thread is met (Suchman 1997: the patient's concern, once acknowledged, is laid down)."""
    partly: float = 0.02
    """Rise when it is acknowledged and then moved on from, where the moves themselves earn less."""
    moved_on: float = 0.6
    """Share of what a turn earns that remains when it acknowledges a concern and then moves on."""
    met_at: float = 0.3
    """Weighted strength from which a move meets an open thread."""
    useful_at: float = 0.2
    """The same for information or help that speaks of the concern in its own words: less is needed, since it is
    meant for this one."""
    second_pass: float = 0.03
    """Cost of passing over a thread a second time; the first costs nothing (Suchman 1997: patients try again)."""
    later_pass: float = 0.02
    """Cost of each later time: by then little more is expected."""
    joy_passed: float = 0.01
    """Cost of meeting something glad flatly, from the first time."""
    repair_share: float = 0.5
    """Share of unrepaired hurt that an apology or coming back restores, within the cap."""
    repair_least: float = 0.02
    """Least that a repair gives while any hurt stands: it always helps in part."""
    misnamed: float = 0.01
    """Cost of naming a second wrong feeling in one turn; the first wrong one costs nothing, it can be put right."""
    prying: float = 0.015
    """Cost of asking for something personal while trust is guarded and nothing kind was said with it."""
    pressing: float = 0.05
    """Cost of pressing on what was just declined."""
    bare_no: float = 0.02
    """Cost of a limit without any reason; with its reason it costs nothing."""
    peace_least: float = 0.02
    """Least earned by accepting a decline: leaving the door open meets it."""
    half_cost: float = 0.7
    """Share of a cost where the hearing is not certain (the move lacks a second sign): in doubt, less is lost."""
    eases: float = 0.06
    """Fall of distress when a thread is met."""
    stirs: float = 0.05
    """Rise of distress for a turn that costs trust."""
    long_quiet: float = 0.03
    """Rise of distress for each silence after the first in a row: one is an offer, more become uncomfortable."""
    feeling_eases: float = 0.15
    """Fall of a thread's own feeling when it is met (rise, where the feeling is a glad one)."""
    likely_floor: float = 0.35
    """Likeness taken for a fact that is not among the likeliest."""
    likely_own: float = 0.15
    """What a fact's own phrase adds to its likeness to the question."""
    likely_firm: float = 0.15
    """What a topic adds that the fact is about first of all."""
    likely_least: float = 0.55
    """Sum from which a question is taken for what it is most like."""
    likely_proposed: float = 0.75
    """The same where it may as well be a proposal ("could we take some blood?"), to which one agrees or not."""
    likely_margin: float = 0.0
    """By how much more it must be like what asks for nothing, to ask for nothing."""
    likely_close: float = 0.07
    """Within what distance of the likeliest another thing named is told too."""
    likely_beside: float = 0.4
    """The same for what is named outright, by a topic it is about first of all."""
    likely_follow: float = 0.3
    """What it adds that a short question may lean on a fact just told."""
    follow_words: int = 10
    """Most words of such a question."""
    nod_words: int = 4
    """Most words of a nod ("right, go on") upon which more is told of what was just told."""
    list_from: int = 2
    """Topics beyond which a part of a sentence is a list, of which all is meant."""
    leads_on: float = 0.75
    """How far between guarded and open trust must be for a plain answer to lead on to what weighs."""
    answers: int = 5
    """Most facts told in answer to one turn; what is left over is told in the next that suits."""
    answers_one: int = 3
    """The same in answer to a single question that is not a list."""
    carried: int = 2
    """How many of those left over come on top of a full answer: five short facts are the most a listener takes in."""
    story: int = 4
    """Clinical facts volunteered, in authored order, to open questions that name no topic."""
    hint_gap: int = 2
    """Learner turns from one unprompted hint to the next, so that not every reply carries one."""
    hint_apart: int = 4
    """The same where the hint has nothing to do with the question just answered: it would sound as if misheard."""
    hint_from: int = 5
    """Learner turn from which such a hint may come."""
    seen_gap: int = 3
    """Replies from one visible behaviour to the next where it only accompanies ordinary words."""
    ask_again: int = 3
    """Learner turns after which a question the patient put and got no answer to may be put once more."""


RULE = Rule()

EARNS: dict[M, dict[W, float]] = {
    M.NAMES_FEELING: {W.FEELING_NAMED: 1.0, W.STORY_TAKEN_SERIOUSLY: 0.6},
    M.EXPLORES_FEELING: {W.FEELING_NAMED: 0.8, W.STORY_TAKEN_SERIOUSLY: 0.8, W.RESPECT: 0.4},
    M.REFLECTS: {W.STORY_TAKEN_SERIOUSLY: 0.9, W.FEELING_NAMED: 0.6, W.RESPECT: 0.4},
    M.INVITES: {W.STORY_TAKEN_SERIOUSLY: 0.8, W.FEELING_NAMED: 0.4, W.RESPECT: 0.4},
    M.OPEN_QUESTION: {W.STORY_TAKEN_SERIOUSLY: 0.3},
    M.VALIDATES: {W.FEELING_NAMED: 0.7, W.RESPECT: 0.8, W.STORY_TAKEN_SERIOUSLY: 0.8},
    M.SHOWS_CONCERN: {
        W.FEELING_NAMED: 0.5,
        W.RESPECT: 0.4,
        W.FAMILY_OR_FAITH: 0.4,
        W.STORY_TAKEN_SERIOUSLY: 0.4,
    },
    M.SUPPORTS: {W.PRACTICAL_HELP: 0.6, W.FEELING_NAMED: 0.5, W.STORY_TAKEN_SERIOUSLY: 0.4, W.RESPECT: 0.4},
    M.RESPECTS: {W.RESPECT: 1.0, W.STORY_TAKEN_SERIOUSLY: 0.5, W.FEELING_NAMED: 0.4},
    M.ACCEPTS_DECLINE: {W.LEFT_IN_PEACE: 1.0, W.RESPECT: 0.8},
    M.APOLOGISES: {W.RESPECT: 0.6, W.STORY_TAKEN_SERIOUSLY: 0.4},
    M.SELF_DISCLOSES: {W.HUMOUR_RETURNED: 0.3, W.FAMILY_OR_FAITH: 0.3},
    M.INFORMS: {W.PLAIN_INFORMATION: 0.25},
    M.ANSWERS: {W.PLAIN_INFORMATION: 1.0, W.RESPECT: 0.4},
    M.SIGNPOSTS: {W.PLAIN_INFORMATION: 0.4, W.RESPECT: 0.3},
    M.SOLVES: {W.PRACTICAL_HELP: 1.0},
    M.PLANS: {W.PRACTICAL_HELP: 0.7, W.PLAIN_INFORMATION: 0.4, W.RESPECT: 0.3},
    M.THANKS: {W.RESPECT: 0.4},
    M.GREETS: {W.RESPECT: 0.2},
    M.QUIET: {W.LEFT_IN_PEACE: 0.7, W.STORY_TAKEN_SERIOUSLY: 0.3},
}
"""How far each move is each way in, 0 to 1; a turn earns by its best pairing with the persona's weights, never a sum.

Agreeing to a request has no entry: saying yes is not empathy. What is not here earns nothing.
"""

COSTS: dict[M, float] = {
    M.JUDGES: 0.16,
    M.ARGUES: 0.08,
    M.MINIMISES: 0.08,
    M.REASSURES_EARLY: 0.03,
    M.ADVISES_UNASKED: 0.02,
    M.JARGON: 0.01,
}
"""Trust lost by a move, whoever the patient is; a turn costs by its worst, never a sum."""

SATURATES: dict[str, frozenset[M]] = {
    "information": frozenset({M.INFORMS, M.ANSWERS, M.SIGNPOSTS}),
    "help": frozenset({M.SOLVES, M.PLANS}),
    "courtesy": frozenset({M.THANKS, M.GREETS, M.APOLOGISES}),
    "leave": frozenset({M.ACCEPTS_DECLINE}),
    "quiet": frozenset({M.QUIET}),
    "asking": frozenset({M.OPEN_QUESTION}),
}
"""Moves that earn less each time they come again: an apology with nothing to forgive, leave given where nothing was
declined, and silence among them."""

SLOW: frozenset[M] = SATURATES["information"] | SATURATES["help"]
"""Those of them that wear slowly."""

PLAYFUL = "playful"
"""The group of jokes returned: the third is a habit."""

GENERAL = "general"
"""The group of kind phrases that take up nothing particular: "that must be hard", whoever says it to whom. What takes
up this person's own words does not wear: it is new each time."""

KIND: frozenset[M] = frozenset(
    {M.NAMES_FEELING, M.REFLECTS, M.VALIDATES, M.SHOWS_CONCERN, M.SUPPORTS, M.RESPECTS, M.STOCK_PHRASE}
)
"""Moves that receive what was said; said again in the same words they earn nothing more."""

WEARS: frozenset[M] = KIND | {M.INVITES, M.EXPLORES_FEELING}
"""Moves that wear out when they come again in the same words: they then earn no trust, whatever they still open."""

EXPLORES: frozenset[M] = frozenset({M.EXPLORES_FEELING, M.INVITES, M.OPEN_QUESTION, M.EXPLORES_FACT})
"""Moves that ask for more of it."""

MEETS: frozenset[M] = frozenset(
    {
        *(M.NAMES_FEELING, M.REFLECTS, M.VALIDATES, M.SHOWS_CONCERN, M.SUPPORTS, M.RESPECTS),
        *(M.EXPLORES_FEELING, M.INVITES),
    }
)
"""Moves that can meet a thread just raised, without naming what it is about."""

MEETS_WHEN_ABOUT: frozenset[M] = MEETS | {
    *(M.OPEN_QUESTION, M.EXPLORES_FACT, M.CLOSED_QUESTION, M.ANSWERS, M.INFORMS, M.SOLVES, M.PLANS),
}
"""Moves that can meet a thread only when they are plainly about it."""
