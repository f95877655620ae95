"""Everything that changes the ledger."""

from sandan.web.claims.actions.adoption import adopt
from sandan.web.claims.actions.claims import change_claim, enter_claim, restore_claim, withdraw_claim
from sandan.web.claims.actions.evidence import (
    add_check,
    attach_evidence,
    attach_file,
    change_evidence,
    remove_check,
    remove_evidence,
)
from sandan.web.claims.actions.filing import file_ledger
from sandan.web.claims.actions.verdicts import change_verdict, draft_verdict, set_public, take

__all__ = [
    "add_check",
    "adopt",
    "attach_evidence",
    "attach_file",
    "change_claim",
    "change_evidence",
    "change_verdict",
    "draft_verdict",
    "enter_claim",
    "file_ledger",
    "remove_check",
    "remove_evidence",
    "restore_claim",
    "set_public",
    "take",
    "withdraw_claim",
]
