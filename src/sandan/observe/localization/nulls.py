"""What chance does to an industry: three hypotheses, drawn one simulation at a time."""

from typing import Literal, TypeAlias

import numpy as np

from sandan.errors import MeasureError
from sandan.types import IntArray, Rng

__all__ = ["Null", "check_null", "draw_rows", "draw_seed", "simulation_rng"]

Null: TypeAlias = Literal["random_location", "random_labeling", "population_independence"]
"""``random_location``: the plants, with their sizes, are thrown at all sites. ``random_labeling``: sizes
stay where they are and industries are dealt out anew. ``population_independence``: the first of two
industries stays and everything else is dealt out anew."""


def check_null(null: str, *, two: bool) -> None:
    """Refuse a hypothesis that is not known, or that needs a second industry.

    Parameters
    ----------
    null : str
        Name of the hypothesis.
    two : bool
        Whether two industries are compared.

    Returns
    -------
    None
        The hypothesis can be drawn.

    Raises
    ------
    MeasureError
        If it cannot.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    Marcon, E. and Puech, F. (2010), Measures of the geographic concentration of industries: improving
    distance-based methods, Journal of Economic Geography 10, 745-762.

    Examples
    --------
    >>> check_null("population_independence", two=False)
    Traceback (most recent call last):
    ...
    sandan.errors.MeasureError: 'population_independence' keeps one industry where it is and needs a second
    one; name `neighbors`.
    """
    known = ("random_location", "random_labeling", "population_independence")
    if null not in known:
        raise MeasureError(f"`null` is {null!r}; use one of {', '.join(known)}.")
    if null == "population_independence" and not two:
        raise MeasureError(
            f"{null!r} keeps one industry where it is and needs a second one; name `neighbors`."
        )


def draw_seed(rng: Rng) -> int:
    """Draw the number from which all simulations of a measure follow.

    Parameters
    ----------
    rng : Generator
        Source of chance.

    Returns
    -------
    int
        From 0 to 2^63 - 1; it stands in the result.

    Raises
    ------
    ValueError
        Never.

    Notes
    -----
    Each simulation has a stream of its own (`simulation_rng`), so that nothing depends on how
    simulations are shared out.

    References
    ----------
    NumPy documentation, "Parallel random number generation".

    Examples
    --------
    >>> draw_seed(np.random.default_rng(1)) == draw_seed(np.random.default_rng(1))
    True
    """
    return int(rng.integers(0, 2**63))


def simulation_rng(seed: int, number: int) -> Rng:
    """Give the stream of chance of one simulation.

    Parameters
    ----------
    seed : int
        What `draw_seed` gave.
    number : int
        Which simulation, counted from 0.

    Returns
    -------
    Generator
        The same for the same two numbers, on any machine.

    Raises
    ------
    ValueError
        If a number is below 0.

    Notes
    -----
    ``default_rng([seed, number])``.

    References
    ----------
    NumPy documentation, "Parallel random number generation", sequence of integer seeds.

    Examples
    --------
    >>> int(simulation_rng(1, 2).integers(100)) == int(simulation_rng(1, 2).integers(100))
    True
    """
    return np.random.default_rng([seed, number])


def draw_rows(sites: int, count: int, rng: Rng) -> IntArray:
    """Draw different sites, in random order.

    Parameters
    ----------
    sites : int
        How many there are.
    count : int
        How many are drawn.
    rng : Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (count,)
        Rows. The first ``k`` of them are a draw of ``k``: one draw serves industries of every size.

    Raises
    ------
    MeasureError
        If more are asked for than there are.

    Notes
    -----
    All ordered selections without repetition are equally probable.

    References
    ----------
    Duranton, G. and Overman, H. G. (2005), Review of Economic Studies 72, section 4: sites are drawn
    without replacement from the sites of all plants.

    Examples
    --------
    >>> sorted(draw_rows(3, 3, np.random.default_rng(1)).tolist())
    [0, 1, 2]
    """
    if count > sites:
        raise MeasureError(
            f"{count} plants cannot be thrown at {sites} sites; give all sites, not a part of them."
        )
    return rng.choice(sites, count, replace=False)
