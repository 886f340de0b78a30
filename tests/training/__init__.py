"""Learns the weights of `simulator/language/en/learned.npz`: `python -m tests.training DATA_FOLDER`.

`texts/` holds what was written for it here; the data folder is not part of the project, and only the sets whose licence
allows it are read (see the card, en/learned.md). The same input gives the same bytes.
"""
