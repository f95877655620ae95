"""The list of companies, and taking it along."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.web.companies import sheets
from sandan.web.companies.actions import note_export
from sandan.web.companies.forms import ExportForm, FilterForm
from sandan.web.companies.queries.export import columns, companies_asked, table
from sandan.web.companies.queries.register import PER_PAGE, RegisterPaginator, lines, listed
from sandan.web.shared.permissions import permitted

__all__ = ["companies", "export"]

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@permitted("companies.see_register")
def companies(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    filters = form.filters
    page = RegisterPaginator(listed(request.user, filters), PER_PAGE).get_page(request.GET.get("page"))
    persons = request.user.has_perm("companies.know_contacts")
    shown: dict[str, Any] = {
        "form": form,
        "filters": filters,
        "page": page,
        "lines": lines(page.object_list, filters, persons=persons),
        "export_form": ExportForm(),
    }
    return render(request, "companies/results.html" if request.htmx else "companies/list.html", shown)


@permitted("companies.export", methods=("POST",))
def export(request: HttpRequest) -> Any:
    """Send the companies of a filter as a file; the filter is that of the list's address."""
    filters, form = FilterForm(request.GET).filters, ExportForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the form of the file: XLSX, CSV or CP949."))
        return redirect("companies:list")
    chosen = form.cleaned_data["form"]
    keys = companies_asked(request.user, filters)
    if chosen == "cp949" and not form.cleaned_data["anyway"]:
        lost = sheets.unwritable(table(request.user, filters, keys))
        if lost:
            return render(
                request, "companies/unwritable.html", {"lost": lost.most_common(), "count": len(keys)}
            )
    taken = list(columns(request.user))
    note_export(by=request.user, filters=filters, companies=len(keys), form=chosen, columns=taken)
    return _file(chosen, table(request.user, filters, keys))


def _file(form: str, rows: Any) -> Any:
    name = f"companies-{timezone.localdate()}"
    if form == "xlsx":
        book = sheets.workbook(rows, title=_("Companies"))
        return FileResponse(book, as_attachment=True, filename=f"{name}.xlsx", content_type=SHEET_TYPE)
    encoding = "cp949" if form == "cp949" else "utf-8"
    response = StreamingHttpResponse(
        sheets.csv_bytes(rows, encoding=encoding), content_type=f"text/csv; charset={encoding}"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
