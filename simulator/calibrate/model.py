"""The result of a calibration (`attune.agreement/1`), the same for every format."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from simulator.codes import CoderIdentity, Frozen
from simulator.rubric.scorecard import RubricRef

AGREEMENT_FORMAT = "attune.agreement/1"


class Verdict(StrEnum):
    """What may be made of the coder's word on one item, with people like these and transcripts like these."""

    TRUSTED = "trusted"
    WITH_CARE = "with_care"
    NOT_TRUSTED = "not_trusted"
    NOT_ESTIMABLE = "not_estimable"


class Measure(StrEnum):
    """The figure that an item is judged by."""

    KAPPA = "quadratic_weighted_kappa"
    """for levels"""
    SPECIFIC = "positive_specific_agreement"
    """for codes by turn"""


class Figure(Frozen):
    """A number, or why there is none; never a nought in its place."""

    value: float | None = None
    """Four decimals, or null."""
    low: float | None = None
    """Lower end of the 95% interval over transcripts, or null."""
    high: float | None = None
    """Its upper end, or null."""
    not_estimable: str | None = None
    """Why there is no value; null exactly when there is one."""
    no_interval: str | None = None
    """Why there is a value without an interval, where one was tried."""


class Pair(Frozen):
    """Two raters on one item; the coder stands first where it is one of them."""

    one: str
    """A rater's name, or the coder's."""
    other: str
    """The other rater's name."""
    n: int
    """Transcripts that both rated, and the coder too."""
    main: Figure
    """The item's measure, with its interval."""
    kappa_linear: Figure | None = None
    """Linear weights; null where the item is coded by turn, as are the five below."""
    kappa_plain: Figure | None = None
    """No weights."""
    icc_2_1: Figure | None = None
    """Absolute agreement of the two."""
    exact: Figure | None = None
    """Share with the same level, 0 to 1."""
    within_one: Figure | None = None
    """Share at most one level apart, 0 to 1."""
    bias: Figure | None = None
    """Mean of `one` minus `other`, in levels; given where `one` is the coder."""


class Group(Frozen):
    """Any number of raters together on one item."""

    raters: int
    """How many."""
    complete: int
    """Transcripts that all of them rated: what the ICCs rest on."""
    alpha_nominal: Figure
    """Krippendorff's alpha, any difference counting alike."""
    alpha_ordinal: Figure
    """By rank."""
    alpha_interval: Figure
    """By distance."""
    icc_2_1: Figure
    """Of one rater."""
    icc_2_k: Figure
    """Of the mean of all."""


class CodeAgreement(Frozen):
    """One code of an item that is coded turn by turn, over all transcripts and raters."""

    code: str
    """The code."""
    coder: int
    """How often the coder set it, once for each rater it is held against."""
    human: int
    """How often the raters set it."""
    both: int
    """How often coder and rater set it at the same turn."""
    precision: Figure
    """Of the coder's, the share that the rater set too."""
    recall: Figure
    """Of the raters', the share that the coder set too."""
    human_human: Figure
    """Of one rater's, the share that another set too (the same either way, all pairs together)."""


class ItemAgreement(Frozen):
    """One item of the rubric."""

    id: str
    """The item's id in the rubric."""
    title: str
    """Its title there."""
    measure: Measure
    """Which figure the three below are."""
    verdict: Verdict
    """What may be made of the coder's word here."""
    because: tuple[str, ...]
    """The verdict's reasons, as sentences."""
    n: int
    """Transcripts that at least one person rated and the coder did too: what every figure rests on."""
    raters: int
    """People who rated any of them."""
    unscored: dict[str, int] = Field(default_factory=dict)
    """Transcripts people rated and the coder did not, by its reason; they are in no figure."""
    human_human: Figure
    """Mean over all pairs of people."""
    agent_human: Figure
    """Mean over the coder with each person."""
    difference: Figure
    """`agent_human` minus `human_human`, drawn together."""
    bias: Figure | None = None
    """Coder minus people, in levels: mean over people; null for codes."""
    human_pairs: tuple[Pair, ...] = ()
    """Each two people."""
    agent_pairs: tuple[Pair, ...] = ()
    """The coder with each person."""
    humans: Group | None = None
    """The people together; null for codes."""
    with_coder: Group | None = None
    """The same with the coder as one more rater; null for codes."""
    codes: tuple[CodeAgreement, ...] = ()
    """For codes: one by one, those that anybody set."""


class Agreement(Frozen):
    """A coder held against people, item by item."""

    format: str = AGREEMENT_FORMAT
    rubric: RubricRef
    """Which instrument, in which wording."""
    rubric_title: str
    """What the rubric calls itself."""
    coder: CoderIdentity
    """Who was held against them."""
    transcripts: int
    """How many were read."""
    uncoded: int
    """How many of them the coder could do nothing with."""
    raters: tuple[str, ...]
    """The people's names, as they were given."""
    draws: int
    """Draws of the bootstrap over transcripts."""
    items: tuple[ItemAgreement, ...]
    """Those that somebody rated, in the rubric's order."""
    not_rated: tuple[str, ...] = ()
    """Ids of the rubric's items that nobody rated."""
