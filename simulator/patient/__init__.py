"""The patient: hears, feels, settles what was raised, allows, and briefs a voice."""
