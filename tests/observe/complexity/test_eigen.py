"""Complexity by hand, against a plain eigenproblem, and with every fault that is known of others."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.complexity import eigen
from sandan.observe.complexity.eigen import economic_complexity

NESTED = pd.DataFrame([[1, 1, 1], [0, 1, 1], [0, 0, 1]], index=list("abc"), columns=list("xyz"))


def by_plain_eigenproblem(table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take the second of the sorted eigenvectors of the matrix as the papers write it."""
    k, u = table.sum(axis=1), table.sum(axis=0)
    values, vectors = np.linalg.eig((table.T / u[:, None]) @ (table / k[:, None]))
    order = np.argsort(values.real)[::-1]
    q = vectors[:, order[1]].real
    c = table @ q / k
    sign = np.sign((c - c.mean()) @ (k - k.mean()))
    return sign * c, sign * q, np.sort(values.real)[::-1]


def connected(seed: int, shape: tuple[int, int], share: float = 0.35) -> np.ndarray:
    """Draw presence in which some regions can do more than others."""
    rng = np.random.default_rng(seed)
    chance = share * 2 * np.outer(rng.random(shape[0]), rng.random(shape[1]) + 0.3)
    table = (rng.random(shape) < chance).astype(float)
    table[0], table[:, 0] = 1, 1
    return table


def test_nested_regions_by_hand() -> None:
    # diag(1/u) M' diag(1/k) M has the eigenvector (4, 1, -2) with eigenvalue 1/4.
    found = economic_complexity(NESTED, scale="regions")
    table = NESTED.to_numpy(dtype=float)
    q = np.array([4.0, 1.0, -2.0])
    image = (table.T / table.sum(axis=0)[:, None]) @ (table / table.sum(axis=1)[:, None]) @ q
    np.testing.assert_allclose(image, q / 4)
    c = np.array([(4 + 1 - 2) / 3, (1 - 2) / 2, -2])
    np.testing.assert_allclose(found.regions["eci"], (c - np.mean(c)) / np.std(c), atol=1e-12)
    np.testing.assert_allclose(found.industries["pci"], (q - np.mean(c)) / np.std(c), atol=1e-12)
    np.testing.assert_allclose(found.eigenvalues, [1, 1 / 4, 1 / 9])
    assert found.gap == pytest.approx(1 / 4 - 1 / 9)
    assert (found.multiplicity, found.components, len(found.left_out)) == (1, 1, 0)


def test_index_of_a_region_is_the_mean_of_what_it_has() -> None:
    table = connected(3, (12, 20))
    found = economic_complexity(pd.DataFrame(table))
    means = table @ found.industries["pci"] / table.sum(axis=1)
    np.testing.assert_allclose(found.regions["eci"], means, atol=1e-12)


@pytest.mark.parametrize("ddof", [0, 1])
def test_own_scale_makes_both_indices_z_scores(ddof: int) -> None:
    found = economic_complexity(pd.DataFrame(connected(4, (20, 12))), scale="own", ddof=ddof)
    for values in (found.regions["eci"], found.industries["pci"]):
        assert values.mean() == pytest.approx(0, abs=1e-12)
        assert values.std(ddof=ddof) == pytest.approx(1)


@given(
    table=arrays(
        np.float64, st.tuples(st.integers(3, 7), st.integers(3, 7)), elements=st.sampled_from([0.0, 1.0])
    )
)
def test_any_presence_agrees_with_the_plain_eigenproblem(table: np.ndarray) -> None:
    table[0] = table[:, 0] = 1
    c, q, values = by_plain_eigenproblem(table)
    assume(values[1] > 1e-6)
    assume(len(values) < 3 or values[1] - values[2] > 1e-4)
    assume(abs((c - c.mean()) @ table.sum(axis=1)) > 1e-6)
    found = economic_complexity(pd.DataFrame(table))
    np.testing.assert_allclose(found.regions["eci"], (c - c.mean()) / c.std(), atol=1e-8)
    np.testing.assert_allclose(found.industries["pci"], (q - c.mean()) / c.std(), atol=1e-7)


def test_small_random_tables_never_take_an_unrelated_eigenvector() -> None:
    # A peer takes the second column of an unsorted decomposition: wrong in 22 of 71 such tables.
    checked = 0
    for seed in range(100):
        table = connected(seed, (5, 6))
        c, _, values = by_plain_eigenproblem(table)
        if values[1] - values[2] < 1e-6 or abs((c - c.mean()) @ table.sum(axis=1)) < 1e-6:
            continue
        checked += 1
        ours = economic_complexity(pd.DataFrame(table)).regions["eci"]
        assert np.corrcoef(ours, c)[0, 1] == pytest.approx(1)
    assert checked > 70


def test_one_empty_region_changes_nothing_for_the_others() -> None:
    # A peer answers NaN for everybody.
    table = pd.DataFrame(connected(5, (10, 8)))
    with_empty = pd.concat([table, pd.DataFrame(np.zeros((1, 8)), index=["empty"])])
    found, whole = economic_complexity(with_empty), economic_complexity(table)
    pd.testing.assert_frame_equal(found.regions.iloc[:10], whole.regions, check_index_type=False)
    pd.testing.assert_frame_equal(found.industries, whole.industries)
    assert found.regions.loc["empty"].isna().all()
    assert found.left_out.to_dict("records") == [
        {"side": "region", "label": "empty", "reason": "nothing present"}
    ]


def test_network_in_pieces_is_refused_or_computed_on_its_largest() -> None:
    # A peer answers -1 and 1, silently.
    large, small = connected(6, (9, 7)), np.ones((3, 3)) - np.eye(3)
    table = np.block([[large, np.zeros((9, 3))], [np.zeros((3, 7)), small]])
    with pytest.raises(MeasureError, match="2 pieces"):
        economic_complexity(pd.DataFrame(table))
    found = economic_complexity(pd.DataFrame(table), component="largest")
    alone = economic_complexity(pd.DataFrame(large))
    np.testing.assert_allclose(found.regions["eci"].iloc[:9], alone.regions["eci"])
    assert found.regions["eci"].iloc[9:].isna().all()
    assert (found.components, len(found.left_out)) == (2, 6)


def test_tied_eigenvalue_is_refused_or_reported() -> None:
    # Three regions that differ in the same way: any direction between them is as good.
    table = pd.DataFrame(np.hstack([np.ones((3, 1)), np.eye(3)]))
    table.loc[3] = [1, 0, 0, 0]
    with pytest.raises(MeasureError, match="At least 2 eigenvalues"):
        economic_complexity(table)
    diversity = pd.Series([1.0, 2.0, 4.0, 0.0])
    found = economic_complexity(table, ties="report", sign_by=diversity)
    assert found.multiplicity == 2


@pytest.mark.parametrize("dense", [64, 1])
def test_both_ways_to_decompose_agree(dense: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eigen, "_DENSE", dense)
    table = pd.DataFrame(connected(7, (60, 45)))
    found = economic_complexity(table)
    c, _, values = by_plain_eigenproblem(table.to_numpy())
    np.testing.assert_allclose(found.regions["eci"], (c - c.mean()) / c.std(), atol=1e-9)
    np.testing.assert_allclose(found.eigenvalues[:3], values[:3], atol=1e-12)
    assert found.gap == pytest.approx(values[1] - values[2], abs=1e-12)


def test_iteration_sees_that_an_eigenvalue_is_there_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eigen, "_DENSE", 1)
    table = pd.DataFrame(np.vstack([np.hstack([np.ones((12, 1)), np.eye(12)]), np.eye(1, 13)]))
    with pytest.raises(MeasureError, match="At least 9 eigenvalues"):
        economic_complexity(table)


@pytest.mark.parametrize("dense", [64, 1])
def test_regions_with_the_same_mix_are_refused(dense: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eigen, "_DENSE", dense)
    with pytest.raises(MeasureError, match="same mix"):
        economic_complexity(pd.DataFrame(np.ones((4, 3))))


def test_sign_follows_diversity_or_what_is_given() -> None:
    found = economic_complexity(NESTED)
    assert found.regions["eci"].corr(found.regions["diversity"]) == pytest.approx(found.sign_correlation)
    turned = economic_complexity(NESTED, sign_by=-found.regions["diversity"])
    np.testing.assert_allclose(turned.regions["eci"], -found.regions["eci"], atol=1e-12)


def test_same_diversity_everywhere_leaves_the_sign_to_the_caller() -> None:
    table = pd.DataFrame([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]], index=list("abc"))
    with pytest.raises(MeasureError, match="give `sign_by`"):
        economic_complexity(table)
    found = economic_complexity(table, sign_by=pd.Series({"a": 3.0, "b": 2.0, "c": 1.0}))
    assert found.regions["eci"].idxmax() == "a"
    with pytest.raises(MeasureError, match="no number for 'c'"):
        economic_complexity(table, sign_by=pd.Series({"a": 3.0, "b": 2.0}))


def test_weights_in_place_of_ones_are_taken() -> None:
    table = connected(8, (8, 9)) * np.random.default_rng(8).uniform(1, 4, (8, 9))
    c, _, _ = by_plain_eigenproblem(table)
    ours = economic_complexity(pd.DataFrame(table)).regions["eci"]
    np.testing.assert_allclose(ours, (c - c.mean()) / c.std(), atol=1e-9)


def test_unknown_presence_is_refused() -> None:
    with pytest.raises(TableError, match="not known is not absent"):
        economic_complexity(NESTED.where(NESTED == 1))


@pytest.mark.parametrize(("name", "value"), [("ties", "first"), ("ddof", 2), ("scale", "pci")])
def test_unknown_variant_is_refused(name: str, value: object) -> None:
    with pytest.raises(MeasureError, match=str(value)):
        economic_complexity(NESTED, **{name: value})  # type: ignore[arg-type]


def test_input_may_be_read_only_and_is_not_changed() -> None:
    numbers = connected(9, (6, 6))
    numbers.flags.writeable = False
    frame = pd.DataFrame(numbers, copy=False)
    before = frame.copy()
    economic_complexity(frame)
    pd.testing.assert_frame_equal(frame, before)
