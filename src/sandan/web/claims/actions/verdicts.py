"""Verdicts of people: proposed by one, decided by another."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.errors import OfficeError
from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from sandan.web.claims.actions.common import changed, locked, must_hold
from sandan.web.claims.models import Claim, Opinion, State
from sandan.web.claims.queries import open_opinion
from sandan.web.claims.steps import STEPS, Step
from sandan.web.shared.catalog import ROLES

__all__ = ["DECIDING_ROLES", "PROPOSING_ROLES", "change_verdict", "draft_verdict", "set_public", "take"]

PROPOSING_ROLES = ("planner", "evaluator")
DECIDING_ROLES = ("director", "evaluator")


@transaction.atomic
def draft_verdict(*, by: Person, claim: Claim, verdict: str, reason: str, role: str) -> Opinion:
    found = locked(claim)
    _refuse_foreign_role(by, role)
    unfinished = open_opinion(found)
    if unfinished is not None:
        raise OfficeError(
            _(
                "%(name)s has a proposal on the claim %(key)s that is not decided yet. Wait for the "
                "decision, or ask for it to be withdrawn."
            )
            % {"name": unfinished.proposed_by, "key": found.key}
        )
    opinion = Opinion.objects.create(claim=found, verdict=verdict, reason=reason, role=role, proposed_by=by)
    after = {"verdict": verdict, "role": role, "reason": reason}
    record(by=by, action="verdict.drafted", on=found, after=after)
    return opinion


def _refuse_foreign_role(by: Person, role: str) -> None:
    if role not in by.roles & set(PROPOSING_ROLES):
        raise OfficeError(
            _("%(name)s does not have the role “%(role)s” today. Propose in a role of your own.")
            % {"name": by, "role": ROLES.get(role, role)}
        )


@transaction.atomic
def change_verdict(*, by: Person, opinion: Opinion, verdict: str, reason: str, role: str) -> Opinion:
    found = _locked(opinion)
    _refuse_foreign_role(by, role)
    if found.state not in {State.DRAFT, State.SENT_BACK}:
        raise OfficeError(
            _(
                "The words of this proposal stay as they are, because its state is “%(state)s”. Withdraw it, "
                "or make another one."
            )
            % {"state": found.get_state_display()}
        )
    before, after = changed(found, {"verdict": verdict, "reason": reason, "role": role})
    if after:
        found.save(update_fields=list(after))
        record(by=by, action="verdict.changed", on=found.claim, before=before, after=after)
    return found


def _locked(opinion: Opinion) -> Opinion:
    locked(opinion.claim)
    return Opinion.objects.select_for_update().select_related("claim").get(pk=opinion.pk)


@transaction.atomic
def take(*, by: Person, opinion: Opinion, step: str, note: str = "") -> Opinion:
    """Take a step of the table; who may is asked again here, of the proposal as it is now."""
    found, rule = _locked(opinion), STEPS[step]
    if not by.has_perm(rule.permission, found):
        raise PermissionDenied(rule.permission)
    _refuse_out_of_turn(found, rule, note)
    before = {"state": found.state}
    names = ["state", *(_decide(by, found, note) if rule.decides else _let_go(found, step))]
    found.state = rule.after
    found.save(update_fields=names)
    must_hold()
    after = {"state": found.state, "verdict": found.verdict}
    record(by=by, action=rule.event, on=found.claim, before=before, after=after, reason=note)
    return found


def _refuse_out_of_turn(found: Opinion, rule: Step, note: str) -> None:
    if found.state not in rule.before:
        wanted = ", ".join(sorted(str(State(one).label) for one in rule.before))
        raise OfficeError(
            _(
                "The proposal on %(key)s has the state “%(state)s”, but this step needs %(wanted)s. Reload "
                "the page to see what was done meanwhile."
            )
            % {"key": found.claim.key, "state": found.get_state_display(), "wanted": wanted}
        )
    if rule.says_why and not note.strip():
        raise OfficeError(_("A proposal is sent back with a reason. Say what is missing or wrong."))


def _decide(by: Person, found: Opinion, note: str) -> tuple[str, ...]:
    found.decided_by, found.decided_at, found.note = by, timezone.now(), note
    found.decided_role = next((role for role in DECIDING_ROLES if role in by.roles), "")
    return "decided_by", "decided_at", "note", "decided_role"


def _let_go(found: Opinion, step: str) -> tuple[str, ...]:
    """Forget the decision on a proposal that is made again; what was said of it stays."""
    if step != "propose":
        return ()
    found.proposed_at, found.decided_by, found.decided_at = timezone.now(), None, None
    return "proposed_at", "decided_by", "decided_at"


@transaction.atomic
def set_public(*, by: Person, opinion: Opinion, public: bool) -> None:
    found = _locked(opinion)
    if found.state != State.APPROVED:
        raise OfficeError(
            _(
                "Only an approved verdict can be shown to the public, but that on %(key)s has the state "
                "“%(state)s”. Have it approved first."
            )
            % {"key": found.claim.key, "state": found.get_state_display()}
        )
    if (found.public_since is not None) == public:
        return
    found.public_since = timezone.now() if public else None
    found.save(update_fields=["public_since"])
    action = "verdict.published" if public else "verdict.unpublished"
    record(by=by, action=action, on=found.claim, after={"verdict": found.verdict})
