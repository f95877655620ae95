"""The contracts themselves: every kind of table that Sandan stores, column by column."""

from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa

from sandan.data.job_kinds import JobKind
from sandan.data.missing import Stage, Status

__all__ = ["CONTRACTS", "Column", "Contract"]


@dataclass(frozen=True)
class Column:
    """One column: its name, its Arrow type, whether it may be empty, and what it means."""

    name: str
    type: pa.DataType
    required: bool
    meaning: str
    allowed: frozenset[str] | None = None


@dataclass(frozen=True)
class Contract:
    """The columns of one kind of table; ``key`` names those that identify a row."""

    kind: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    extra_columns: bool = False

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema in which tables of this kind are stored."""
        return pa.schema([pa.field(c.name, c.type, nullable=not c.required) for c in self.columns])

    @property
    def names(self) -> list[str]:
        """The column names in order."""
        return [c.name for c in self.columns]


_STATUSES = frozenset(Status)
_STAGES = frozenset(Stage)
_LEVELS = frozenset({"country", "province", "city", "district", "complex"})
_JOB_KINDS = frozenset({*JobKind, "total"})
_TEXT, _WHOLE, _REAL = pa.string(), pa.int64(), pa.float64()

INDUSTRY_TABLE = Contract(
    kind="industry_table",
    columns=(
        Column("region", _TEXT, True, "region code, as text"),
        Column("region_name", _TEXT, False, "name of the region in the source"),
        Column("industry", _TEXT, True, "industry code, as text"),
        Column("industry_name", _TEXT, False, "name of the industry in the source"),
        Column("period", _WHOLE, True, "calendar year"),
        Column("measure", _TEXT, True, "what is counted, e.g. gross_value_added"),
        Column("unit", _TEXT, True, "unit of the value, e.g. million KRW"),
        Column("value", _REAL, False, "the number; empty unless the status is reported"),
        Column("status", _TEXT, True, "why the cell holds what it holds", _STATUSES),
        Column("lower", _REAL, False, "least value that is possible; equals the value if reported"),
        Column("upper", _REAL, False, "greatest value that is possible"),
    ),
    key=("region", "industry", "period", "measure"),
)

ESTABLISHMENTS = Contract(
    kind="establishments",
    columns=(
        Column("establishment", _TEXT, True, "identifier of the site"),
        Column("enterprise", _TEXT, True, "identifier of the legal unit that runs it"),
        Column("name", _TEXT, False, "name of the site"),
        Column("period", _WHOLE, True, "calendar year, at its reference date"),
        Column("region", _TEXT, True, "code of the district"),
        Column("city", _TEXT, True, "code of the city"),
        Column("complex", _TEXT, False, "code of the industrial complex; empty outside complexes"),
        Column("industry", _TEXT, True, "industry code, as text"),
        Column("classification", _TEXT, True, "classification and revision of the code"),
        Column("product", _TEXT, False, "main product in words"),
        Column("workers", _WHOLE, False, "persons employed; empty unless the status is reported"),
        Column("status", _TEXT, True, "why the workers cell holds what it holds", _STATUSES),
        Column("longitude", _REAL, False, "degrees, WGS84; empty if the place of the site is not known"),
        Column("latitude", _REAL, False, "degrees, WGS84"),
    ),
    key=("establishment", "period"),
)

FIRM_LIST = Contract(
    kind="firm_list",
    columns=(
        Column("row", _WHOLE, True, "row in the source, counted from 1 below the header"),
        Column("name", _TEXT, True, "name of the firm as printed"),
        Column("address", _TEXT, False, "address as printed"),
        Column("complex", _TEXT, False, "name of the industrial complex as printed"),
        Column("industry", _TEXT, False, "industry code as text"),
        Column("industry_name", _TEXT, False, "name of the industry in the source"),
        Column("product", _TEXT, False, "main product in words"),
        Column("workers", _WHOLE, False, "persons employed or insured, by the source's own count"),
        Column("valid_from", pa.date32(), False, "first day of the certificate or registration"),
        Column("valid_to", pa.date32(), False, "last day; empty if open"),
        Column("business_number", _TEXT, False, "business number, whole or the published part"),
        Column("longitude", _REAL, False, "degrees, WGS84"),
        Column("latitude", _REAL, False, "degrees, WGS84"),
    ),
    key=("row",),
    extra_columns=True,
)

INDICATOR_VALUES = Contract(
    kind="indicator_values",
    columns=(
        Column("indicator", _TEXT, True, "key of the indicator in the registry"),
        Column("area", _TEXT, True, "code of the place"),
        Column("area_name", _TEXT, False, "name of the place in the source"),
        Column("period", _WHOLE, True, "calendar year of reference"),
        Column("value", _REAL, False, "the number; empty unless the status is reported"),
        Column("unit", _TEXT, True, "unit of the value"),
        Column("status", _TEXT, True, "why the cell holds what it holds", _STATUSES),
        Column("stage", _TEXT, True, "target, announced, committed, provisional, final, revised", _STAGES),
        Column("definition_version", _TEXT, True, "version of the definition that was in force"),
        Column("lower", _REAL, False, "lower end of the value's interval"),
        Column("upper", _REAL, False, "upper end of the value's interval"),
    ),
    key=("indicator", "area", "period", "stage", "definition_version"),
)

STRATEGIC_RULES = Contract(
    kind="strategic_rules",
    columns=(
        Column("version", _TEXT, True, "version of the definition"),
        Column("valid_from", pa.date32(), True, "first day on which the version was in force"),
        Column("valid_to", pa.date32(), False, "last day; empty if still in force"),
        Column("strategic_industry", _TEXT, True, "key of the strategic industry"),
        Column("name_ko", _TEXT, True, "its Korean name"),
        Column("name_en", _TEXT, True, "its English name"),
        Column("rule", _TEXT, True, "what is compared", frozenset({"code", "product", "enterprise"})),
        Column(
            "effect",
            _TEXT,
            True,
            "whether a match counts the firm in or out",
            frozenset({"include", "exclude"}),
        ),
        Column("value", _TEXT, True, "code prefix, product keyword or enterprise identifier"),
        Column("classification", _TEXT, False, "classification of the code; only for rules of codes"),
        Column("reason", _TEXT, False, "why the rule is there"),
    ),
    key=("version", "strategic_industry", "rule", "effect", "value"),
)

REGIONS = Contract(
    kind="regions",
    columns=(
        Column("code", _TEXT, True, "code in its own system"),
        Column("system", _TEXT, True, "code system, e.g. statistics, interior, sandan"),
        Column("level", _TEXT, True, "what it is", _LEVELS),
        Column("parent", _TEXT, False, "code of the place that it is part of"),
        Column("name_ko", _TEXT, True, "its Korean name"),
        Column("name_en", _TEXT, False, "its English name"),
        Column("valid_from", _WHOLE, False, "first year of the code; empty if not known"),
        Column("valid_to", _WHOLE, False, "last year; empty if still in use"),
        Column("longitude", _REAL, False, "degrees, WGS84, of a point inside"),
        Column("latitude", _REAL, False, "degrees, WGS84"),
    ),
    key=("code", "system", "valid_from"),
)

BOUNDARIES = Contract(
    kind="boundaries",
    columns=(
        Column("code", _TEXT, True, "code in its own system"),
        Column("system", _TEXT, True, "code system, e.g. statistics, interior, sandan"),
        Column("level", _TEXT, True, "what it is", _LEVELS),
        Column("name_ko", _TEXT, False, "its Korean name in the source"),
        Column("name_en", _TEXT, False, "its English name in the source"),
        Column(
            "valid_from", _WHOLE, True, "first year of which the shape is true, as far as the source says"
        ),
        Column("geometry", _TEXT, True, "GeoJSON Polygon or MultiPolygon, degrees, WGS84"),
    ),
    key=("code", "system", "valid_from"),
)

APPLICATIONS = Contract(
    kind="applications",
    columns=(
        Column("programme", _TEXT, True, "support programme"),
        Column("round", _TEXT, True, "selection round"),
        Column("enterprise", _TEXT, True, "identifier of the applicant"),
        Column("region", _TEXT, True, "code of the applicant's district at the time"),
        Column("decided_on", pa.date32(), True, "day of the decision"),
        Column("score", _REAL, True, "score of the board"),
        Column("cut_off", _REAL, True, "least score that was accepted in the round"),
        Column("selected", pa.bool_(), True, "whether the applicant was chosen"),
        Column("amount_asked", _REAL, True, "amount asked for, KRW"),
        Column("amount_granted", _REAL, True, "amount granted, KRW; zero if refused"),
    ),
    key=("programme", "round", "enterprise"),
)

JOB_COUNTS = Contract(
    kind="job_counts",
    columns=(
        Column("record", _TEXT, True, "identifier of the row"),
        Column("area", _TEXT, True, "code of the place that counts the jobs"),
        Column("period", _WHOLE, True, "calendar year"),
        Column("kind", _TEXT, True, "official kind of job; total for a stated sum of all kinds", _JOB_KINDS),
        Column("programme", _TEXT, False, "programme that counts the jobs"),
        Column(
            "client", _TEXT, False, "identifier of the person or firm that was helped; empty if not named"
        ),
        Column("persons", _REAL, False, "persons in jobs; empty if not counted"),
        Column("person_days", _REAL, False, "days worked by all of them; empty if not counted"),
        Column(
            "anyway", _REAL, False, "persons who would have had the job without help; empty if nobody asked"
        ),
        Column("stage", _TEXT, True, "target, announced, committed, provisional, final, revised", _STAGES),
    ),
    key=("record",),
)

CLAIMS = Contract(
    kind="claims",
    columns=(
        Column("claim", _TEXT, True, "key of the claim"),
        Column("subject", _TEXT, True, "what it is about"),
        Column("said", _TEXT, True, "what was said, in our own words"),
        Column("value", _REAL, False, "the number that was said; empty if none was"),
        Column("value_before", _REAL, False, "the earlier number of a claimed change"),
        Column("unit", _TEXT, False, "unit of both"),
        Column("period", _TEXT, True, "period as claimed"),
        Column("place", _TEXT, True, "place as claimed"),
        Column("kind", _TEXT, True, "kind of claim: flow, level, rank, comparison, causal, ..."),
        Column("source", _TEXT, True, "key of the source"),
    ),
    key=("claim",),
)

EVIDENCE = Contract(
    kind="evidence",
    columns=(
        Column("claim", _TEXT, True, "key of the claim"),
        Column("value", _REAL, False, "the other figure; empty if there is none"),
        Column("unit", _TEXT, False, "its unit"),
        Column("period", _TEXT, True, "its period"),
        Column("measures", _TEXT, True, "what it measures"),
        Column(
            "stance",
            _TEXT,
            True,
            "how it bears on the claim",
            frozenset({"same", "differs-in", "part-of", "context"}),
        ),
        Column("differs_in", _TEXT, False, "the dimension in which it differs"),
        Column("source", _TEXT, True, "key of the source"),
    ),
    key=("claim", "measures", "period", "source"),
)

CLASSIFICATION = Contract(
    kind="classification",
    columns=(
        Column("classification", _TEXT, True, "classification and revision, e.g. KSIC9"),
        Column("code", _TEXT, True, "code, as text"),
        Column("parent", _TEXT, False, "code one level up; empty at the top, or if it follows from the code"),
        Column("name_ko", _TEXT, False, "its Korean name"),
        Column("name_en", _TEXT, False, "its English name"),
    ),
    key=("classification", "code"),
)

CONCORDANCE = Contract(
    kind="concordance",
    columns=(
        Column("source_classification", _TEXT, True, "classification and revision of the source code"),
        Column("target_classification", _TEXT, True, "classification and revision of the target code"),
        Column("source", _TEXT, True, "source code, as text"),
        Column("target", _TEXT, True, "target code, as text"),
        Column("weight", _REAL, False, "share of the source that became the target; empty if not counted"),
        Column("remark", _TEXT, False, "what the source says about the pair"),
    ),
    key=("source_classification", "target_classification", "source", "target"),
)

INPUT_OUTPUT = Contract(
    kind="input_output",
    columns=(
        Column("supplier", _TEXT, True, "code of the industry that sells"),
        Column("supplier_name", _TEXT, False, "its name in the source"),
        Column("user", _TEXT, True, "code of the industry that buys"),
        Column("user_name", _TEXT, False, "its name in the source"),
        Column("classification", _TEXT, True, "classification and revision of the two codes"),
        Column("period", _WHOLE, True, "calendar year"),
        Column("unit", _TEXT, True, "unit of the value, e.g. million KRW"),
        Column("value", _REAL, True, "what the supplier sold to the user as inputs; 0 if nothing"),
    ),
    key=("supplier", "user", "classification", "period"),
)

OCCUPATIONS = Contract(
    kind="occupations",
    columns=(
        Column("region", _TEXT, True, "region code, as text"),
        Column("region_name", _TEXT, False, "name of the region in the source"),
        Column("occupation", _TEXT, True, "occupation code, as text"),
        Column("occupation_name", _TEXT, False, "name of the occupation in the source"),
        Column("classification", _TEXT, True, "classification and revision of the occupation, e.g. KSCO7"),
        Column("period", _WHOLE, True, "calendar year"),
        Column(
            "basis",
            _TEXT,
            True,
            "whether people are counted where they live or where they work",
            frozenset({"residence", "workplace"}),
        ),
        Column("unit", _TEXT, True, "unit of the value, e.g. persons"),
        Column("value", _REAL, False, "the number; empty unless the status is reported"),
        Column("status", _TEXT, True, "why the cell holds what it holds", _STATUSES),
        Column("lower", _REAL, False, "least value that is possible; equals the value if reported"),
        Column("upper", _REAL, False, "greatest value that is possible"),
    ),
    key=("region", "occupation", "classification", "period", "basis"),
)

INDUSTRY_OCCUPATIONS = Contract(
    kind="industry_occupations",
    columns=(
        Column("industry", _TEXT, True, "industry code, as text"),
        Column("industry_name", _TEXT, False, "name of the industry in the source"),
        Column("industry_classification", _TEXT, True, "classification and revision of the industry"),
        Column("occupation", _TEXT, True, "occupation code, as text"),
        Column("occupation_name", _TEXT, False, "name of the occupation in the source"),
        Column("occupation_classification", _TEXT, True, "classification and revision of the occupation"),
        Column("period", _WHOLE, True, "calendar year"),
        Column("unit", _TEXT, True, "unit of the value, e.g. persons"),
        Column("value", _REAL, False, "the number; empty unless the status is reported"),
        Column("status", _TEXT, True, "why the cell holds what it holds", _STATUSES),
    ),
    key=("industry", "industry_classification", "occupation", "occupation_classification", "period"),
)

TIES = Contract(
    kind="ties",
    columns=(
        Column("tie", _TEXT, True, "identifier of the tie"),
        Column("date", pa.date32(), True, "day on which it began or took place"),
        Column(
            "from",
            _TEXT,
            True,
            "identifier of the enterprise that leads, buys, invites or is left",
        ),
        Column("to", _TEXT, True, "identifier of the other enterprise"),
        Column("kind", _TEXT, True, "what ties them, e.g. joint_project, contract, meeting, move"),
    ),
    key=("tie",),
)

CONTRACTS = MappingProxyType(
    {
        contract.kind: contract
        for contract in (
            INDUSTRY_TABLE,
            ESTABLISHMENTS,
            FIRM_LIST,
            INDICATOR_VALUES,
            STRATEGIC_RULES,
            CLASSIFICATION,
            CONCORDANCE,
            REGIONS,
            BOUNDARIES,
            INPUT_OUTPUT,
            OCCUPATIONS,
            INDUSTRY_OCCUPATIONS,
            TIES,
            APPLICATIONS,
            JOB_COUNTS,
            CLAIMS,
            EVIDENCE,
        )
    }
)
