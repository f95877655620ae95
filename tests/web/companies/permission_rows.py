from datetime import date

from sandan.web.companies.actions import merge, propose
from sandan.web.companies.models import Company
from web.companies.factories import AddressFactory, CompanyFactory, ContactFactory, LikelyDuplicateFactory
from web_table import Row

SEE = {"director", "planner", "coordinator", "programme_manager", "cluster_officer", "expert", "council"}
STAFF = {"director", "planner", "coordinator", "programme_manager"}
EDITORS = {"planner", "coordinator", "programme_manager"}
CARERS = {"coordinator", "programme_manager"}
MERGERS = {"planner", "coordinator"}


def company():
    return {"number": CompanyFactory().number}


def kind():
    return {**company(), "kind": "names"}


def row():
    found = AddressFactory()
    return {"number": found.company.number, "kind": "addresses", "row": found.pk}


def contact():
    found = ContactFactory()
    return {"number": found.company.number, "contact": found.pk}


def proposal():
    found = propose(by=None, company=CompanyFactory(), text="정정")
    return {"number": found.company.number, "proposal": found.pk}


def two():
    return {"number": CompanyFactory().number, "into": CompanyFactory().number}


def merged():
    absorbed, kept = CompanyFactory(), CompanyFactory()
    done = merge(by=None, absorbed=absorbed, into=kept, reason="같음")
    return {"number": Company.objects.get(pk=kept.pk).number, "merge": done.pk}


def pair():
    return {"pair": LikelyDuplicateFactory().pk}


ROWS = [
    Row("companies:list", SEE | {"firm"}),
    Row("companies:new", EDITORS),
    Row("companies:export", STAFF, method="POST", data={"form": "csv"}),
    Row("companies:quality", STAFF),
    Row("companies:check", EDITORS, method="POST"),
    Row("companies:pairs", STAFF),
    Row("companies:tell_apart", MERGERS, method="POST", make=pair, data={"reason": "다름"}),
    Row("companies:finding", STAFF, make=lambda: {"finding": "no-address"}),
    Row("companies:company", SEE, make=company),
    Row("companies:edit", EDITORS, make=company),
    Row("companies:state", EDITORS, make=company),
    Row("companies:verify", EDITORS, make=company),
    Row("companies:propose", set(), make=company),
    Row("companies:settle", EDITORS, make=proposal),
    Row("companies:add_contact", CARERS, make=company),
    Row(
        "companies:correct_contact",
        CARERS,
        method="POST",
        make=contact,
        data={
            "name": "최은지",
            "purpose": "안내",
            "consent_on": date(2026, 1, 2),
            "retention_until": "2028-01-02",
        },
    ),
    Row("companies:reveal_contact", CARERS, method="POST", make=contact),
    Row("companies:remove_contact", CARERS, make=contact),
    Row("companies:choose_other", MERGERS, make=company),
    Row("companies:merge", MERGERS, make=two),
    Row("companies:undo_merge", MERGERS, make=merged),
    Row("companies:add_row", EDITORS, make=kind),
    Row("companies:correct_row", EDITORS, make=row),
    Row("companies:end_row", EDITORS, make=row),
]
