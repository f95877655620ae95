"""What can be said about effects: only what was registered before, and never a before and after."""

from datetime import datetime

from sandan.evaluate.registration.specification import other_outcomes
from sandan.report.case import Case
from sandan.report.document import Block, Paragraph, Section, Tone
from sandan.report.evaluations import Evaluation
from sandan.report.sections.common import section
from sandan.report.sections.policy import NEEDED, policy
from sandan.report.sections.policy_outcomes import policy_outcomes

NAME = "effects"


def effects(case: Case) -> Section:
    """Make the section; without a registered specification it is one sentence."""
    if not case.evaluations:
        return section(case, NAME, [case.words.paragraph(f"{NAME}.none", tone=Tone.CANNOT_SAY)])
    blocks: list[Block] = []
    for one in case.evaluations:
        blocks += [_registered(case, one), *_found(case, one)]
    return section(case, NAME, blocks + _together(case))


def _together(case: Case) -> list[Block]:
    """Correct the outcomes of each policy together, once."""
    left, blocks = [one.fixed for one in case.evaluations] if case.has(*NEEDED) else [], []
    while left:
        several = [left[0], *other_outcomes(left[0], left[1:])]
        blocks += policy_outcomes(case, several)
        left = [one for one in left if one not in several]
    return blocks


def _registered(case: Case, one: Evaluation) -> Paragraph:
    fixed, words = one.fixed, case.words
    when = words.text(f"{NAME}.when_{'before' if one.before_data else 'after'}")
    return words.paragraph(
        f"{NAME}.registered",
        policy=fixed.policy(case.language),
        author=fixed.author,
        day=datetime.fromisoformat(fixed.registered_at).date().isoformat(),
        id=fixed.id,
        when=when,
        count=str(one.registered),
    )


def _found(case: Case, one: Evaluation) -> list[Block]:
    if not case.has(*NEEDED):
        return [case.words.paragraph(f"{NAME}.no_data", tone=Tone.CANNOT_SAY)]
    return policy(case, one.fixed, with_gross=False)
