"""Missing as a value: why a cell has no number, and what may still be said about it."""

from enum import StrEnum

__all__ = ["Stage", "Status"]


class Status(StrEnum):
    """Why a cell holds what it holds; zero is a number, the other four are not."""

    REPORTED = "reported"
    """A number was given; zero is one."""
    SUPPRESSED = "suppressed"
    """A number exists and is hidden; bounds may be known."""
    NOT_SURVEYED = "not_surveyed"
    """Nobody counted."""
    NOT_COMPARABLE = "not_comparable"
    """Somebody counted something else: another definition, place or revision."""
    NOT_STATED = "not_stated"
    """The source leaves the cell empty and does not say why."""


class Stage(StrEnum):
    """How far a value has come on its way from a wish to a fact."""

    TARGET = "target"
    ANNOUNCED = "announced"
    COMMITTED = "committed"
    PROVISIONAL = "provisional"
    FINAL = "final"
    REVISED = "revised"
