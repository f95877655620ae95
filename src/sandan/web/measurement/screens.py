"""What screens of answers share: the lens from the address, the answer or its progress."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from sandan.web.measurement.cases import vintage
from sandan.web.measurement.forms import LensForm
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.queries import CHOICES, Choices, asked_of, choices, job_for, office, sheet
from sandan.web.shared.catalog import reader_language

__all__ = ["View", "answer_to"]


class View:
    """What a screen looks through: the choices, the form as it was filled in, and the lens if it is whole."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.choices = choices()
        self.form = None if self.choices is None else self._form(self.choices)
        self.lens = self.form.lens() if self.form is not None and self.form.is_valid() else None

    def _form(self, offered: Choices) -> LensForm:
        given = self.request.GET
        filled = {name: given[name] for name in ("city", "from", "to", "peers") if name in given}
        return LensForm(offered, data=_defaults(offered) | filled)

    def answer(self, question: str, options: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what a template needs: the answer in the language of the page, or the job that makes it."""
        return answer_to(question, self.lens, options or {}, offered=self.choices) | {"lens_form": self.form}


def answer_to(
    question: str, lens: Lens | None, options: Mapping[str, Any], *, offered: Choices | None
) -> dict[str, Any]:
    """Return what a template needs of an answer, or of the job that makes it."""
    asked = asked_of(question, lens, options) if lens else asked_of(CHOICES, None, {})
    found = sheet(asked) if lens or offered is None else None
    content = None if found is None or lens is None else found.content[reader_language()]
    return {
        "lens": lens,
        "sheet": found,
        "sections": [] if content is None else content["sections"],
        "data": {} if content is None else content["data"],
        "waiting": content is None and (lens is not None or offered is None),
        "answer_job": None if content is not None else job_for(asked),
        "asked_json": json.dumps(asked),
        "vintage": vintage(),
    }


def _defaults(offered: Choices) -> dict[str, Any]:
    """Take what the office has set; otherwise the first city, and the longest span of years."""
    set_by_office = office()
    return {
        "city": set_by_office.city or next(iter(offered.cities), ""),
        "from": set_by_office.start or (offered.years[0] if offered.years else ""),
        "to": set_by_office.end or (offered.years[-1] if offered.years else ""),
        "peers": set_by_office.comparison_set,
    }
