"""Which fields a place of a document may have, by the model it is read by."""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simulator.library.problems import Loc


def fields_at(model: type[BaseModel], loc: Loc) -> dict[str, FieldInfo]:
    """The fields of the model at `loc`; empty where named fields of one's own choice, or none, stand."""
    kind: Any = model
    for part in loc:
        if isinstance(part, int):
            kind = next((arg for arg in get_args(_bare(kind)) if arg is not Ellipsis), None)
        else:
            kind = _fields(kind)[part].annotation if part in _fields(kind) else None
    return _fields(kind)


def _fields(kind: Any) -> dict[str, FieldInfo]:
    kind = _bare(kind)
    return dict(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else {}


def _bare(kind: Any) -> Any:
    """Without "or nothing"."""
    if get_origin(kind) in (Union, types.UnionType):
        return next((arg for arg in get_args(kind) if arg is not type(None)), kind)
    return kind
