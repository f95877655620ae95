"""Pages about what columns mean."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from sandan.data.profiles.mapping_draft import suggest_mapping, type_of_cells
from sandan.errors import SandanError
from sandan.web.imports import actions, queries
from sandan.web.imports.forms import YEARS_IN_HEADER, MappingForm
from sandan.web.imports.models import Mapping, Upload
from sandan.web.imports.views.uploads import find_upload
from sandan.web.shared.permissions import permitted

__all__ = ["download", "every", "map_columns"]

VALUES_SHOWN = 4


def _find(person: Any, mapping: int) -> Mapping:
    found = queries.mappings().filter(pk=mapping).first()
    if found is None:
        raise Http404
    return found


@permitted("imports.see")
def every(request: HttpRequest) -> HttpResponse:
    return render(request, "imports/mappings.html", {"mappings": queries.mappings()})


@permitted("imports.see", find=_find)
def download(request: HttpRequest, mapping: Mapping) -> HttpResponse:
    return HttpResponse(
        mapping.text,
        content_type="application/toml; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, mapping.file_name)},
    )


@permitted("imports.upload", find=find_upload, methods=("GET", "HEAD", "POST"))
def map_columns(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Let a person say what the columns of a table mean, look at the result, and keep it."""
    table = queries.table_of(upload)
    if table.empty:
        return render(request, "imports/no_columns.html", {"upload": upload}, status=422)
    names = [str(name) for name in table]
    sent = request.POST if request.method == "POST" else None
    form = MappingForm(names, sent, initial=None if sent else _proposed(upload, names))
    shown = None
    if sent is not None and form.is_valid():
        shown = _preview(form, upload)
        if shown is not None and "save" in sent:
            return _save(request, upload, form)
    columns = [(name, type_of_cells(table[name]), table[name].tolist()[:VALUES_SHOWN]) for name in names]
    context = {"upload": upload, "form": form, "columns": columns, "preview": shown}
    return render(request, "imports/mapping.html", context, status=422 if form.errors else 200)


def _proposed(upload: Upload, names: list[str]) -> dict[str, Any]:
    draft = suggest_mapping(names, queries.table_of(upload))
    proposed: dict[str, Any] = {f"column_{field}": name for field, name in draft.columns.items()}
    proposed |= {f"constant_{field}": words for field, words in draft.constants.items()}
    if draft.wide:
        proposed["column_value"] = YEARS_IN_HEADER
    return {"name": upload.name.rpartition(".")[0] or upload.name, **proposed}


def _preview(form: MappingForm, upload: Upload) -> queries.Preview | None:
    try:
        return queries.preview(upload, form.text())
    except SandanError as error:
        form.add_error(None, ValidationError(str(error)))
        return None


def _save(request: HttpRequest, upload: Upload, form: MappingForm) -> HttpResponse:
    mapping = actions.save_mapping(
        by=request.user,
        name=form.cleaned_data["name"],
        text=form.text(),
        columns=form.columns_named(),
        upload=upload,
    )
    address = reverse("imports:reading", kwargs={"upload": upload.pk})
    return HttpResponseRedirect(f"{address}?profile=generic&mapping={mapping.pk}")
