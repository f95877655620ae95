import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.vault.keys import Repeated, first_repeated_key, shared_keys

ROWS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.one_of(st.none(), st.integers(0, 3))), min_size=1, max_size=30
)


def _stored(folder, rows, name="table.parquet"):
    path = folder / name
    frame = pd.DataFrame(rows, columns=["region", "period"])
    frame.astype({"region": "str", "period": "Int64"}).to_parquet(path)
    return path


def test_first_repeated_key_is_the_one_that_comes_first(tmp_path):
    path = _stored(tmp_path, [("c", 1), ("b", 2), ("a", 1), ("a", 1), ("b", 2), ("b", 2)])
    assert first_repeated_key(path, ["region", "period"]) == Repeated({"region": "b", "period": 2}, 3, 2)


def test_unique_keys_are_none(tmp_path):
    assert first_repeated_key(_stored(tmp_path, [("a", 1), ("a", 2)]), ["region", "period"]) is None


@given(ROWS)
def test_repeated_keys_are_those_that_pandas_finds(tmp_path_factory, rows):
    found = first_repeated_key(_stored(tmp_path_factory.mktemp("keys"), rows), ["region", "period"])
    repeated = [row for row in rows if rows.count(row) > 1]
    if not repeated:
        assert found is None
    else:
        first = repeated[0]
        assert tuple(found.key.values()) == first
        assert (found.rows, found.keys) == (rows.count(first), len(set(repeated)))


@given(ROWS, ROWS)
def test_shared_keys_are_the_intersection(tmp_path_factory, one, other):
    folder = tmp_path_factory.mktemp("keys")
    paths = _stored(folder, one, "one.parquet"), _stored(folder, other, "other.parquet")
    assert shared_keys(*paths, ["region", "period"]) == len(set(one) & set(other))
