"""Names of Korean firms as comparable keys: legal form and branch set apart, letters read one way."""

import re
import unicodedata
from dataclasses import dataclass

import pandas as pd

from sandan.errors import TableError

__all__ = ["CompanyName", "name_keys", "parse_company_name"]

# Words that name the legal form wherever they stand; longer ones first, so that none hides in another.
_FORM_WORDS = (
    "유한책임회사",
    "사회복지법인",
    "농업회사법인",
    "어업회사법인",
    "영농조합법인",
    "영어조합법인",
    "사회적협동조합",
    "주식회사",
    "유한회사",
    "합자회사",
    "합명회사",
    "사단법인",
    "재단법인",
    "의료법인",
    "학교법인",
)
_FORM_MARKS = {
    "주": "주식회사",
    "株": "주식회사",
    "유": "유한회사",
    "합": "합자회사",
    "사": "사단법인",
    "재": "재단법인",
    "의": "의료법인",
    "학": "학교법인",
    "복": "사회복지법인",
    "농": "농업회사법인",
}
_KOREAN_FORM = re.compile(
    r"\(\s*(?P<mark>[" + "".join(_FORM_MARKS) + r"])\s*\)"
    r"|(?P<word>" + "|".join(_FORM_WORDS) + r")"
    r"|^\s*\(?(?P<front>[주유])\)|\((?P<back>[주유])\s*$"
)
_WESTERN_FORMS = {
    r"co\.?\s*,?\s*ltd\.?|company\s+limited|ltd\.?|limited|co\.": "주식회사",
    r"inc\.?|incorporated|corp\.?|corporation": "주식회사",
    r"l\.?l\.?c\.?|gmbh": "유한회사",
}
_WESTERN_FORM = re.compile(
    r"[\s,(]+(?:" + "|".join(f"(?P<w{k}>{p})" for k, p in enumerate(_WESTERN_FORMS)) + r")[\s)]*$"
)

LEAST_NAME = 2
"""A name of fewer characters is not left to stand without its word for a site (2공장)."""

_NUMBERED = r"제?\s?\d{1,2}\s?(?:공장|사업장|지점|영업소|사업소)"
_PLACE_WORDS = "분공장|공장|지점|지사|본사|본점|사업장|사업소|영업소|출장소"
_BRANCH = re.compile(
    rf"(?:(?<=\S)(?P<numbered>{_NUMBERED})|\s(?P<apart>\S*(?:{_PLACE_WORDS}))|(?<=\S)(?P<joined>{_PLACE_WORDS}))$"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_FORMER = re.compile(r"^\s*(?:구|舊|전|former(?:ly)?)\s*[.,:)\s]")
_AND_OTHERS = re.compile(r"\s외\s*\d+\s*(?:개사|개|명|인|종|사|곳)?$")
_HANGUL = re.compile(r"[가-힣]")
_LATIN_RUN = re.compile(r"[a-z]+")
_NOT_WORD = re.compile(r"[^0-9a-z가-힣ㄱ-ㆎ一-鿿ぁ-ヿ]+")

_LETTERS = {
    "a": "에이",
    "b": "비",
    "c": "씨",
    "d": "디",
    "e": "이",
    "f": "에프",
    "g": "지",
    "h": "에이치",
    "i": "아이",
    "j": "제이",
    "k": "케이",
    "l": "엘",
    "m": "엠",
    "n": "엔",
    "o": "오",
    "p": "피",
    "q": "큐",
    "r": "알",
    "s": "에스",
    "t": "티",
    "u": "유",
    "v": "브이",
    "w": "더블유",
    "x": "엑스",
    "y": "와이",
    "z": "제트",
}
_OTHER_READINGS = {"에이취": "에이치", "더블류": "더블유", "떠블유": "더블유", "에쓰": "에스", "앤드": "앤"}
# English words that firms write in either script; a run of letters that is one of them is read as the word.
_WORDS = {
    "bio": "바이오",
    "chem": "켐",
    "design": "디자인",
    "energy": "에너지",
    "engineering": "엔지니어링",
    "global": "글로벌",
    "korea": "코리아",
    "lab": "랩",
    "labs": "랩스",
    "media": "미디어",
    "medical": "메디칼",
    "net": "넷",
    "networks": "네트웍스",
    "oil": "오일",
    "pharm": "팜",
    "pharma": "파마",
    "semi": "세미",
    "soft": "소프트",
    "software": "소프트웨어",
    "solution": "솔루션",
    "solutions": "솔루션즈",
    "system": "시스템",
    "systems": "시스템즈",
    "tech": "테크",
}


@dataclass(frozen=True)
class CompanyName:
    """A name in three parts; ``legal_form`` and ``branch`` are empty where none is written."""

    key: str
    legal_form: str
    branch: str


def parse_company_name(text: object) -> CompanyName:
    """Take a firm's name apart into key, legal form and branch.

    Parameters
    ----------
    text : object
        A name as printed; None and other empty cells have an empty key.

    Returns
    -------
    CompanyName
        ``key`` is for comparing and never for showing: no blanks, no punctuation, letters in Korean.

    Raises
    ------
    Nothing
        A name of which nothing would be left (a firm called "주식회사") is its own key.

    Notes
    -----
    In this order: NFKC and lower case; "and n others", former names and Latin in brackets beside Korean
    go; legal forms are taken out wherever they stand (㈜, (주), 주식회사, Co., Ltd., ...); a word for a
    site at the end becomes the branch; every run of Latin letters is read aloud in Korean (SK and
    에스케이 meet), as a word if it is a common one (TECH and 테크), and variants of a reading are made
    one. A place that is joined to the word for its site (한빛성남공장) stays in the key.

    References
    ----------
    ``docs/methods/company-matching.md``, section on names.

    Examples
    --------
    >>> parse_company_name("㈜ SK하이닉스 제2공장")
    CompanyName(key='에스케이하이닉스', legal_form='주식회사', branch='제2공장')
    >>> parse_company_name("HANBIT TECH Co., Ltd.").key == parse_company_name("hanbit tech").key
    True
    """
    if not isinstance(text, str):
        return CompanyName("", "", "")
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    forms: dict[str, None] = {}
    rest = _without_forms(_without_asides(plain), forms)
    rest, branch = _without_branch(_BRACKETS.sub(r" \1 ", rest).strip())
    key = _key(rest)
    return CompanyName(key, " ".join(sorted(forms)), branch) if key else CompanyName(_key(plain), "", "")


def name_keys(names: pd.Series) -> pd.DataFrame:
    """Take a column of names apart.

    Parameters
    ----------
    names : Series of str, shape (n_rows,)
        Names as printed.

    Returns
    -------
    DataFrame, shape (n_rows, 3)
        ``key``, ``legal_form`` and ``branch``, with the index of ``names``; empty text where a part
        is absent.

    Raises
    ------
    TableError
        If the column holds numbers.

    Notes
    -----
    As `parse_company_name`, once for each distinct name.

    References
    ----------
    ``docs/methods/company-matching.md``, section on names.

    Examples
    --------
    >>> name_keys(pd.Series(["(주)한빛전자", "한빛전자 주식회사"]))
        key legal_form branch
    0  한빛전자       주식회사
    1  한빛전자       주식회사
    """
    if pd.api.types.is_numeric_dtype(names) and names.notna().any():
        raise TableError(
            f"Names must be text, but the column is of type {names.dtype}; choose another column."
        )
    parsed = {name: parse_company_name(name) for name in names.dropna().unique()}
    nothing = CompanyName("", "", "")
    rows = [parsed.get(name, nothing) if isinstance(name, str) else nothing for name in names]
    return pd.DataFrame(
        {
            "key": [row.key for row in rows],
            "legal_form": [row.legal_form for row in rows],
            "branch": [row.branch for row in rows],
        },
        index=names.index,
        dtype="str",
    )


def _without_asides(plain: str) -> str:
    """Take out what stands beside a name: former names, the Latin spelling in brackets, "and 3 others"."""
    outside = _BRACKETS.sub("", plain)

    def kept(found: re.Match[str]) -> str:
        inside = found[1]
        latin_beside_korean = (
            _HANGUL.search(outside) and not _HANGUL.search(inside) and inside.strip() != "株"
        )
        return " " if latin_beside_korean or _FORMER.match(inside) else found[0]

    return _AND_OTHERS.sub("", _BRACKETS.sub(kept, plain).strip())


def _without_forms(plain: str, forms: dict[str, None]) -> str:
    """Take out every legal form, and note which there were."""
    found = _KOREAN_FORM.search(plain)
    while found:
        mark = found["mark"] or found["front"] or found["back"]
        forms[_FORM_MARKS[mark] if mark else found["word"]] = None
        plain = f"{plain[: found.start()]} {plain[found.end() :]}".strip()
        found = _KOREAN_FORM.search(plain)
    found = _WESTERN_FORM.search(plain)
    while found:
        forms[list(_WESTERN_FORMS.values())[int(str(found.lastgroup)[1:])]] = None
        plain = plain[: found.start()].strip()
        found = _WESTERN_FORM.search(plain)
    return plain


def _without_branch(plain: str) -> tuple[str, str]:
    found = _BRANCH.search(plain)
    if not found:
        return plain, ""
    name = plain[: found.start()].strip()
    if len(_NOT_WORD.sub("", name)) < LEAST_NAME:
        return plain, ""
    branch = next(text for text in (found["numbered"], found["apart"], found["joined"]) if text)
    return name, _NOT_WORD.sub("", branch)


def _key(plain: str) -> str:
    words = _LATIN_RUN.sub(_aloud, plain.replace("&", "앤"))
    key = _NOT_WORD.sub("", words)
    for variant, reading in _OTHER_READINGS.items():
        key = key.replace(variant, reading)
    return key


def _aloud(run: re.Match[str]) -> str:
    return _WORDS.get(run[0]) or "".join(_LETTERS[letter] for letter in run[0])
