"""Rubrics, evidence and scoring: what is looked at, what bears it, and the arithmetic. Pure."""
