"""The edge to language models: made from a name, asked for words or for JSON, every request accounted for.

Importing this room loads no framework; LangChain and the provider's client are loaded when a model is made.
The scripted model for tests and demos is in `simulator.models.scripted`.
"""

from simulator.models.calls import ModelCall, OnCall, limit_concurrency
from simulator.models.ladder import JsonAnswer, ask_json
from simulator.models.prices import Prices, with_cost
from simulator.models.spec import ModelSpec, chat_model
from simulator.models.stream import stream_text

__all__ = [
    "JsonAnswer",
    "ModelCall",
    "ModelSpec",
    "OnCall",
    "Prices",
    "ask_json",
    "chat_model",
    "limit_concurrency",
    "stream_text",
    "with_cost",
]
