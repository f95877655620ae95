"""Every calculation that a figure may refer to."""

from sandan.report.calculations.backtests import FROM_BACKTEST
from sandan.report.calculations.base import combine
from sandan.report.calculations.bridges import FROM_COMPLEXES
from sandan.report.calculations.creative import FROM_OCCUPATIONS
from sandan.report.calculations.establishments import FROM_ESTABLISHMENTS
from sandan.report.calculations.hotspots import FROM_PLACES
from sandan.report.calculations.localization import FROM_LOCATIONS
from sandan.report.calculations.policy import FROM_SPECIFICATIONS
from sandan.report.calculations.policy_described import FROM_DESCRIBED
from sandan.report.calculations.policy_outcomes import FROM_SEVERAL
from sandan.report.calculations.policy_rungs import FROM_FURTHER
from sandan.report.calculations.portfolio import FROM_GROUPS
from sandan.report.calculations.records import FROM_RECORDS
from sandan.report.calculations.related import FROM_SPACE
from sandan.report.calculations.rings import FROM_SITES
from sandan.report.calculations.robustness import FROM_CHOICES
from sandan.report.calculations.selection import FROM_APPLICATIONS
from sandan.report.calculations.standing import FROM_STANDING
from sandan.report.calculations.statistics import FROM_STATISTICS
from sandan.report.calculations.supply import FROM_SUPPLY
from sandan.report.calculations.ties import FROM_TIES

__all__ = ["CALCULATIONS"]

CALCULATIONS = combine(
    FROM_ESTABLISHMENTS,
    FROM_STATISTICS,
    FROM_RECORDS,
    FROM_LOCATIONS,
    FROM_PLACES,
    FROM_CHOICES,
    FROM_SPACE,
    FROM_BACKTEST,
    FROM_COMPLEXES,
    FROM_SUPPLY,
    FROM_TIES,
    FROM_OCCUPATIONS,
    FROM_SITES,
    FROM_GROUPS,
    FROM_SPECIFICATIONS,
    FROM_SEVERAL,
    FROM_FURTHER,
    FROM_DESCRIBED,
    FROM_STANDING,
    FROM_APPLICATIONS,
)
"""By name; a name never changes its meaning, because old figures refer to it."""
