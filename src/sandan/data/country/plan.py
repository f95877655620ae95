"""What is to be true in the generated country."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sandan.errors import DefinitionError

__all__ = ["DEFAULT_SEED", "NOTICE", "SCALES", "CountryPlan"]

NOTICE = "generated, not a real place / 만들어 낸 자료이며 실제 지역이 아님"

DEFAULT_SEED = 7
"""The country of the tutorial; its focal city grows in every way that a count of firms can."""


@dataclass(frozen=True)
class CountryPlan:
    """How large the country is, and every effect that is built into it.

    Rates are per year, effects in log points per year unless said otherwise. With
    ``clusters=False`` every industry is spread over the cities by their size alone and no firm is
    drawn to the research complex, so that every cluster that is found is a false alarm, unless
    ``chains=True`` draws clusters of whole chains.
    """

    establishments: int = 24_000
    """Sites in the first year."""
    provinces: int = 6
    cities: int = 40
    first_year: int = 2006
    last_year: int = 2015
    focal_share: float = 0.11
    """Share of all sites that lies in the focal city."""
    clusters: bool = True
    chains: bool = False
    """Whether the groups of a chain cluster in the same cities; then its ``null`` groups are not null."""
    research_opens: int = 2011
    """First year in which firms can be in the research complex."""
    pull: float = 0.035
    """Firms of its industries from elsewhere that move into it, as a share of those in the focal city."""
    inner_pull: float = 0.05
    """Share of the focal city's own firms of these industries that move into it."""
    move_far: float = 0.012
    move_near: float = 0.025
    reclassify: float = 0.022
    branches: float = 0.04
    """Share of sites that belong to an enterprise with another site."""
    location_effect: float = 0.012
    """Additional growth of every site in the capital province."""
    noise: float = 0.14
    prospects: float = 0.04
    """Spread of the lasting growth that differs from firm to firm; it drives who applies."""
    support_effect: float = 0.08
    """Growth of a supported firm's workers in the year of the decision, and never again."""
    displacement: float = 0.0
    """Share of the jobs won by support that other firms of the same city and group lose."""
    rounds: tuple[int, ...] = (2009, 2010, 2011, 2012, 2013, 2014)
    chosen_share: float = 0.4
    network_programme: int = 2013
    """First year of a programme that brings the firms of the focal city's two complexes together."""
    suppressed_below: int = 3
    """Published jobs are hidden where fewer sites than this stand behind them."""

    def __post_init__(self) -> None:
        """Refuse a plan that cannot be carried out."""
        if self.establishments < 100 or not 2 <= self.provinces <= 90 or self.cities < self.provinces:
            raise DefinitionError(
                f"The plan has {self.establishments} establishments, {self.provinces} provinces and "
                f"{self.cities} cities; give at least 100, 2 to 90, and no fewer cities than provinces."
            )
        if self.cities > MOST_CITIES:
            raise DefinitionError(
                f"The plan has {self.cities} cities, but only {MOST_CITIES} names are invented; give fewer."
            )
        if not self.first_year < self.last_year:
            raise DefinitionError(
                f"The plan runs from {self.first_year} to {self.last_year}; the last year must be later."
            )
        if not 0 < self.focal_share < 0.5:
            raise DefinitionError(
                f"`focal_share` is {self.focal_share}; the focal city must hold more than none and less than "
                "half of the sites."
            )

    @property
    def years(self) -> range:
        """All reference years; the reference day is 31 December."""
        return range(self.first_year, self.last_year + 1)


MOST_CITIES = 400

SCALES: Mapping[str, CountryPlan] = MappingProxyType(
    {
        "demo": CountryPlan(establishments=80_000),
        "region": CountryPlan(establishments=200_000, provinces=8, cities=60),
        "nation": CountryPlan(establishments=4_000_000, provinces=16, cities=229, focal_share=0.03),
    }
)
"""Sizes by name, for the command line."""
