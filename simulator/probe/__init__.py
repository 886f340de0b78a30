"""Attacks on the patient, played and judged: the suite that operators run on their own model."""
