"""The teacher: a small BERT sentence encoder (all-MiniLM-L6-v2, Apache-2.0) in plain numpy."""

from __future__ import annotations

import json
import struct
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

CLS, SEP = 101, 102
HEADS = 12
LAYERS = 6
BATCH = 128


class Encoder:
    """Reads the folder of a sentence-transformers model: vocab.txt and model.safetensors."""

    def __init__(self, folder: Path) -> None:
        self.vocabulary = (folder / "vocab.txt").read_text("utf-8").split("\n")[:-1]
        self.weights = _safetensors(folder / "model.safetensors")

    def encode(self, pieces: list[list[int]]) -> np.ndarray:
        """One row of length 1 for each list of word-piece numbers."""
        order = sorted(range(len(pieces)), key=lambda n: len(pieces[n]))
        out = np.zeros((len(pieces), 384), np.float32)
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            out[chosen] = self._batch([[CLS, *pieces[n], SEP] for n in chosen])
        return out

    def _batch(self, rows: list[list[int]]) -> np.ndarray:
        longest = max(map(len, rows))
        ids = np.zeros((len(rows), longest), int)
        mask = np.zeros((len(rows), longest), np.float32)
        for n, row in enumerate(rows):
            ids[n, : len(row)], mask[n, : len(row)] = row, 1
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:longest]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        away = (1 - mask)[:, None, None, :] * -1e9
        for layer in range(LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}.", away)
        mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        return mean / np.linalg.norm(mean, axis=1, keepdims=True)

    def _layer(self, x: np.ndarray, name: str, away: np.ndarray) -> np.ndarray:
        rows, length, width = x.shape
        parts = [
            self._linear(x, f"{name}attention.self.{part}").reshape(rows, length, HEADS, width // HEADS)
            for part in ("query", "key", "value")
        ]
        q, k, v = (part.transpose(0, 2, 1, 3) for part in parts)
        weights = q @ k.transpose(0, 1, 3, 2) / sqrt(width // HEADS) + away
        weights = np.exp(weights - weights.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        mixed = (weights @ v).transpose(0, 2, 1, 3).reshape(rows, length, width)
        x = self._norm(self._linear(mixed, f"{name}attention.output.dense") + x, f"{name}attention.output.LayerNorm")
        hidden = self._linear(x, f"{name}intermediate.dense")
        hidden = hidden * 0.5 * (1 + _erf(hidden / sqrt(2)))
        return self._norm(self._linear(hidden, f"{name}output.dense") + x, f"{name}output.LayerNorm")

    def _linear(self, x: np.ndarray, name: str) -> np.ndarray:
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _norm(self, x: np.ndarray, name: str) -> np.ndarray:
        mean, spread = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return (x - mean) / np.sqrt(spread + 1e-12) * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def _safetensors(path: Path) -> dict[str, np.ndarray]:
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header: dict[str, Any] = json.loads(raw[8 : 8 + length])
    kinds = {"F32": np.float32, "I64": np.int64}
    out = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            data = np.frombuffer(raw[8 + length + start : 8 + length + end], kinds[entry["dtype"]])
            out[name] = data.reshape(entry["shape"])
    return out


def _erf(x: np.ndarray) -> np.ndarray:
    """Abramowitz and Stegun 7.1.26, to 1.5e-7."""
    sign, x = np.sign(x), np.abs(x)
    t = 1 / (1 + 0.3275911 * x)
    poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    return sign * (1 - poly * np.exp(-x * x))
