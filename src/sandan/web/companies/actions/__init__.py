"""Everything that changes the register; each action leaves one event in the trail."""

from sandan.web.companies.actions.contacts import (
    add_contact,
    correct_contact,
    propose,
    remove_contact,
    reveal_contact,
    settle,
)
from sandan.web.companies.actions.exporting import note_export
from sandan.web.companies.actions.intake import TakenIn, take_in
from sandan.web.companies.actions.merging import merge, tell_apart, undo_merge
from sandan.web.companies.actions.quality import ask_for_check, find_pairs, keep_report
from sandan.web.companies.actions.records import change_state, correct, register, verify
from sandan.web.companies.actions.rows import add_row, correct_row, end_row
from sandan.web.companies.actions.sites import take_in_register
from sandan.web.companies.actions.supplements import Addition, Supplement, supplement, withdraw

__all__ = [
    "Addition",
    "Supplement",
    "TakenIn",
    "add_contact",
    "add_row",
    "ask_for_check",
    "change_state",
    "correct",
    "correct_contact",
    "correct_row",
    "end_row",
    "find_pairs",
    "keep_report",
    "merge",
    "note_export",
    "propose",
    "register",
    "remove_contact",
    "reveal_contact",
    "settle",
    "supplement",
    "take_in",
    "take_in_register",
    "tell_apart",
    "undo_merge",
    "verify",
    "withdraw",
]
