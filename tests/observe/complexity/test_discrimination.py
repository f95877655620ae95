"""The area under the curve by hand and against every pair."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError
from sandan.observe.complexity.discrimination import discrimination


def by_every_pair(came: np.ndarray, score: np.ndarray, pairs_of: str) -> tuple[float, int]:
    """Compare every cell that entered with every one that did not."""
    cells = [c for c in np.ndindex(came.shape) if not np.isnan(came[c]) and not np.isnan(score[c])]
    wins, pairs = 0.0, 0
    for one in (c for c in cells if came[c] == 1):
        for other in (c for c in cells if came[c] == 0):
            if pairs_of == "same_region" and one[0] != other[0]:
                continue
            if pairs_of == "same_industry" and one[1] != other[1]:
                continue
            pairs += 1
            wins += 1.0 if score[one] > score[other] else 0.5 if score[one] == score[other] else 0.0
    return (wins / pairs if pairs else np.nan), pairs


def test_five_cells_by_hand() -> None:
    # Entered 0.9 and 0.3; others 0.5, 0.3, 0.1: 3 wins, then one win and one tie: 4.5 of 6.
    table = discrimination(pd.DataFrame([[1, 1, 0, 0, 0]]), pd.DataFrame([[0.9, 0.3, 0.5, 0.3, 0.1]]))
    assert table.set_index("pairs_of").loc["all", ["auc", "pairs"]].tolist() == pytest.approx([4.5 / 6, 6])


@given(
    came=arrays(np.float64, (3, 5), elements=st.sampled_from([0.0, 1.0, np.nan])),
    score=arrays(np.float64, (3, 5), elements=st.sampled_from([0.1, 0.2, 0.2, 0.5, np.nan])),
)
def test_any_table_agrees_with_every_pair(came: np.ndarray, score: np.ndarray) -> None:
    came[0, 0], score[0, 0] = 1.0, 0.2
    for row in discrimination(pd.DataFrame(came), pd.DataFrame(score)).itertuples():
        auc, pairs = by_every_pair(came, score, row.pairs_of)
        assert row.pairs == pairs
        np.testing.assert_allclose(row.auc, auc, atol=1e-12)


def test_probability_is_that_of_scipy_without_continuity_correction() -> None:
    from scipy.stats import mannwhitneyu  # noqa: PLC0415

    rng = np.random.default_rng(4)
    came, score = (rng.random(80) < 0.3).astype(float), rng.integers(0, 12, 80).astype(float)
    ours = (
        discrimination(pd.DataFrame([came]), pd.DataFrame([score])).set_index("pairs_of").loc["same_region"]
    )
    theirs = mannwhitneyu(
        score[came == 1], score[came == 0], alternative="greater", method="asymptotic", use_continuity=False
    )
    assert ours["p_value"] == pytest.approx(theirs.pvalue)


def test_probability_within_regions_holds_its_level() -> None:
    rng = np.random.default_rng(5)
    level = rng.random((12, 1))
    shares = []
    for _ in range(300):
        # Regions differ in both; within a region the score knows nothing.
        came = pd.DataFrame((rng.random((12, 40)) < 0.3 * level).astype(float))
        table = discrimination(came, pd.DataFrame(level + rng.random((12, 40)))).set_index("pairs_of")
        shares.append((table.at["all", "p_value"], table.at["same_region", "p_value"]))
    over_all, within = (np.array(shares) <= 0.05).mean(axis=0)
    assert 0.02 <= within <= 0.085
    assert over_all > 0.8


def test_no_pair_gives_no_area() -> None:
    assert discrimination(pd.DataFrame([[1.0]]), pd.DataFrame([[0.3]]))["auc"].isna().all()
    with pytest.raises(MeasureError, match="None of 1 cells"):
        discrimination(pd.DataFrame([[1.0]]), pd.DataFrame([[np.nan]]))
