"""Files as people bring them, mappings, and snapshots of the vault."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import factory
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from sandan.data.profiles.registry import profile_of
from sandan.web.imports.models import Mapping, Upload

TABLE = "region,region_name,industry,industry_name,period,measure,unit,value,status,lower,upper\n"
CODES = "분류코드,분류명\nC,제조업\nC26,전자부품\n"
UNKNOWN = (
    '행정구역코드,시군구,업종코드,기준연도,근로자\n31020,성남시,C26,2015,"1,312"\n31030,의정부시,C10,2015,*\n'
)
MAPPING = """measure = "employment"
unit = "persons"

[columns]
region = "행정구역코드"
region_name = "시군구"
industry = "업종코드"
period = "기준연도"
value = "근로자"
"""


def table(*rows):
    """Write rows (region, industry, year, value) in Sandan's own layout."""
    lines = [f"{r},,{i},,{y},employment,persons,{v},reported,{v},{v}\n" for r, i, y, v in rows]
    return TABLE + "".join(lines)


def sent(text=CODES, name="codes.csv", encoding="utf-8"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode(encoding))


def snapshot(text=CODES, *, name="codes.csv", profile="classification", as_of=date(2017, 7, 1), **said):
    """Import a text on the command line's way."""
    options = {"classification": "KSIC10"} if profile == "classification" else {}
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        return settings.WORKSPACE.vault.import_file(
            profile_of(profile), path, as_of=as_of, options=said.pop("options", options), **said
        )


class UploadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Upload

    name = "codes.csv"
    file = factory.LazyFunction(lambda: ContentFile(CODES.encode(), name="codes.csv"))
    size = len(CODES.encode())
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    candidates = factory.LazyFunction(
        lambda: [
            {
                "profile": "classification",
                "rows_read": 2,
                "rows_used": 2,
                "columns": 3,
                "needs": ["classification"],
                "refused": "",
            }
        ]
    )
    beginning = factory.LazyFunction(
        lambda: {
            "encoding": "utf-8",
            "before": 0,
            "columns": [
                {"name": "분류코드", "values": ["C", "C26"]},
                {"name": "분류명", "values": ["제조업", "전자부품"]},
            ],
        }
    )


class MappingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mapping

    name = factory.Sequence(lambda n: f"시군구 {n}")
    text = MAPPING
    columns = factory.LazyFunction(lambda: ["행정구역코드", "시군구", "업종코드", "기준연도", "근로자"])


PLAN = {
    "profile": "classification",
    "as_of": "2017-07-01",
    "edition": "final",
    "options": {"classification": "KSIC10"},
    "supersedes": [],
    "mapping": "",
    "mapping_name": "",
    "mapping_text": "",
}
