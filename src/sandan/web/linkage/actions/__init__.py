"""Everything that changes runs and rows; each action leaves one event in the trail."""

from sandan.web.linkage.actions.deciding import confirm, decide, hold_next, put_off, reopen
from sandan.web.linkage.actions.exporting import note_export
from sandan.web.linkage.actions.matching import Found, ask, find, job_key, keep_run
from sandan.web.linkage.actions.taking_over import (
    ask_to_take_over,
    note_taken_over,
    take_back,
    take_over_key,
    take_over_some,
)

__all__ = [
    "Found",
    "ask",
    "ask_to_take_over",
    "confirm",
    "decide",
    "find",
    "hold_next",
    "job_key",
    "keep_run",
    "note_export",
    "note_taken_over",
    "put_off",
    "reopen",
    "take_back",
    "take_over_key",
    "take_over_some",
]
