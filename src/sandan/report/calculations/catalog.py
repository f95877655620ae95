"""Every calculation that a figure may refer to."""

from sandan.report.calculations.base import combine
from sandan.report.calculations.establishments import FROM_ESTABLISHMENTS
from sandan.report.calculations.records import FROM_RECORDS
from sandan.report.calculations.statistics import FROM_STATISTICS

__all__ = ["CALCULATIONS"]

CALCULATIONS = combine(FROM_ESTABLISHMENTS, FROM_STATISTICS, FROM_RECORDS)
"""By name; a name never changes its meaning, because old figures refer to it."""
