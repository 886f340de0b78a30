"""A standardized patient as an educator writes one: the case, the person, and what opens when they are met."""

from simulator.persona.case import Affect0, Persona, Safety
from simulator.persona.facts import Fact, FactKind, Opens
from simulator.persona.looks import Looks
from simulator.persona.parts import Line, Mood, Shows, WayIn
from simulator.persona.setting import ChartEntry, Ideas, Result, Setting, Task
from simulator.persona.talk import Mistake, Question, Says, TimeCue
from simulator.persona.threads import Due, Hint, Thread

__all__ = [
    "Affect0",
    "ChartEntry",
    "Due",
    "Fact",
    "FactKind",
    "Hint",
    "Ideas",
    "Line",
    "Looks",
    "Mistake",
    "Mood",
    "Opens",
    "Persona",
    "Question",
    "Result",
    "Safety",
    "Says",
    "Setting",
    "Shows",
    "Task",
    "Thread",
    "TimeCue",
    "WayIn",
]
