"""Calibration: a coder held against several people's ratings of the same transcripts, item by item."""
