"""What the register refuses, in sentences for people."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from sandan.errors import OfficeError

__all__ = [
    "AlreadyRegisteredError",
    "LikelyDuplicateError",
    "MergeError",
    "MergedAwayError",
    "OverlapError",
    "RegisterError",
    "StaleRecordError",
    "UndoError",
]


class RegisterError(OfficeError):
    """The company register refuses."""


class MergedAwayError(RegisterError):
    """The company was merged into another one and is changed no more."""


class AlreadyRegisteredError(RegisterError):
    """The business number belongs to a company that is known."""

    def __init__(self, number: str, company: Any) -> None:
        self.company = company
        super().__init__(
            _("%(number)s is the business number of %(name)s (%(company)s). Open that company instead.")
            % {"number": number, "name": company.name, "company": company.number}
        )


class LikelyDuplicateError(RegisterError):
    """The company may be known already, and nobody has said why it is another one."""

    def __init__(self, duplicates: Sequence[Any]) -> None:
        self.duplicates = duplicates
        super().__init__(
            _("The company may be known already. Open one of those found, or say why it is another.")
        )


class StaleRecordError(RegisterError):
    """Somebody else has saved since the form was opened."""

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__(
            _("Somebody else has saved this record since you opened it. Compare both, then save.")
        )


class OverlapError(RegisterError):
    """Two rows that exclude each other would be true on one day."""

    def __init__(self, row: Any) -> None:
        self.row = row
        super().__init__(
            _("“%(row)s” is true from %(first)s to %(last)s, and only one can be at a time. End it before.")
            % {"row": row, "first": row.valid_from or _("the beginning"), "last": row.valid_to or _("today")}
        )


class MergeError(RegisterError):
    """These two companies cannot be merged."""


class UndoError(RegisterError):
    """A merge cannot be undone because something changed since."""

    def __init__(self, conflicts: Sequence[str]) -> None:
        self.conflicts = tuple(conflicts)
        super().__init__(_("The merge cannot be undone as it was: %(what)s") % {"what": " ".join(conflicts)})
