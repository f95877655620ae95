"""Addresses below this app's own."""

from django.urls import path, register_converter

from sandan.web.companies.models import DATED
from sandan.web.companies.queries.quality import FINDINGS
from sandan.web.companies.views import company, contacts, merging, quality, register, rows

app_name = "companies"


class Number:
    """The public number of a company."""

    regex = r"C-\d{6,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class KindOfRow(Number):
    """One of the kinds of dated rows."""

    regex = "|".join(DATED)


class FindingKey(Number):
    """One of the questions about the quality of the register."""

    regex = "|".join(FINDINGS)


register_converter(Number, "company")
register_converter(KindOfRow, "dated")
register_converter(FindingKey, "finding")

urlpatterns = [
    path("", register.companies, name="list"),
    path("new/", company.new, name="new"),
    path("export/", register.export, name="export"),
    path("quality/", quality.quality, name="quality"),
    path("quality/check/", quality.check, name="check"),
    path("quality/pairs/", quality.pairs, name="pairs"),
    path("quality/pairs/<int:pair>/", merging.tell_apart, name="tell_apart"),
    path("quality/<finding:finding>/", quality.list_of_finding, name="finding"),
    path("<company:number>/", company.company, name="company"),
    path("<company:number>/edit/", company.edit, name="edit"),
    path("<company:number>/state/", company.change_state, name="state"),
    path("<company:number>/verify/", company.verify, name="verify"),
    path("<company:number>/propose/", contacts.propose, name="propose"),
    path("<company:number>/proposals/<int:proposal>/", contacts.settle, name="settle"),
    path("<company:number>/contacts/new/", contacts.add, name="add_contact"),
    path("<company:number>/contacts/<int:contact>/", contacts.correct, name="correct_contact"),
    path("<company:number>/contacts/<int:contact>/show/", contacts.reveal, name="reveal_contact"),
    path("<company:number>/contacts/<int:contact>/remove/", contacts.remove, name="remove_contact"),
    path("<company:number>/merge/", merging.choose, name="choose_other"),
    path("<company:number>/merge/<company:into>/", merging.merge, name="merge"),
    path("<company:number>/merges/<int:merge>/undo/", merging.undo, name="undo_merge"),
    path("<company:number>/<dated:kind>/new/", rows.add, name="add_row"),
    path("<company:number>/<dated:kind>/<int:row>/", rows.correct, name="correct_row"),
    path("<company:number>/<dated:kind>/<int:row>/end/", rows.end, name="end_row"),
]
