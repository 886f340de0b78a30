"""`python -m simulator.cli`."""

import sys

from simulator.cli import main

if __name__ == "__main__":  # a process that grades for another one imports this file again
    sys.exit(main())
