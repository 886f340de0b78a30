"""Make the vectors and say how good they are."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

import numpy as np

from simulator.language.meaning import Meaning
from simulator.library import shipped
from tests.distil.encoder import Encoder
from tests.distil.student import classes, train

EN = Path("simulator/language/en")
MOST_WORDS = 30
KEPT_RANK = 14_000
"""Word pieces up to this place in the vocabulary are kept, and those that stand in the sentences learned from."""
GENERAL = 15_000
"""Comments of general talk that are learned from."""


def corpus(data: Path) -> list[str]:
    """Sentences of the sets whose licence allows it (see meaning.md), and all that is written in this project."""
    found: set[str] = set()
    for name in ("primock57", "acibench"):
        for row in _rows(data / f"{name}.dev.jsonl"):
            for turn in row["turns"]:
                found.update(_sentences(turn["text"]))
    for row in _rows(data / "eaf.dev.jsonl"):
        for value in row.values():
            found.update(_sentences(value) if isinstance(value, str) and len(value) > 40 else ())
    comments = sorted(row["text"] for row in _rows(data / "goemotions.dev.jsonl") if "text" in row)
    for n in np.random.default_rng(1).permutation(len(comments))[:GENERAL]:
        found.update(_sentences(comments[n]))
    for texts in _tables():
        found.update(texts)
    for entry in shipped().personas:
        for fact in entry.get().facts:
            found.update((*fact.asked_like, *(line.text for line in fact.lines)))
    return sorted(found)


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _sentences(text: str) -> list[str]:
    parts = re.split(r"(?<=[.?!])\s+", re.sub(r"<[^>]+>|\[[^\]]+\]", "", text.replace("\n", " ")))
    return [part.strip() for part in parts if 2 <= len(part.split()) <= MOST_WORDS]


def _tables() -> list[list[str]]:
    tables = [tomllib.loads((EN / f"{name}.toml").read_text("utf-8")) for name in ("asked_like", "moves_like")]
    return [texts for table in tables for texts in table.values()]


def main(encoder_folder: Path, data: Path) -> None:
    encoder = Encoder(encoder_folder)
    whole = Meaning(encoder.vocabulary, np.zeros((len(encoder.vocabulary), 1), np.int8), np.zeros(1, np.float16))
    texts = corpus(data)
    pieces = [whole.pieces(text)[:40] for text in texts]
    texts, pieces = zip(*((text, row) for text, row in zip(texts, pieces, strict=True) if row), strict=True)
    print(f"{len(texts)} sentences", flush=True)
    teacher = encoder.encode([list(row) for row in pieces])
    table = train([np.array(row) for row in pieces], teacher, encoder.weights["embeddings.word_embeddings.weight"])
    seen = {piece for row in pieces for piece in row}
    kept = [
        n for n, piece in enumerate(encoder.vocabulary) if n >= 999 and piece.isascii() and (n < KEPT_RANK or n in seen)
    ]
    scale = np.abs(table[kept]).max(1) / 127 + 1e-9
    small = np.round(table[kept] / scale[:, None]).astype(np.int8)
    names = [encoder.vocabulary[n] for n in kept]
    meaning = Meaning(names, small, scale.astype(np.float16))
    moves = tomllib.loads((EN / "moves_like.toml").read_text("utf-8"))
    kinds = list(moves)
    rows = meaning.vectors([text for kind in kinds for text in moves[kind]])
    labels = np.array([n for n, kind in enumerate(kinds) for _ in moves[kind]])
    report(meaning, rows, labels, kinds, teacher, table, [np.array(row) for row in pieces])
    weights, offsets = classes(rows, labels, len(kinds))
    np.savez_compressed(
        EN / "meaning.npz",
        pieces=np.array("\n".join(names)),
        table=small,
        scale=scale.astype(np.float16),
        kinds=np.array("\n".join(kinds)),
        weights=weights.astype(np.float32),
        offsets=offsets.astype(np.float32),
    )
    print(f"{len(kept)} pieces, {(EN / 'meaning.npz').stat().st_size / 1e6:.1f} MB")


def report(
    meaning: Meaning,
    rows: np.ndarray,
    labels: np.ndarray,
    kinds: list[str],
    teacher: np.ndarray,
    table: np.ndarray,
    pieces: list[np.ndarray],
) -> None:
    """How good they are: five-fold, each sentence judged by what was learned without it."""
    fold = np.random.default_rng(0).integers(0, 5, len(labels))
    right = np.zeros(len(labels), bool)
    sure = np.zeros(len(labels))
    for part in range(5):
        weights, offsets = classes(rows[fold != part], labels[fold != part], len(kinds))
        scores = rows[fold == part] @ weights + offsets
        scores = np.exp(scores - scores.max(1, keepdims=True))
        scores /= scores.sum(1, keepdims=True)
        right[fold == part] = scores.argmax(1) == labels[fold == part]
        sure[fold == part] = scores.max(1)
    print(f"moves: {right.mean():.3f} right of {len(labels)} in {len(kinds)} kinds")
    for least in (0.4, 0.5, 0.6, 0.7, 0.8):
        print(f"  from {least}: {right[sure >= least].mean():.3f} right, {np.mean(sure >= least):.3f} of them")
    for n, kind in enumerate(kinds):
        print(f"  {kind:18}{right[labels == n].mean():.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
