"""What the include with the progress of a job needs to know about the reader."""

from typing import Any
from urllib.parse import urlencode

from django.template import Context, Library
from django.urls import reverse
from django.utils.translation import gettext as _

from sandan.web.jobs.models import Job
from sandan.web.jobs.tickets import ticket_for

register = Library()

TONES = {"waiting": "info", "running": "info", "done": "good", "failed": "bad", "cancelled": "quiet"}


@register.filter
def tone(job: Job) -> str:
    return TONES[job.state]


@register.filter
def milestone(job: Job) -> str:
    """Name what a screen reader is told: the state, and every quarter of the way."""
    return job.state if not job.percent else f"{job.state}-{job.percent // 25 * 25}"


@register.simple_tag(takes_context=True)
def follow(context: Context, job: Job) -> dict[str, Any]:
    """Return where to ask how far the job is, and whether the reader may change it."""
    person = context["request"].user
    address = reverse("jobs:progress", kwargs={"job": job.pk, "ticket": ticket_for(person, job)})
    return {
        "address": f"{address}?{urlencode({'said': milestone(job)})}",
        "may_change": person.has_perm("jobs.change", job),
        "may_see": person.has_perm("jobs.see", job),
    }


@register.filter
def duration(job: Job) -> str:
    """Say how long a job took, in the two largest units."""
    seconds = job.seconds
    if seconds is None:
        return ""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": seconds}
    return _("%(seconds)d s") % {"seconds": seconds}
