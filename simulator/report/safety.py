"""The safety card: fixed text from a file that a site can edit, apart from every score."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from simulator.errors import AttuneError
from simulator.report.view import SafetyCard
from simulator.report.words import fill, shipped, turns

_SENTENCES = ("title", "asked", "not_asked", "asked_learner", "warned", "note")


def safety_card(
    *, asked: Iterable[int], warned: Iterable[int] = (), override: Path | str | None = None, own: bool = True
) -> SafetyCard:
    """The card for one encounter.

    `asked`: learner turns with a safety question. `warned`: patient turns in which a warning showed.
    `override`: a site's own file, used where it exists. `own`: the reader is the learner ("you"). Raises
    AttuneError for an override that cannot be used: a card about safety never falls back in silence.
    """
    texts = {**shipped("safety.yaml"), **_site(override)}
    asked, warned = tuple(sorted(set(asked))), tuple(sorted(set(warned)))
    key = ("asked" if own else "asked_learner") if asked else "not_asked"
    return SafetyCard(
        title=texts["title"],
        asked=asked,
        statement=fill(texts[key], turns=turns(asked)),
        warned=fill(texts["warned"], turns=turns(warned)) if warned else "",
        paragraphs=tuple(texts["paragraphs"]),
        note=texts["note"],
    )


def _site(override: Path | str | None) -> dict[str, Any]:
    if override is None or not Path(override).is_file():
        return {}
    try:
        data = YAML(typ="safe", pure=True).load(Path(override).read_text("utf-8"))
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        problem = str(error).splitlines()[0]
        raise AttuneError(f"cannot be read ({problem}).", where=str(override), todo="Mend the YAML there.") from None
    if not isinstance(data, dict):
        raise AttuneError("holds no keys.", where=str(override), todo=f"Known keys: {', '.join(_SENTENCES)}.")
    for key, value in data.items():
        if key in _SENTENCES and isinstance(value, str):
            continue
        if key == "paragraphs" and isinstance(value, list) and all(isinstance(p, str) for p in value):
            continue
        raise AttuneError(
            f'"{key}" is not a text of this card.',
            where=str(override),
            todo=f"Known keys: {', '.join(_SENTENCES)} (text), paragraphs (a list of texts).",
        )
    return data
