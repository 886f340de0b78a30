"""Attune: a standardized-patient simulator for learning clinical empathy."""

__version__ = "0.1.0"
