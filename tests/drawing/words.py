"""The page's own words for what the code has only names for: moves, ways in, units."""

from __future__ import annotations

from simulator.codes import MoveKind as M

MOVES: dict[M, str] = {
    M.NAMES_FEELING: "names the feeling, aptly",
    M.NAMES_FEELING_WRONGLY: "names another feeling",
    M.REFLECTS: "gives back what was said",
    M.EXPLORES_FEELING: "asks after the feeling",
    M.EXPLORES_FACT: "asks after a fact",
    M.OPEN_QUESTION: "asks openly",
    M.CLOSED_QUESTION: "asks a closed question",
    M.INVITES: "invites to go on",
    M.CHECKS: "checks what was understood",
    M.VALIDATES: "says that it makes sense",
    M.SHOWS_CONCERN: "shows concern",
    M.SUPPORTS: "offers support",
    M.RESPECTS: "acknowledges what was managed",
    M.ACCEPTS_DECLINE: "leaves it at that",
    M.APOLOGISES: "apologises",
    M.SELF_DISCLOSES: "tells of themselves",
    M.INFORMS: "informs",
    M.ANSWERS: "answers the patient's question",
    M.SOLVES: "arranges something",
    M.SETS_LIMIT: "sets a limit",
    M.SIGNPOSTS: "says what comes next",
    M.POSTPONES: "says that they will come back to it",
    M.ADVISES: "advises, asked",
    M.ADVISES_UNASKED: "advises, unasked",
    M.REASSURES_EARLY: "reassures too early",
    M.MINIMISES: "makes light of it",
    M.ARGUES: "argues",
    M.CHANGES_SUBJECT: "changes the subject",
    M.JUDGES: "judges or lectures",
    M.PRESSES: "presses",
    M.JARGON: "uses a word nobody knows",
    M.STOCK_PHRASE: "uses a stock phrase",
    M.BACK_CHANNEL: 'says "mm"',
    M.ASKS_SAFETY: "asks plainly about safety",
    M.ASKS_SAFETY_LEADING: "asks about safety, leading",
    M.PLANS: "plans with the patient",
    M.GREETS: "greets",
    M.THANKS: "thanks",
    M.CLOSES: "closes the conversation",
    M.QUIET: "stays silent",
    M.OTHER: "something else",
}

TRUST, SHARE, TURNS, COUNT, LIKE = "trust, a turn", "share, 0 to 1", "learner turns", "number", "likeness, -1 to 1"

SECTIONS: dict[str, dict[str, str]] = {
    "trust": {"rise": TRUST, "taper": SHARE, "with_cost": SHARE},
    "wear": {"saturates": SHARE, "wears": SHARE, "playful": SHARE, "general_words": COUNT},
    "naming": {
        "felt_from": "feeling, 0 to 1",
        "over_turns": TURNS,
        "over_named": TURNS,
        "over_cost": TRUST,
        "misnamed": TRUST,
    },
    "threads": {
        "met": TRUST,
        "partly": TRUST,
        "met_at": SHARE,
        "useful_at": SHARE,
        "second_pass": TRUST,
        "later_pass": TRUST,
        "joy_passed": TRUST,
    },
    "costs": {"half_cost": SHARE, "prying": TRUST, "pressing": TRUST, "bare_no": TRUST, "peace_least": TRUST},
    "repair": {"repair_share": SHARE, "repair_least": TRUST},
    "distress": {
        "eases": "distress, a turn",
        "stirs": "distress, a turn",
        "long_quiet": "distress, a turn",
        "feeling_eases": "feeling, a turn",
    },
    "telling": {"answers": "facts", "carried": "facts", "story": "facts", "leads_on": SHARE},
    "hints": {"hint_gap": TURNS, "hint_apart": TURNS, "hint_from": TURNS, "seen_gap": TURNS, "ask_again": TURNS},
    "hearing": {"follow_words": "words", "list_from": "topics"},
}
"""In which part of the page each parameter stands, and its unit. What stands in none is put into `hearing`."""
