"""Pages about people: coming in, oneself, the others."""

from sandan.web.accounts.views.entry import demo, invitation, setup
from sandan.web.accounts.views.oneself import me
from sandan.web.accounts.views.people import (
    bar,
    change,
    end_role,
    end_sessions,
    give_role,
    invite,
    let_in,
    link,
    people,
    person,
)

__all__ = [
    "bar",
    "change",
    "demo",
    "end_role",
    "end_sessions",
    "give_role",
    "invitation",
    "invite",
    "let_in",
    "link",
    "me",
    "people",
    "person",
    "setup",
]
