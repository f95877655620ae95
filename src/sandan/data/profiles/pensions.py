"""Workplaces of the National Pension Service (국민연금 가입 사업장): insured persons by month."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.firms import column, days, firm_rows, first_filled, start, whole_numbers
from sandan.data.profiles.shaping import Sieve
from sandan.data.quality import Action, Chunk
from sandan.data.reading.delimited import Piece, read_delimited

__all__ = ["PENSIONS"]

MONTH, NAME, NUMBER, STATE = "자료생성년월", "사업장명", "사업자등록번호", "사업장가입상태코드"
WORKERS, JOINED, LEFT = "가입자수", "적용일자", "탈퇴일자"
ROAD, LOT = "사업장도로명상세주소", "사업장지번상세주소"
FORM, INDUSTRY, INDUSTRY_NAME = "사업장형태구분코드", "사업장업종코드", "사업장업종코드명"
LEGAL, ADMINISTRATIVE = "고객법정동주소코드", "고객행정동주소코드"
GAINED, LOST, AMOUNT = "신규취득자수", "상실가입자수", "당월고지금액"
ALIASES = {
    "DATA_CRT_YM": MONTH,
    "WKPL_NM": NAME,
    "BZOWR_RGST_NO": NUMBER,
    "WKPL_JNNG_STCD": STATE,
    "WKPL_LTNO_DTL_ADDR": LOT,
    "WKPL_ROAD_NM_DTL_ADDR": ROAD,
    "CUST_LDONG_ADDR_CD": LEGAL,
    "CUST_ADONG_ADDR_CD": ADMINISTRATIVE,
    "WKPL_STYL_DVCD": FORM,
    "WKPL_INTP_CD": INDUSTRY,
    "VLDT_VL_KRN_NM": INDUSTRY_NAME,
    "ADPT_DT": JOINED,
    "RRGST_DT": "재등록일자",
    "SCSN_DT": LEFT,
    "JNNGP_CNT": WORKERS,
    "CRRMM_NTC_AMT": AMOUNT,
    "NW_ACQZR_CNT": GAINED,
    "LSS_JNNGP_CNT": LOST,
    "자료생성년월(YYYYMM)": MONTH,
}
STATES = {"1": "registered", "2": "left"}
FORMS = {"1": "corporation", "2": "individual"}


def read(path: Path, _options: Options) -> Iterator[Chunk]:
    """Read one month of workplaces, with Korean or older English headers."""
    for piece in read_delimited(path, columns=[MONTH, NAME, NUMBER, STATE, WORKERS], aliases=ALIASES):
        yield _chunk(piece)


def _chunk(piece: Piece) -> Chunk:
    frame, sieve = piece.frame, start(piece.frame, NAME)
    month = _month(frame[MONTH], sieve)
    message = "The state of the workplace is neither 1 (registered) nor 2 (left)."
    sieve.take_out("unknown-state", Action.REFUSED, message, ~frame[STATE].isin(list(STATES)), frame[STATE])
    table = firm_rows(
        frame,
        sieve,
        name=frame[NAME],
        address=first_filled(frame, (ROAD, LOT)),
        industry_name=column(frame, INDUSTRY_NAME),
        workers=whole_numbers(frame, WORKERS, sieve),
        valid_from=days(frame, JOINED, sieve),
        valid_to=days(frame, LEFT, sieve),
        business_number=_business_number(frame[NUMBER], sieve),
        extra={
            "month": month,
            "state": frame[STATE].map(STATES),
            "form": column(frame, FORM).map(FORMS),
            "pension_industry": column(frame, INDUSTRY),
            "legal_dong": column(frame, LEGAL),
            "administrative_dong": column(frame, ADMINISTRATIVE),
            "gained": column(frame, GAINED),
            "lost": column(frame, LOST),
        },
    )
    return Chunk(table, piece.rows_read, (*piece.findings, *sieve.findings))


def _month(cells: pd.Series, sieve: Sieve) -> pd.Series:
    parts = cells.str.extract(r"^(\d{4})[-./]?(0[1-9]|1[0-2])(?:[-./]?\d{2})?(?:\.0)?$")
    wrong = parts[0].isna()
    sieve.take_out("no-month", Action.REFUSED, "The month of the row cannot be read.", wrong, cells)
    return parts[0] + "-" + parts[1]


def _business_number(cells: pd.Series, sieve: Sieve) -> pd.Series:
    """Keep the published part of the number: its first six digits, or all ten."""
    digits = cells.str.replace(r"[-*\s]|\.0$", "", regex=True)
    good = digits.str.fullmatch(r"\d{6}|\d{10}")
    message = "The business number is neither its first six digits nor all ten; it is left empty."
    sieve.note("unreadable-business-number", Action.REPAIRED, message, ~good & (cells != ""), cells)
    return digits.where(good, "")


PENSIONS = Profile(
    name="pensions",
    version="1",
    kind="firm_list",
    title="Workplaces of the National Pension Service (국민연금 가입 사업장)",
    source="National Pension Service, public data portal",
    licence="as the public data portal states for the file",
    read=read,
    not_to_be_read_as=(
        "A count of workers: only insured persons are in it; those over 60 or on very short hours are not.",
        "A count of sites: a firm may insure all of its sites at its head office.",
        "A statement on industry in KSIC: the code is the service's own, kept as `pension_industry`.",
        "An identifier: six digits of a business number are shared by many firms.",
        "Wages: the contribution has a ceiling and is not taken over.",
    ),
)
