"""The pages: one parent web app, one Gradio page per role, and our own routes beside them."""

import os
import sys

# All before Gradio is imported anywhere. It reports home unless told not to; it sums up all past events with pandas
# after each one (we hide the page that would show it); and where matplotlib is not installed it looks for it again
# on every event.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
sys.modules.setdefault("matplotlib", None)  # type: ignore[arg-type]
