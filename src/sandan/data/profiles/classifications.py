"""Classifications and concordances as offices publish them: lists, trees, and pairs of codes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sandan.data.contracts import CLASSIFICATION as CLASSIFICATION_CONTRACT
from sandan.data.contracts import CONCORDANCE as CONCORDANCE_CONTRACT
from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.shaping import Sieve, read_whole
from sandan.data.quality import Action, Chunk
from sandan.data.reading.cells import parse_codes, parse_numbers
from sandan.data.reading.delimited import Piece
from sandan.errors import HeaderError, SourceError

__all__ = ["CLASSIFICATION", "CONCORDANCE"]

ALIASES = {
    "cd": "code",
    "nm": "name_ko",
    "코드": "code",
    "분류코드": "code",
    "항목코드": "code",
    "이름": "name_ko",
    "name": "name_ko",
    "분류명": "name_ko",
    "항목명": "name_ko",
    "한글항목명": "name_ko",
    "영문명": "name_en",
    "영문항목명": "name_en",
    "상위코드": "parent",
    "detail": "remark",
    "비고": "remark",
}
REVISION = "ksic_C"
LEVEL_CODE = re.compile(r"[a-z]+(\d)_cd")
PAIR_CODE = re.compile(r"([a-z]+\d+)_cd")
RANGE_IN_NAME = r"\s*\(\s*(?P<first>\d{2})(?:\s*~\s*(?P<last>\d{2}))?\s*\)\s*$"


def read_classification(path: Path, options: Options) -> Iterator[Chunk]:
    """Read a list of codes, or a tree with one row per lowest code and its ancestors beside it."""
    piece = read_whole(path, columns=[], aliases=ALIASES)
    frame = piece.frame
    levels = _levels(frame)
    if "code" not in frame and not levels:
        raise HeaderError(
            f"The columns are {', '.join(map(str, frame.columns))}, but a column with the code is missing "
            "(code, cd, 분류코드, or ksic1_cd to ksic5_cd); rename it."
        )
    frame = frame.assign(classification=_revision(frame, options))
    sieve = Sieve(frame.index)
    rows = _from_tree(frame, levels) if levels else _from_list(frame, sieve)
    table = rows.reindex(columns=CLASSIFICATION_CONTRACT.names).astype("str")
    table = table.where(table != "").reset_index(drop=True)
    yield Chunk(table, piece.rows_read, (*piece.findings, *sieve.findings))


def read_concordance(path: Path, options: Options) -> Iterator[Chunk]:
    """Read pairs of codes; the first column of codes is the source."""
    piece = read_whole(path, columns=[], aliases=ALIASES)
    frame, keys = _pairs(piece, options)
    sieve = Sieve(frame.index)
    shown = frame["source"] + " " + frame["target"]
    empty = (frame["source"] == "") | (frame["target"] == "")
    sieve.take_out("no-code", Action.REFUSED, "The row lacks one of its two codes.", empty, shown)
    weights = parse_numbers(frame["weight"] if "weight" in frame else pd.Series("", index=frame.index))
    wrong = ~weights.missing & ~weights.parsed.between(0, 1)
    sieve.take_out("no-share", Action.REFUSED, "The weight is no share from 0 to 1.", wrong, shown)
    repeated = frame.duplicated(["source", "target"])
    sieve.take_out("repeated-row", Action.SET_ASIDE, "The pair stands there twice.", repeated, shown)
    for name in ("source", "target"):
        codes, mended = parse_codes(frame[name])
        sieve.note("mended-code", Action.REPAIRED, "Decimals were taken off the code.", mended, frame[name])
        frame = frame.assign(**{name: codes})
    rows = frame.assign(**keys, weight=weights.parsed).reindex(columns=CONCORDANCE_CONTRACT.names)
    table = rows[sieve.kept].astype({"remark": "str"}).reset_index(drop=True)
    table["remark"] = table["remark"].where(table["remark"] != "")
    yield Chunk(table, piece.rows_read, (*piece.findings, *sieve.findings))


def _revision(frame: pd.DataFrame, options: Options) -> pd.Series | str:
    if REVISION in frame:
        return "KSIC" + frame[REVISION].str.removeprefix("C")
    if not options.get("classification"):
        raise SourceError(
            "The file does not name its revision; add --option classification=KSIC9 or another."
        )
    return options["classification"]


def _levels(frame: pd.DataFrame) -> list[str]:
    """Find the columns of a tree, from the top down: ``ksic1_cd``, ``ksic2_cd`` and so on."""
    found = {match[1]: str(name) for name in frame if (match := LEVEL_CODE.fullmatch(str(name)))}
    wanted = [str(level) for level in range(1, len(found) + 1)]
    return [found[level] for level in wanted] if set(found) == set(wanted) else []


def _from_tree(frame: pd.DataFrame, levels: list[str]) -> pd.DataFrame:
    """Take every level of a tree apart; parents come before their children."""
    parts = []
    for above, name in zip([None, *levels], levels, strict=False):
        names = frame.get(name.removesuffix("cd") + "nm", pd.Series("", index=frame.index, dtype="str"))
        plain = names.str.replace(RANGE_IN_NAME, "", regex=True)
        parts.append(frame.assign(code=frame[name], parent=frame[above] if above else "", name_ko=plain))
    rows = pd.concat(parts)
    return rows[rows["code"] != ""].drop_duplicates(["classification", "code"])


def _from_list(frame: pd.DataFrame, sieve: Sieve) -> pd.DataFrame:
    codes, mended = parse_codes(frame["code"])
    names = frame.get("name_ko", pd.Series("", index=frame.index, dtype="str"))
    plain = names.str.replace(RANGE_IN_NAME, "", regex=True)
    rows = frame.assign(code=codes, name_ko=plain)
    if "parent" not in rows:
        rows["parent"] = _sections_above(rows, names)
    sieve.take_out("no-code", Action.REFUSED, "The row has no code.", codes == "", names)
    repeated = rows.duplicated(["classification", "code", "name_ko"])
    sieve.take_out("repeated-row", Action.SET_ASIDE, "The row stands there twice.", repeated, codes)
    sieve.note("mended-code", Action.REPAIRED, "Decimals were taken off the code.", mended, frame["code"])
    message = "The range of divisions was taken off the name."
    sieve.note("range-in-name", Action.REPAIRED, message, plain != names, names)
    return rows[sieve.kept]


def _sections_above(rows: pd.DataFrame, names: pd.Series) -> pd.Series:
    """Find the letter whose printed range, as in ``제조업 (10 ~ 34)``, holds a division of two digits."""
    parent = pd.Series("", index=rows.index, dtype="str")
    ranges = names.str.extract(RANGE_IN_NAME)
    ranges["last"] = ranges["last"].fillna(ranges["first"])
    for row in ranges[rows["code"].str.isalpha() & ranges["first"].notna()].itertuples():
        inside = rows["code"].str.fullmatch(r"\d{2}") & rows["code"].between(str(row.first), str(row.last))
        same = rows["classification"] == rows.at[row.Index, "classification"]
        parent = parent.where(~(inside & same), str(rows.at[row.Index, "code"]))
    return parent


def _pairs(piece: Piece, options: Options) -> tuple[pd.DataFrame, dict[str, str]]:
    frame = piece.frame
    found = [str(name) for name in frame if PAIR_CODE.fullmatch(str(name))]
    if {"source", "target"} <= set(frame):
        found = ["source", "target"]
    if len(found) != 2:
        raise HeaderError(
            f"The columns are {', '.join(map(str, frame.columns))}, but two columns of codes are needed "
            "(source and target, or ksic9_cd and ksic10_cd); rename them."
        )
    keys = {}
    for side, name in zip(("source", "target"), found, strict=True):
        match = PAIR_CODE.fullmatch(name)
        keys[f"{side}_classification"] = options.get(side) or (match[1].upper() if match else "")
    if not all(keys.values()):
        raise SourceError(
            "The file does not name its two revisions; add --option source=KSIC10 --option target=KSIC11."
        )
    return frame.rename(columns=dict(zip(found, ("source", "target"), strict=True))), keys


CLASSIFICATION = Profile(
    name="classification",
    version="1",
    kind="classification",
    title="Codes of a classification",
    source="the office that publishes the classification",
    licence="as the office states",
    read=read_classification,
    not_to_be_read_as=("A statement on other revisions: the same code may mean something else there.",),
    options={"classification": "classification and revision, for example KSIC9, KSIC11 or KSCO7"},
)

CONCORDANCE = Profile(
    name="concordance",
    version="1",
    kind="concordance",
    title="Concordance of two classifications",
    source="the office that publishes the classifications",
    licence="as the office states",
    read=read_concordance,
    not_to_be_read_as=(
        "A way to translate firms: a code with several targets says which are possible, not which is right.",
        "Shares: without weights the parts of a split code are not known.",
    ),
    options={
        "source": "classification and revision of the first column, for example KSIC10",
        "target": "classification and revision of the second column, for example KSIC11",
    },
)
