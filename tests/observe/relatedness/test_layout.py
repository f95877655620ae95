import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.relatedness.layout import _majorized, _scaled, _ways, stress_layout


def links(pairs):
    return pd.DataFrame(pairs, columns=["first", "second"])


def apart(places):
    numbers = places.to_numpy()
    return np.linalg.norm(numbers[:, None] - numbers, axis=2)


def test_chain_lies_on_a_line_with_links_as_long_as_what_their_ends_do_not_share():
    """a has b for a neighbor, b has a and c: three that are not shared; b and c have four."""
    places = stress_layout(links([("a", "b"), ("b", "c"), ("c", "d")]), pd.Index(list("abcd")))
    assert np.diff(np.sort(places["x"])) == pytest.approx([3, 4, 3], abs=0.05)
    assert places["y"].abs().max() < 0.2


def test_square_keeps_its_four_sides_equal_and_its_diagonals_longer():
    """Diagonals are two links, which no plane holds: sides stretch a little instead."""
    places = stress_layout(links([("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]), pd.Index(list("abcd")))
    far = apart(places)
    sides = [far[0, 1], far[1, 2], far[2, 3], far[0, 3]]
    assert sides == pytest.approx([sides[0]] * 4, rel=0.01)
    assert far[0, 2] > 1.3 * sides[0]


def test_leaves_of_a_star_do_not_lie_on_each_other():
    leaves = [f"l{k}" for k in range(8)]
    places = stress_layout(links([("hub", leaf) for leaf in leaves]), pd.Index(["hub", *leaves]))
    far = apart(places)
    assert far[~np.eye(9, dtype=bool)].min() > 5


def test_same_links_give_the_same_places():
    rng = np.random.default_rng(1)
    pairs = [(f"i{k}", f"i{rng.integers(0, k)}") for k in range(1, 30)]
    industries = pd.Index([f"i{k}" for k in range(30)])
    one, other = (stress_layout(links(pairs), industries) for _ in range(2))
    assert one.equals(other)
    assert one["x"].std() > one["y"].std()


def test_majorization_never_raises_the_stress():
    rng = np.random.default_rng(2)
    pairs = [(f"i{k}", f"i{rng.integers(0, k)}") for k in range(1, 20)]
    wanted = _ways(links(pairs), pd.Index([f"i{k}" for k in range(20)]))
    weight = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)

    def stress(places):
        far = np.linalg.norm(places[:, None] - places, axis=2)
        return (weight * (far - wanted) ** 2).sum()

    start = _scaled(wanted)
    assert stress(_majorized(wanted, start)) < stress(start)


def test_pieces_stand_apart_and_an_industry_without_links_has_a_place():
    places = stress_layout(links([("a", "b")]), pd.Index(list("abc")))
    far = apart(places)
    assert far[0, 1] == pytest.approx(2, abs=0.1)
    assert far[0, 2] > 3
    assert stress_layout(links([]), pd.Index(["a"])).to_numpy().tolist() == [[0, 0]]


def test_link_to_an_industry_that_is_not_there_is_refused_by_name():
    with pytest.raises(MeasureError, match="'z', which is not among the 1"):
        stress_layout(links([("a", "z")]), pd.Index(["a"]))
