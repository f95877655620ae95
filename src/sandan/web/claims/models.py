"""Claims, the evidence on them, sums over both, and the verdicts that people propose and approve."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Adoption",
    "Attachment",
    "Check",
    "Claim",
    "Evidence",
    "Filing",
    "Opinion",
    "Source",
    "State",
    "Wording",
]

KEY, WORD, LINE, TEXT = 24, 80, 300, 600
PERSON = "accounts.Person"


def _by(name: str = "+") -> Any:
    return models.ForeignKey(PERSON, models.PROTECT, null=True, related_name=name)


class Source(models.Model):
    """Where something was printed; everything that the rows say about it is this text."""

    key = models.CharField(max_length=KEY, unique=True)
    outlet = models.CharField(max_length=LINE)
    name_ko = models.CharField(max_length=LINE, blank=True)
    name_en = models.CharField(max_length=LINE, blank=True)
    published_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=LINE, blank=True)
    address = models.CharField(max_length=TEXT, blank=True)
    note = models.CharField(max_length=LINE, blank=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return f"{self.key} · {self.outlet}"


class Adoption(models.Model):
    """Claims that were taken over from a shipped case or from the vault, all at once."""

    case = models.CharField(max_length=WORD, blank=True)
    claims_snapshot = models.CharField(max_length=64, blank=True)
    evidence_snapshot = models.CharField(max_length=64, blank=True)
    claims = models.PositiveIntegerField()
    evidence = models.PositiveIntegerField()
    by = _by()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.case or self.claims_snapshot[:12]


class Claim(models.Model):
    """One published number or assertion, in the office's own words."""

    key = models.CharField(max_length=KEY, unique=True)
    subject = models.CharField(max_length=LINE)
    said = models.CharField(max_length=TEXT)
    value = models.FloatField(null=True, blank=True)
    value_before = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=WORD, blank=True)
    period = models.CharField(max_length=WORD)
    place = models.CharField(max_length=WORD)
    kind = models.CharField(max_length=WORD)
    source = models.ForeignKey(Source, models.PROTECT, related_name="claims")
    settles_ko = models.TextField(blank=True)
    settles_en = models.TextField(blank=True)
    adoption = models.ForeignKey(Adoption, models.PROTECT, null=True, related_name="taken")
    entered_by = _by()
    entered_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = _by()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return f"{self.key} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("claims:claim", kwargs={"claim": self.pk})


class Evidence(models.Model):
    """One other figure or text on a claim; its place among those of the claim gives its label."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="evidence")
    position = models.PositiveIntegerField()
    value = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=WORD, blank=True)
    period = models.CharField(max_length=WORD)
    measures = models.CharField(max_length=TEXT)
    stance = models.CharField(max_length=12)
    differs_in = models.CharField(max_length=LINE, blank=True)
    place = models.CharField(max_length=WORD, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="evidence")
    figure = models.CharField(max_length=24, blank=True)
    adoption = models.ForeignKey(Adoption, models.PROTECT, null=True, related_name="+")
    entered_by = _by()
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("claim__key", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("claim", "measures", "period", "source"), name="one_row_a_figure"
            ),
            models.UniqueConstraint(fields=("claim", "position"), name="one_row_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.claim.key}: {self.measures}"


class Check(models.Model):
    """A sum to be done on rows; ``expected`` and ``terms`` name them by their numbers in this database."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="checks")
    key = models.CharField(max_length=WORD, unique=True)
    kind = models.CharField(max_length=8, default="formula")
    title_ko = models.CharField(max_length=LINE)
    title_en = models.CharField(max_length=LINE)
    formula = models.CharField(max_length=200, blank=True)
    expected = models.JSONField()
    terms = models.JSONField(default=dict)
    about = models.CharField(max_length=8, default="record")
    relation = models.CharField(max_length=8, default="equal")
    within = models.FloatField(default=0.0)
    complete = models.BooleanField(default=False)
    entered_by = _by()
    entered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("claim__key", "pk")

    def __str__(self) -> str:
        return self.key


class State(models.TextChoices):
    """How far a proposed verdict has come."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    SENT_BACK = "sent_back", _("Sent back")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (State.DRAFT, State.PROPOSED, State.SENT_BACK)
"""While a proposal is in one of these there is no second one on the same claim."""

TONES: Mapping[Any, str] = MappingProxyType(
    {State.PROPOSED: "info", State.SENT_BACK: "warn", State.APPROVED: "good"}
)


class Opinion(models.Model):
    """A verdict that somebody proposes with a reason; approved by somebody else it goes before the rule."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="opinions")
    verdict = models.CharField(max_length=24)
    reason = models.TextField()
    role = models.CharField(max_length=32)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    proposed_by = _by()
    created_at = models.DateTimeField(default=timezone.now)
    proposed_at = models.DateTimeField(null=True)
    decided_by = _by()
    decided_role = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    public_since = models.DateTimeField(null=True)
    adoption = models.ForeignKey(Adoption, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("claim",), condition=Q(state__in=OPEN), name="one_open_proposal"),
            models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name="four_eyes"),
            models.CheckConstraint(
                condition=Q(public_since=None) | Q(state=State.APPROVED), name="only_approved_is_public"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim.key}: {self.verdict}"

    @property
    def decided_on(self) -> date:
        """The day that counts; only decided proposals have one."""
        return timezone.localdate(self.decided_at)

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "quiet")


class Attachment(models.Model):
    """A file that shows where a claim or a piece of evidence was printed; never shown, only handed out."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="files")
    evidence = models.ForeignKey(Evidence, models.SET_NULL, null=True, related_name="files")
    file = models.FileField(upload_to="claims/%Y/%m/")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = _by()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.name


class Wording(models.Model):
    """Korean for words of claims and evidence that were written in another language."""

    words = models.CharField(max_length=TEXT, unique=True)
    ko = models.CharField(max_length=TEXT)

    def __str__(self) -> str:
        return self.words


class Filing(models.Model):
    """An edition of the ledger in the vault; ``digest`` tells whether the working state is still that."""

    number = models.PositiveIntegerField(unique=True)
    claims_snapshot = models.CharField(max_length=64)
    evidence_snapshot = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    claims = models.PositiveIntegerField()
    evidence = models.PositiveIntegerField()
    verdicts = models.PositiveIntegerField()
    by = _by()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number}"
