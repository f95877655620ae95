"""Dong of Seongnam by code, and the refusal of a file that gives them the wrong names."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sandan.errors import JoinError

__all__ = ["DISTRICTS", "DONGS", "names_of_codes", "refuse_wrong_join"]

DISTRICTS = {"수정구": "31021", "중원구": "31022", "분당구": "31023"}

# Administrative dong of the three districts by the statistics office's code, in the order of the
# interior ministry's codes, as of March 2022.
DONGS: Mapping[str, Mapping[str, str]] = {
    "수정구": {
        "510": "신흥1동",
        "520": "신흥2동",
        "530": "신흥3동",
        "540": "태평1동",
        "550": "태평2동",
        "560": "태평3동",
        "570": "태평4동",
        "580": "수진1동",
        "590": "수진2동",
        "600": "단대동",
        "610": "산성동",
        "620": "양지동",
        "670": "복정동",
        "680": "위례동",
        "640": "신촌동",
        "650": "고등동",
        "660": "시흥동",
    },
    "중원구": {
        "510": "성남동",
        "620": "중앙동",
        "530": "금광1동",
        "540": "금광2동",
        "550": "은행1동",
        "560": "은행2동",
        "570": "상대원1동",
        "580": "상대원2동",
        "590": "상대원3동",
        "600": "하대원동",
        "610": "도촌동",
    },
    "분당구": {
        "510": "분당동",
        "530": "수내1동",
        "540": "수내2동",
        "520": "수내3동",
        "780": "정자동",
        "770": "정자1동",
        "550": "정자2동",
        "560": "정자3동",
        "580": "서현1동",
        "590": "서현2동",
        "600": "이매1동",
        "610": "이매2동",
        "620": "야탑1동",
        "640": "야탑2동",
        "630": "야탑3동",
        "750": "판교동",
        "740": "삼평동",
        "760": "백현동",
        "710": "금곡동",
        "720": "구미1동",
        "670": "구미동",
        "680": "운중동",
    },
}
"""Administrative dong by the last digits of the statistics office's code, in the order of the
interior ministry's codes, as of March 2022."""


def names_of_codes(districts: pd.Series, codes: pd.Series) -> pd.Series:
    """Give every code the name of its dong; empty where the district has no such code.

    Parameters
    ----------
    districts : Series of str
        Names of districts (구).
    codes : Series of str
        Three digits each.

    Returns
    -------
    Series of str
        Names of administrative dong, with the index of ``codes``.

    Raises
    ------
    ValueError
        If the two differ in length.

    Notes
    -----
    A look-up in ``DONGS``.

    References
    ----------
    Administrative boundaries of Statistics Korea (SGIS), March 2022.

    Examples
    --------
    >>> names_of_codes(pd.Series(["분당구"]), pd.Series(["740"])).tolist()
    ['삼평동']
    """
    names = [DONGS.get(district, {}).get(code, "") for district, code in zip(districts, codes, strict=True)]
    return pd.Series(names, index=codes.index, dtype="str")


def refuse_wrong_join(districts: pd.Series, codes: pd.Series, names: pd.Series, size: pd.Series) -> None:
    """Refuse rows in which the name of a dong is not that of its code.

    Parameters
    ----------
    districts, codes, names : Series of str
        District, code of three digits and the name that the file gives to it.
    size : Series of float
        Workers, by which the row for the message is chosen.

    Returns
    -------
    None
        All names are right.

    Raises
    ------
    JoinError
        With the number of wrong rows per district and the largest of them.

    Notes
    -----
    Every name is compared with ``DONGS``. If in every district with a wrong name the names stand in
    the order of the interior ministry's codes, the two lists were paired by position.

    References
    ----------
    Administrative boundaries of Statistics Korea (SGIS), March 2022.

    Examples
    --------
    >>> gu, code, name = pd.Series(["분당구"]), pd.Series(["740"]), pd.Series(["백현동"])
    >>> refuse_wrong_join(gu, code, name, pd.Series([95912.0]))
    Traceback (most recent call last):
    ...
    sandan.errors.JoinError: 1 of 1 rows of 분당구 carry the name of another dong: code 740 is 삼평동 (95,912
    workers) but is named 백현동. Import the table that has the codes alone (seongnam_workers_by_dong.csv).
    """
    true_names = names_of_codes(districts, codes)
    wrong = (names != true_names).to_numpy()
    if not wrong.any():
        return
    rows = [(gu, districts == gu) for gu in DONGS if (districts[wrong] == gu).any()]
    counts = [f"{int(wrong[here].sum())} of {int(here.sum())} rows of {gu}" for gu, here in rows]
    by_position = all(names[here].tolist() == list(DONGS[gu].values()) for gu, here in rows)
    why = (
        " The names stand in the order of another list: they were joined by position." if by_position else ""
    )
    worst = int(np.argmax(np.where(wrong, size.fillna(0.0), -1.0)))
    raise JoinError(
        f"{' and '.join(counts)} carry the name of another dong: code {codes.iloc[worst]} is "
        f"{true_names.iloc[worst]} ({size.iloc[worst]:,.0f} workers) but is named {names.iloc[worst]}.{why} "
        "Import the table that has the codes alone (seongnam_workers_by_dong.csv)."
    )
