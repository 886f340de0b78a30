"""What kind of question a topic of the language pack makes: general, a detail, a feeling, or a yes-or-no matter."""

from __future__ import annotations

OPENING = frozenset({"opening"})
"""What brings them: answered with the presenting facts in authored order."""

ANYTHING_ELSE = frozenset({"agenda", "associated_symptoms"})
"""Whether there is more: a question the patient has, a hint, one more presenting fact, or no."""

CHECKS = frozenset({"understanding", "plan", "future"})
"""About what happens next: answered by how the patient takes the plan, unless a fact holds it."""

DETAILS = frozenset(
    {
        *("onset", "duration", "location", "radiation", "character", "severity", "timing"),
        *("aggravating", "relieving", "triggers"),
    }
)
"""Details of whatever else the sentence names; alone, of the main trouble."""

FEELINGS = frozenset(
    {
        *("mood", "anxiety", "enjoyment", "tearfulness", "hopes", "worries", "meaning", "feelings_today"),
        *("coping", "hardest", "loss"),
    }
)
"""Asking after these asks how the person is, not what is so."""

WIDE = OPENING | FEELINGS | {"effect_on_life", "typical_day", "ideas", "expectations", "home", "evenings"}
"""Asked openly these ask for the person's story, not for one fact."""

GENERAL = frozenset({"who", "medicines", "pain_now", "family", "home", "work", "loss", "evenings", "exercise"})
"""Topics whose words are also part of plainer ones."""

INCIDENTAL = frozenset({"who"})
"""Asked in passing (the name): answered after whatever else is asked, and never instead of it."""

LIFE = frozenset(
    {"family", "partner", "children", "home", "support", "work", "school", "faith", "friends", "money", "who"}
)
"""What everybody has something of, so that neither "no" nor "I don't know" would be true."""

SAFETY = frozenset({"suicide", "self_harm"})

FAMILY_OR_FAITH = frozenset({"partner", "children", "family", "faith", "loss"})
"""Taken up kindly, these are a way in for a person to whom family or faith comes first."""

YES_OR_NO = frozenset(
    {
        *(
            "fever",
            "weight",
            "appetite",
            "energy",
            "concentration",
            "alcohol",
            "smoking",
            "drugs",
            "medicines",
        ),
        *("side_effects", "allergies", "past_history", "operations", "hospital_stays", "family_history"),
        *(
            "bowels",
            "urine",
            "bleeding",
            "nausea",
            "dizziness",
            "pain_now",
            "painkillers",
            "addiction",
            "periods",
        ),
        *(
            "travel",
            "violence_at_home",
            "crises",
            "running_out",
            "opioid_dose",
            "chest_pain",
            "breathing",
            "cough",
        ),
        *(
            "palpitations",
            "headache",
            "vision",
            "swelling",
            "skin",
            "lumps",
            "sex",
            "associated_symptoms",
            "salt",
        ),
        *(
            "exercise",
            "caffeine",
            "snoring",
            "thirst",
            "numbness",
            "weakness",
            "joints",
            "mobility",
            "hearing",
        ),
        *("adherence", "suicide", "self_harm", "tearfulness", "anxiety", "check_ups"),
    }
)
"""Symptoms and habits: where the case holds nothing of them the patient says no."""
