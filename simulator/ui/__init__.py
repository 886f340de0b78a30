"""The pages: one parent web app, one Gradio page per role, and our own routes beside them."""

import os
import sys


def hush() -> None:
    """Make Gradio keep to itself; it reads this when it is imported and again when a page is made.

    It reports home unless told not to; it sums up all past events with pandas after each one (for a page that we
    hide); and where matplotlib is not installed it looks for it again on every event.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    sys.modules.setdefault("matplotlib", None)  # type: ignore[arg-type]


hush()  # before any file of this room imports Gradio
