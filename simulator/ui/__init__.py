"""The pages: one parent web app, one Gradio page per role, and our own routes beside them."""

import os
import sys

# Before Gradio is imported anywhere: it reports home unless told not to, and where matplotlib is not installed it
# looks for it again on every event.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
sys.modules.setdefault("matplotlib", None)  # type: ignore[arg-type]
