"""What a learner reads afterwards: one view-model, then one renderer per format."""

from simulator.report.build import build
from simulator.report.from_json import from_coding_json
from simulator.report.render import FORMATS, Rendered, render
from simulator.report.safety import safety_card
from simulator.report.view import Report, SafetyCard

__all__ = [
    "FORMATS",
    "Rendered",
    "Report",
    "SafetyCard",
    "build",
    "from_coding_json",
    "render",
    "safety_card",
]
