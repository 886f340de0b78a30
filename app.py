"""Builds the web app and starts it; nothing else."""

import sys

from simulator.errors import AttuneError
from simulator.settings import Settings


def main() -> int:
    """Serve with what the environment says. A problem a person can act on is one line."""
    try:
        settings = Settings.from_environment()
        from simulator.ui.web import serve

        serve(settings)
    except AttuneError as error:
        print(f"attune: {error.message}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
