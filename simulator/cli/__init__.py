"""The same verbs from a terminal: results on stdout, everything else on stderr, exit codes 0, 1, 2."""

from simulator.cli.start import main

__all__ = ["main"]
