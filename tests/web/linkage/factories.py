"""Lists of firms in the vault, companies in the register, and matched lists."""

import uuid
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import factory
from django.conf import settings

from sandan.data.profiles.registry import profile_of
from sandan.web.companies.actions import take_in
from sandan.web.companies.models import Company
from sandan.web.linkage.models import Entry, Run

PENSIONS = (
    "자료생성년월,사업장명,사업자등록번호,사업장가입상태코드,사업장지번상세주소,사업장도로명상세주소,고객법정동주소코드,"
    "고객행정동주소코드,사업장형태구분코드,사업장업종코드,사업장업종코드명,적용일자,재등록일자,탈퇴일자,가입자수,당월고지금액,"
    "신규취득자수,상실가입자수\n"
)
VENTURES = (
    "업체명,대표자명,지역,주소,주생산품,벤처확인유형,벤처확인기관,벤처유효시작일,벤처유효종료일,신규/재확인\n"
)


def pensions(rows):
    """Write firms as the pension service lists its workplaces; the business number may be whole."""
    lines = [
        f'202403,"{row["name"]}",{row.get("business_number", "")},1,,"{row.get("address", "")}"'
        ",,,1,,,20200101,,,7,,0,0\n"
        for row in rows
    ]
    return PENSIONS + "".join(lines)


def ventures(rows):
    lines = [
        f'"{row["name"]}",,경기,"{row.get("address", "")}",{row.get("product", "")},'
        "혁신성장유형,한국벤처캐피탈협회,2022-05-01,2025-04-30,신규\n"
        for row in rows
    ]
    return VENTURES + "".join(lines)


def snapshot(text, *, profile="pensions", name="list.csv", as_of=date(2024, 3, 31), vault=None):
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        where = vault or settings.WORKSPACE.vault
        return where.import_file(profile_of(profile), path, as_of=as_of)


def company(name="㈜한빛전자", *, address="", source="register", names=(), **facts):
    """Enter a company as a list brings it in, with everything that the search and the matching ask."""
    row = Company.objects.count() + 1
    addresses = [{"text": address}] if address else []
    others = {"names": [{"name": one, "kind": "former"} for one in names]} if names else {}
    rows = [{"row": row, "name": name, "addresses": addresses, **others, **facts}]
    take_in(rows, by=None, source=source)
    return Company.objects.get(source=source, source_row=row)


def candidate(found, score=4.0, **answers):
    every = dict.fromkeys(("address", "number", "representative", "phone"), "absent") | {"name": "similar"}
    return {"company": found.pk, "score": score, "certain": False, "as": "", "answers": every | answers}


class RunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Run

    key = factory.LazyFunction(uuid.uuid4)
    snapshot = "a" * 64
    title = "list.csv"
    profile = "ventures"
    as_of = date(2024, 3, 31)
    rows = 3
    companies = 2
    counts = factory.LazyFunction(dict)
    thresholds = factory.LazyFunction(lambda: {"shown": 4, "margin": 3, "candidates": 5})
    version = "1"


class EntryFactory(factory.django.DjangoModelFactory):
    """A row that a person has to decide."""

    class Meta:
        model = Entry

    run = factory.SubFactory(RunFactory)
    row = factory.Sequence(lambda n: n + 1)
    name = "한빗전자"
    state = "unknown"
    why = "one-possible"
    data = factory.LazyFunction(dict)
