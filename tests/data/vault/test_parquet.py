from datetime import date

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.tables import contract_of
from sandan.data.vault.disk import sha256_of
from sandan.data.vault.parquet import ROWS_PER_GROUP, write_table
from sandan.errors import TableError

FIRMS = contract_of("firm_list")
REGIONS = contract_of("regions")


def _firms(n, first=1):
    return pd.DataFrame(
        {
            "row": np.arange(first, first + n),
            "name": [f"firm {i}" for i in range(first, first + n)],
            **{c.name: None for c in FIRMS.columns if c.name not in {"row", "name"}},
        }
    )


def test_types_are_those_of_the_contract(tmp_path):
    firms = _firms(2).assign(workers=[3.0, np.nan], valid_from=[date(2015, 1, 2), None])
    assert write_table([firms], FIRMS, tmp_path / "t.parquet") == 2
    stored = pq.read_table(tmp_path / "t.parquet")
    assert stored.schema.remove_metadata() == FIRMS.schema
    assert stored["workers"].to_pylist() == [3, None]
    assert stored["valid_from"].to_pylist() == [date(2015, 1, 2), None]


def test_column_without_a_single_value_takes_the_type_of_the_contract(tmp_path):
    write_table([_firms(2).assign(valid_to=np.nan)], FIRMS, tmp_path / "t.parquet")
    assert pq.read_table(tmp_path / "t.parquet")["valid_to"].to_pylist() == [None, None]


def test_additional_text_columns_are_kept_where_the_contract_allows_them(tmp_path):
    write_table([_firms(1).assign(phone="031")], FIRMS, tmp_path / "t.parquet")
    assert pq.read_table(tmp_path / "t.parquet")["phone"].to_pylist() == ["031"]


def test_column_in_one_piece_only_is_refused(tmp_path):
    with pytest.raises(TableError, match="`phone` is in one piece"):
        write_table([_firms(1), _firms(1, 2).assign(phone="031")], FIRMS, tmp_path / "t.parquet")


@pytest.mark.parametrize(("column", "cell"), [("workers", 1.5), ("workers", "many"), ("longitude", "east")])
def test_cell_of_another_type_is_refused(tmp_path, column, cell):
    with pytest.raises(TableError, match=f"The column `{column}` must hold"):
        write_table([_firms(1).assign(**{column: [cell]})], FIRMS, tmp_path / "t.parquet")


def test_piece_that_breaks_the_contract_is_refused(tmp_path):
    with pytest.raises(TableError, match="lacks the column `system`"):
        write_table([pd.DataFrame({"code": ["11"]})], REGIONS, tmp_path / "t.parquet")


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
def test_bytes_do_not_depend_on_how_the_source_was_cut(tmp_path_factory, sizes):
    folder = tmp_path_factory.mktemp("cut")
    ends = np.cumsum(sizes)
    pieces = [_firms(size, int(end - size) + 1) for size, end in zip(sizes, ends, strict=True)]
    rows = write_table(pieces, FIRMS, folder / "cut.parquet")
    assert rows == ends[-1]
    if rows:
        write_table([_firms(rows)], FIRMS, folder / "whole.parquet")
        assert sha256_of(folder / "cut.parquet") == sha256_of(folder / "whole.parquet")


def test_row_groups_have_one_size_whatever_the_pieces_are(tmp_path):
    piece = ROWS_PER_GROUP * 3 // 4
    write_table([_firms(piece, 1 + k * piece) for k in range(3)], FIRMS, tmp_path / "t.parquet")
    stored = pq.ParquetFile(tmp_path / "t.parquet").metadata
    sizes = [stored.row_group(k).num_rows for k in range(stored.num_row_groups)]
    assert sizes == [ROWS_PER_GROUP, ROWS_PER_GROUP, 3 * piece - 2 * ROWS_PER_GROUP]
