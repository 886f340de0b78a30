"""The student: one vector a word piece, whose sum points where the teacher's sentence vector points."""

from __future__ import annotations

import numpy as np

WIDTH = 256
EPOCHS = 10
BATCH = 256
DROPPED = 0.1
"""Share of the pieces left out of a sentence in training, so that no single one carries it."""
PAIRS = 2.0
"""Weight of keeping the likeness between the sentences of a batch beside keeping each one's direction."""


def train(pieces: list[np.ndarray], teacher: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """The table of vectors. `inputs` are the teacher's own word vectors, where it begins."""
    _, _, basis = np.linalg.svd(teacher[::5], full_matrices=False)
    wanted = teacher @ basis[:WIDTH].T
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    table = _start(pieces, wanted, inputs)
    first, second = np.zeros_like(table), np.zeros_like(table)
    chance = np.random.default_rng(1)
    order = np.arange(len(pieces))
    step = 0
    for epoch in range(EPOCHS):
        chance.shuffle(order)
        rate = 3e-3 * (1 - epoch / EPOCHS)
        for at in range(0, len(order), BATCH):
            chosen = order[at : at + BATCH]
            rows = [_thinned(pieces[n], chance) for n in chosen]
            used, slope = _slope(table, rows, wanted[chosen])
            step += 1
            first[used] = 0.9 * first[used] + 0.1 * slope
            second[used] = 0.999 * second[used] + 0.001 * slope * slope
            mean = first[used] / (1 - 0.9 ** min(step, 100))
            spread = second[used] / (1 - 0.999 ** min(step, 5000))
            table[used] -= rate * mean / (np.sqrt(spread) + 1e-9)
    return table


def _start(pieces: list[np.ndarray], wanted: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Rare pieces weigh more (the vocabulary is ordered by frequency), turned towards the teacher's sentences."""
    rank = np.maximum(1, np.arange(len(inputs)) - 1995)
    weight = np.log(1 + rank) ** 2
    own = (inputs - inputs[1996:].mean(0)) * (weight / weight.mean())[:, None]
    sums = np.vstack([own[row].sum(0) for row in pieces])
    sums /= np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9
    turn = np.linalg.solve(sums.T @ sums + np.eye(sums.shape[1]), sums.T @ wanted)
    table = (own @ turn).astype(np.float32)
    return table * (0.1 / table.std())


def _thinned(row: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    kept = row[chance.random(len(row)) > DROPPED] if len(row) > 3 else row
    return kept if len(kept) else row


def _slope(table: np.ndarray, rows: list[np.ndarray], wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pieces used and the slope of the loss for each."""
    flat = np.concatenate(rows)
    starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
    sums = np.add.reduceat(table[flat], starts, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9
    unit = sums / lengths
    away = -(wanted - (unit * wanted).sum(1, keepdims=True) * unit) / lengths
    pairs = 4 * (unit @ unit.T - wanted @ wanted.T) / len(rows) @ unit
    pairs = (pairs - (pairs * unit).sum(1, keepdims=True) * unit) / lengths
    slope = (away + PAIRS * pairs) / len(rows)
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    used, place = np.unique(flat, return_inverse=True)
    order = np.argsort(place, kind="stable")
    begins = np.searchsorted(place[order], np.arange(len(used)))
    return used, np.add.reduceat(slope[owner[order]], begins, axis=0)


def classes(
    vectors: np.ndarray, labels: np.ndarray, count: int, *, decay: float = 1e-5
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and offsets of a softmax over `count` classes, by plain descent."""
    weights, offsets = np.zeros((vectors.shape[1], count)), np.zeros(count)
    targets = np.eye(count)[labels]
    for _ in range(600):
        scores = vectors @ weights + offsets
        scores = np.exp(scores - scores.max(1, keepdims=True))
        error = scores / scores.sum(1, keepdims=True) - targets
        weights -= 40 * (vectors.T @ error / len(labels) + decay * weights)
        offsets -= 1.0 * error.mean(0)
    return weights, offsets
