"""What docs/patient.md and its picture say of the patient's rule, made from the rule itself."""
