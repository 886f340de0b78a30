"""Learn, say how good it is by grouped cross-validation, and write the weights."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from simulator.language.features import BUCKETS
from tests.training.examples import Examples, answers, of_class, queries, shown, stretches, taken

OUT = Path("simulator/language/en/learned.npz")
STRENGTH = {
    "gives_back": 0.2,
    "closes": 0.1,
    "calls": 0.25,
    "shows": 0.2,
    "takes_up": 0.1,
    "leaves": 0.1,
    "closing": 0.3,
    "felt": 0.2,
}
"""Inverse strength of the ridge, chosen on the halves that may be tuned on."""


def fit(
    matrix: csr_matrix, target: np.ndarray, weights: np.ndarray, strength: float, *, even: bool = False
) -> LogisticRegression:
    """A ridge; `even`: both classes weigh the same."""
    balance = "balanced" if even else None
    return LogisticRegression(C=strength, max_iter=4000, class_weight=balance).fit(
        matrix, target, sample_weight=weights
    )


def check(name: str, found: Examples, target: np.ndarray, strength: float, *, even: bool = False) -> None:
    """How well each fifth is read by what was learned from the rest."""
    matrix, weights = found.matrix, np.array(found.weights)
    chance = np.zeros(len(target))
    for rest, part in GroupKFold(5, shuffle=True, random_state=1).split(matrix, groups=found.groups):
        model = fit(matrix[rest], target[rest], weights[rest], strength, even=even)
        chance[part] = model.predict_proba(matrix[part])[:, 1]
    whole = weights == 1.0
    score = f1_score(target[whole], chance[whole] > 0.5, average="macro")
    print(
        f"{name}: {whole.sum()} examples, AUC {roc_auc_score(target[whole], chance[whole]):.3f}, macro-F1 {score:.3f}"
    )
    if name == "calls":
        annotators(found, target, chance)


def annotators(found: Examples, target: np.ndarray, chance: np.ndarray) -> None:
    """Against each of the two who labelled every query, and where they agree (rows come in pairs)."""
    said, labels = chance[::2] > 0.5, (target[::2], target[1::2])
    agreed = labels[0] == labels[1]
    each = ", ".join(f"{cohen_kappa_score(said, one):.3f}" for one in labels)
    both = f1_score(labels[0][agreed], said[agreed], average="macro")
    print(f"  kappa with each annotator {each}; theirs {cohen_kappa_score(*labels):.3f}; where they agree {both:.3f}")


def packed(name: str, weights: np.ndarray, offset: float) -> dict[str, np.ndarray]:
    """Weights as they ship: words in eight bits with one scale, the rest in half precision."""
    words, rest = weights[:BUCKETS], weights[BUCKETS:]
    scale = float(np.abs(words).max()) / 127 or 1.0
    return {
        f"{name}.words": np.round(words / scale).astype(np.int8),
        f"{name}.scale": np.float32(scale),
        f"{name}.rest": rest.astype(np.float16),
        f"{name}.offset": np.float32(round(offset, 4)),
    }


def main(data: Path) -> None:
    """Learn all readings from what was written here and from `data`; write them, and print how good they are."""
    arrays: dict[str, np.ndarray] = {}
    names: list[str] = []

    def keep(name: str, weights: np.ndarray, offset: float) -> None:
        names.append(name)
        arrays.update(packed(name, weights, offset))

    closing, given, calling, lines, replies = answers(data), stretches(), queries(data), shown(data), taken()
    for name, found, target in (
        ("gives_back", given, of_class(given.labels, "yes")),
        ("calls", calling, of_class(calling.labels, "yes")),
        ("closes", closing, 1 - of_class(closing.labels, "fine")),
        ("shows", lines, 1 - of_class(lines.labels, "none")),
        ("takes_up", replies, of_class(replies.labels, "met")),
        ("leaves", replies, of_class(replies.labels, "passed")),
    ):
        even = name == "gives_back"
        check(name, found, target, STRENGTH[name], even=even)
        model = fit(found.matrix, target, np.array(found.weights), STRENGTH[name], even=even)
        keep(name, model.coef_[0], model.intercept_[0])
    for group, found, none in (("closing", closing, "fine"), ("felt", lines, "none")):
        rows = of_class(found.labels, none) == 0
        labels = np.array(found.labels)[rows]
        kinds = LogisticRegression(C=STRENGTH[group], max_iter=4000).fit(found.matrix[rows], labels)
        for row, kind in enumerate(kinds.classes_):
            keep(f"{group}.{kind}", kinds.coef_[row], kinds.intercept_[row])
    np.savez_compressed(OUT, names=np.array("\n".join(names)), **arrays)
    print(f"{OUT}: {OUT.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
