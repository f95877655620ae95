import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from sandan.errors import MeasureError
from sandan.observe.relatedness.backbone import backbone


def matrix(numbers):
    labels = [f"i{k}" for k in range(len(numbers))]
    return pd.DataFrame(np.asarray(numbers, dtype=float), index=labels, columns=labels)


def ends(links):
    return list(zip(links["first"], links["second"], strict=True))


def test_backbone_by_hand_keeps_the_tree_and_the_strongest_of_the_rest():
    """0.9 and 0.8 join; 0.7 closes a triangle and is the strongest other; 0.3 joins the last."""
    near = matrix([[1, 0.9, 0.7, 0.2], [0.9, 1, 0.8, 0], [0.7, 0.8, 1, 0.3], [0.2, 0, 0.3, 1]])
    links = backbone(near, links_per_industry=1)
    assert ends(links) == [("i0", "i1"), ("i1", "i2"), ("i0", "i2"), ("i2", "i3")]
    assert links["in_tree"].tolist() == [True, True, False, True]


def test_tree_is_kept_whole_even_if_fewer_links_are_asked_for():
    near = matrix([[1, 0.9, 0.7], [0.9, 1, 0.8], [0.7, 0.8, 1]])
    assert backbone(near, links_per_industry=0)["in_tree"].tolist() == [True, True]


def test_support_decides_between_equal_proximities():
    near = matrix([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])
    support = matrix([[0, 1, 3], [1, 0, 2], [3, 2, 0]])
    assert ends(backbone(near, links_per_industry=0, support=support)) == [("i0", "i2"), ("i1", "i2")]


def test_industries_that_nothing_is_near_to_stay_in_pieces():
    near = matrix([[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]])
    assert ends(backbone(near)) == [("i0", "i1")]


@given(st.integers(2, 9), st.integers(0, 10_000))
def test_tree_is_a_maximum_spanning_tree(size, seed):
    numbers = np.random.default_rng(seed).random((size, size))
    near = matrix((numbers + numbers.T) / 2)
    tree = backbone(near, links_per_industry=0)
    pairs = np.triu(near.to_numpy(), k=1)
    slow = 1 - np.array(minimum_spanning_tree(np.where(pairs > 0, 1 - pairs, 0)).data)
    assert tree["proximity"].sum() == pytest.approx(slow.sum())
    graph = np.zeros((size, size))
    places = {label: k for k, label in enumerate(near.columns)}
    for first, second in ends(tree):
        graph[places[first], places[second]] = 1
    assert connected_components(graph, directed=False)[0] == 1


def test_tables_of_other_industries_and_negative_numbers_of_links_are_refused():
    near = matrix([[1, 0.5], [0.5, 1]])
    with pytest.raises(MeasureError, match="`links_per_industry` is -1"):
        backbone(near, links_per_industry=-1)
    with pytest.raises(MeasureError, match="stands in only one"):
        backbone(near, support=near.rename(columns={"i0": "x"}, index={"i0": "x"}))
