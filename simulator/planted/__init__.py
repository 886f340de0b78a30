"""Planted: what our own patients were written to show, held beside what a coder finds in the blind transcript."""
