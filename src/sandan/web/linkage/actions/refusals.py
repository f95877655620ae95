"""What is refused when rows are decided, in sentences for people."""

from typing import Any

from django.utils.translation import gettext as _

from sandan.errors import OfficeError

__all__ = ["AlreadyDecidedError", "NotDecidedError", "TakeBackError", "TakenOverError"]


class AlreadyDecidedError(OfficeError):
    """Somebody else has decided the row since the page was opened."""

    def __init__(self, entry: Any) -> None:
        self.entry = entry
        said = {
            "row": entry.row,
            "name": entry.name,
            "by": entry.decided_by or _("Somebody"),
            "decision": entry.get_decision_display(),
        }
        text = (
            _("%(by)s has decided row %(row)d (%(name)s) before you: %(decision)s. Yours was not kept.")
            if entry.decision
            else _("Row %(row)d (%(name)s) was changed since you opened it. Look at it again.")
        )
        super().__init__(text % said)


class NotDecidedError(OfficeError):
    """There is no decision to take back."""

    def __init__(self, entry: Any) -> None:
        super().__init__(
            _("Nothing is decided about row %(row)d (%(name)s), so there is nothing to undo.")
            % {"row": entry.row, "name": entry.name}
        )


class TakenOverError(OfficeError):
    """The decision is in the register already."""

    def __init__(self, entry: Any) -> None:
        super().__init__(
            _("Row %(row)d (%(name)s) is in the register already. A planner takes it back first.")
            % {"row": entry.row, "name": entry.name}
        )


class TakeBackError(OfficeError):
    """What was taken over cannot be taken back like this."""

    def __init__(self, entry: Any) -> None:
        super().__init__(
            _(
                "Row %(row)d entered %(company)s (%(number)s), and companies are never deleted. "
                "Merge it with the right one, or mark it as closed."
            )
            % {"row": entry.row, "company": entry.company, "number": entry.company.number}
        )
