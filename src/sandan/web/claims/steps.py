"""How a proposed verdict moves: which step leads from where to where, and who may take it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sandan.web.claims.models import State

__all__ = ["STEPS", "Step"]


@dataclass(frozen=True)
class Step:
    """One step from ``before`` to ``after``; ``permission`` is asked of the proposal itself."""

    before: frozenset[Any]
    after: Any
    permission: str
    event: str
    decides: bool = False
    says_why: bool = False


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "propose": Step(
            before=frozenset({State.DRAFT, State.SENT_BACK}),
            after=State.PROPOSED,
            permission="claims.change_proposal",
            event="verdict.proposed",
        ),
        "withdraw": Step(
            before=frozenset({State.DRAFT, State.PROPOSED, State.SENT_BACK}),
            after=State.WITHDRAWN,
            permission="claims.change_proposal",
            event="verdict.withdrawn",
        ),
        "approve": Step(
            before=frozenset({State.PROPOSED}),
            after=State.APPROVED,
            permission="claims.approve",
            event="verdict.approved",
            decides=True,
        ),
        "send_back": Step(
            before=frozenset({State.PROPOSED}),
            after=State.SENT_BACK,
            permission="claims.approve",
            event="verdict.sent_back",
            decides=True,
            says_why=True,
        ),
    }
)
"""Approved and withdrawn proposals move no more: another verdict is another proposal."""
