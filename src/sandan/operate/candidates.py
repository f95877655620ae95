"""Which pairs of firms are worth comparing: equal keys, and names that share rare pairs of characters."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from sandan.operate.business_number import BUSINESS_DIGITS, PUBLISHED_DIGITS
from sandan.operate.firm_features import PreparedFirms
from sandan.types import FloatArray, IntArray

__all__ = ["CandidateIndex", "all_pairs"]

CHUNK = 1_000
"""Incoming firms that are looked up at once; it bounds the memory."""
LARGEST_BLOCK = 1_000
"""An equal key finds nothing if more firms of the register have it than this."""
MOST_COMMON = 1_000
"""A pair of characters that stands in more names of the register than this finds nothing."""
NEAREST = 30
"""Names that are taken for each incoming one, those with the most and rarest pairs in common."""

Texts = npt.NDArray[np.object_]


class CandidateIndex:
    """A register that can be asked for the firms that a firm might be."""

    def __init__(self, register: PreparedFirms) -> None:
        self._blocks = [_rows_by_key(keys) for keys in _block_keys(register)]
        self._grams, table = _gram_numbers(register.texts["key"])
        frequency = np.asarray(table.sum(axis=0)).ravel()
        rare = (frequency > 0) & (frequency <= MOST_COMMON)
        self._weight = np.where(rare, 1 + np.log(max(len(register), 1) / np.maximum(frequency, 1)), 0.0)
        self._names = _weighted(table, self._weight).T.tocsr()

    def pairs(self, incoming: PreparedFirms) -> Iterator[tuple[IntArray, IntArray]]:
        """Give the rows of incoming firms and of the register to compare, some at a time."""
        for start in range(0, len(incoming), CHUNK):
            part = incoming.part(slice(start, start + CHUNK))
            found = [self._by_names(part), *self._by_blocks(part)]
            left = np.concatenate([one for one, _ in found])
            right = np.concatenate([other for _, other in found])
            distinct = np.unique(np.stack([left, right]), axis=1)
            yield distinct[0] + start, distinct[1]

    def _by_blocks(self, part: PreparedFirms) -> Iterator[tuple[IntArray, IntArray]]:
        nobody = np.zeros(0, dtype=np.int64)
        for rows_by_key, keys in zip(self._blocks, _block_keys(part), strict=True):
            rows = [rows_by_key.get(key, nobody) for key in keys]
            counts = [len(one) for one in rows]
            yield np.repeat(np.arange(len(part)), counts), np.concatenate([nobody, *rows])

    def _by_names(self, part: PreparedFirms) -> tuple[IntArray, IntArray]:
        _, table = _gram_numbers(part.texts["key"], self._grams)
        return _nearest(sparse.csr_matrix(_weighted(table, self._weight) @ self._names))


def all_pairs(incoming: PreparedFirms, register: PreparedFirms) -> tuple[IntArray, IntArray]:
    """Give every pair there is.

    Parameters
    ----------
    incoming, register : PreparedFirms
        Few firms: the number of pairs is the product.

    Returns
    -------
    tuple of two arrays of int, shape (n_incoming * n_register,)
        Rows of ``incoming`` and of ``register``.

    Raises
    ------
    Nothing
        Empty tables have no pairs.

    Notes
    -----
    For one new record against a short list, and as the truth that the index is measured against.

    References
    ----------
    ``docs/methods/company-matching.md``.

    Examples
    --------
    >>> from sandan.operate.firm_features import prepare_firms
    >>> firms = prepare_firms(pd.DataFrame({"name": ["가", "나"]}))
    >>> [rows.tolist() for rows in all_pairs(firms, firms)]
    [[0, 0, 1, 1], [0, 1, 0, 1]]
    """
    left = np.repeat(np.arange(len(incoming)), len(register))
    return left, np.tile(np.arange(len(register)), len(incoming))


def _block_keys(firms: PreparedFirms) -> list[Texts]:
    """Write the keys of which one must be equal, if names are not alike; see the page for why these."""
    texts = firms.texts
    number = texts["number"]
    whole = _texts(one if len(one) == BUSINESS_DIGITS else "" for one in number)
    published = _texts(one[:PUBLISHED_DIGITS] for one in number)
    surname = _texts(one[:1] for one in texts["representative"])
    return [
        whole,
        texts["phone"],
        texts["key"],
        _joined(texts["building"], surname),
        _joined(texts["key"], published),
        _joined(texts["key"], texts["city"]),
    ]


def _joined(one: Texts, other: Texts) -> Texts:
    return _texts(f"{a}\n{b}" if a and b else "" for a, b in zip(one, other, strict=True))


def _texts(texts: Iterable[str]) -> Texts:
    return np.array([*texts, None], dtype=object)[:-1]


def _rows_by_key(keys: Texts) -> dict[str, IntArray]:
    groups = pd.Series(np.arange(len(keys))).groupby(keys, sort=False).indices
    return {
        str(key): np.asarray(rows, dtype=np.int64)
        for key, rows in groups.items()
        if key and len(rows) <= LARGEST_BLOCK
    }


def _gram_numbers(
    keys: Texts, known: dict[str, int] | None = None
) -> tuple[dict[str, int], "sparse.csr_matrix[np.float64]"]:
    """Note for each name which pairs of neighboring characters it has, its two ends counted as characters."""
    grams: dict[str, int] = {} if known is None else known
    columns: list[int] = []
    ends = [0]
    for key in keys:
        text = f"^{key}$" if key else ""
        own = dict.fromkeys(text[i : i + 2] for i in range(len(text) - 1))
        if known is None:
            columns += [grams.setdefault(gram, len(grams)) for gram in own]
        else:
            columns += [grams[gram] for gram in own if gram in grams]
        ends.append(len(columns))
    shape = (len(keys), len(grams))
    return grams, sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)


def _weighted(table: "sparse.csr_matrix[np.float64]", weight: FloatArray) -> "sparse.csr_matrix[np.float64]":
    """Weigh the pairs and bring each name to the length of one."""
    weighted = sparse.csr_matrix(table.multiply(weight))
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    shrunk = sparse.csr_matrix(weighted.multiply(1 / np.where(length > 0, length, 1.0)[:, None]))
    shrunk.eliminate_zeros()
    return shrunk


def _nearest(likeness: "sparse.csr_matrix[np.float64]") -> tuple[IntArray, IntArray]:
    """Keep the greatest cells of each row."""
    left, right = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for row in range(likeness.shape[0]):
        begin, end = likeness.indptr[row], likeness.indptr[row + 1]
        columns, values = likeness.indices[begin:end], likeness.data[begin:end]
        if len(values) > NEAREST:
            columns = columns[np.argpartition(values, -NEAREST)[-NEAREST:]]
        left.append(np.full(len(columns), row, dtype=np.int64))
        right.append(columns.astype(np.int64))
    return np.concatenate(left), np.concatenate(right)
