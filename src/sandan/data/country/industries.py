"""The industries of the generated country: real codes, invented proportions."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from sandan.data.codes.ksic import ksic10
from sandan.data.country.chains import make_chains
from sandan.data.country.chance import cumulative, stream
from sandan.types import BoolArray, FloatArray, IntArray, Rng

CLASSIFICATION = "KSIC10"
CODE_LEVEL = 5


@dataclass(frozen=True)
class Industries:
    """Five-digit codes and what is true of them.

    ``group`` and ``division`` are row numbers in ``groups`` and ``divisions``; ``share`` is each
    code's part of all sites. ``roles`` says of each group whether it may cluster (``technology``,
    ``other``), makes room for those that do (``offset``), or is spread by city size (``null``).
    """

    codes: tuple[str, ...]
    group: IntArray
    division: IntArray
    share: FloatArray
    groups: tuple[str, ...]
    roles: tuple[str, ...]
    focal_strength: FloatArray
    cluster_count: IntArray
    divisions: tuple[str, ...]
    traits: pd.DataFrame
    products: tuple[str, ...]
    first_product: IntArray
    product_count: IntArray
    successors: FloatArray
    """Cumulative chance, by code, of the code that a site has after a reclassification."""

    @property
    def technology(self) -> BoolArray:
        """Whether a group is one of technology."""
        return np.array([role == "technology" for role in self.roles])

    @property
    def group_share(self) -> FloatArray:
        """Each group's part of all sites."""
        return np.bincount(self.group, weights=self.share, minlength=len(self.groups)).astype(np.float64)

    def trait(self, name: str) -> FloatArray:
        """Return a trait of the division for every code."""
        return self.traits[name].to_numpy(dtype=float)[self.division]

    def draw_products(self, rng: Rng, industry: IntArray) -> IntArray:
        """Draw a main product for each site; -1 where the industry has none in words."""
        group = self.group[industry]
        chosen = np.floor(rng.random(len(group)) * self.product_count[group]).astype(np.int64)
        return np.where(self.product_count[group] > 0, self.first_product[group] + chosen, -1)


@cache
def _packaged(name: str) -> pd.DataFrame:
    source = files("sandan.data.country").joinpath("tables", name)
    with source.open(encoding="utf-8") as handle:
        return pd.read_csv(
            handle, dtype={"division": str, "group": str, "products": str}, keep_default_na=False
        )


def make_industries(seed: int, *, within_chains: bool = False) -> Industries:
    """Lay out codes, sizes, trends and products; the proportions inside a division follow ``seed``.

    A site changes its code only inside its role, and ``within_chains`` only inside its branch too.
    """
    traits, special = _packaged("divisions.csv"), _packaged("groups.csv").set_index("group")
    divisions = tuple(traits["division"])
    codes = tuple(code for code in ksic10().at_level(CODE_LEVEL) if code[:2] in set(divisions))
    groups = tuple(dict.fromkeys(code[:3] for code in codes))
    group = np.array([groups.index(code[:3]) for code in codes])
    division = np.array([divisions.index(code[:2]) for code in codes])
    special = special.reindex(list(groups))
    share = _shares(stream(seed, "industries"), groups, group, traits, special["share"])
    words = [text.split("|") if isinstance(text, str) and text else [] for text in special["products"]]
    counts = np.array([len(some) for some in words])
    roles = tuple(special["role"].fillna("null"))
    strength = special["focal_strength"].fillna(1.0).to_numpy(dtype=float)
    branch = make_chains(groups).of_group if within_chains else np.zeros(len(groups), dtype=np.int64)
    return Industries(
        codes=codes,
        group=group,
        division=division,
        share=share,
        groups=groups,
        roles=roles,
        focal_strength=strength,
        cluster_count=special["clusters"].fillna(0).to_numpy(dtype=np.int64),
        divisions=divisions,
        traits=traits,
        products=tuple(word for some in words for word in some),
        first_product=np.cumsum(counts) - counts,
        product_count=counts,
        successors=_successors(group, division, np.sqrt(share) * strength[group], roles, branch),
    )


def _shares(
    rng: Rng, groups: tuple[str, ...], group: IntArray, traits: pd.DataFrame, fixed: pd.Series
) -> FloatArray:
    """Split each division over its groups and each group over its codes, unevenly."""
    inside = np.empty(len(group))
    for number in range(len(groups)):
        members = np.flatnonzero(group == number)
        inside[members] = rng.permutation(1.0 / np.arange(1, len(members) + 1))
        inside[members] /= inside[members].sum()
    weight = traits.set_index("division")["per_mille"]
    of_group = np.array([weight[name[:2]] for name in groups])
    part = fixed.to_numpy(dtype=float, copy=True)
    for division in dict.fromkeys(name[:2] for name in groups):
        members = np.array([name[:2] == division for name in groups])
        free = members & np.isnan(part)
        left = 1.0 - np.nansum(part[members])
        if free.any():
            part[free] = left * rng.dirichlet(np.full(int(free.sum()), 4.0))
        part[members] /= part[members].sum()
    share: FloatArray = inside * (of_group * part)[group]
    return np.asarray(share / share.sum())


def _successors(
    group: IntArray, division: IntArray, appeal: FloatArray, roles: tuple[str, ...], branch: IntArray
) -> FloatArray:
    """Weigh the codes that a site may change to.

    A change stays inside the role, and inside the division unless the role is technology: a site
    that was placed by city size alone must stay in an industry that is. Codes that the focal city
    courts are in fashion.
    """
    role = np.array(roles)[group]
    allowed = role[:, None] == role[None, :]
    allowed &= (division[:, None] == division[None, :]) | (role == "technology")[:, None]
    allowed &= branch[group][:, None] == branch[group][None, :]
    weight = np.where(allowed, appeal[None, :], 0.0)
    weight[group[:, None] == group[None, :]] *= 2.0
    np.fill_diagonal(weight, 0.0)
    alone = weight.sum(axis=1) == 0
    weight[alone, np.flatnonzero(alone)] = 1.0
    return cumulative(weight)
