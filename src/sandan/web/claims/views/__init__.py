"""Pages of the ledger."""

from sandan.web.claims.views.claims import add, claim, edit, ledger, restore, withdraw
from sandan.web.claims.views.editions import adopt, filing
from sandan.web.claims.views.evidence import (
    add_check,
    add_evidence,
    add_file,
    edit_evidence,
    file,
    remove_check,
    remove_evidence,
)
from sandan.web.claims.views.verdicts import decide, propose, retract, revise, show_public

__all__ = [
    "add",
    "add_check",
    "add_evidence",
    "add_file",
    "adopt",
    "claim",
    "decide",
    "edit",
    "edit_evidence",
    "file",
    "filing",
    "ledger",
    "propose",
    "remove_check",
    "remove_evidence",
    "restore",
    "retract",
    "revise",
    "show_public",
    "withdraw",
]
