"""Two lists of invented firms of which it is known who is who, with what lists usually do to firms."""

import pandas as pd

FIRST = tuple("나누다도두디라로루리마모무미바보부비사세소수아에오유지초타하한대동")
SECOND = tuple("룬렌빛벡뵈쉬얀웬성젠켈툰펠헨겐놉덴랍믹번션율젝칼텍풀홀귄신국")
KINDS = (
    "전자",
    "정밀",
    "테크",
    "산업",
    "시스템",
    "화학",
    "기계",
    "푸드",
    "바이오",
    "소프트",
    "엔지니어링",
    "",
)
LETTERS = ("SK", "KT", "JS", "DH", "BM", "NK", "EO", "GS", "TW", "YH")
ALOUD = {"SK": "에스케이", "KT": "케이티", "JS": "제이에스", "DH": "디에이치", "BM": "비엠"} | {
    "NK": "엔케이",
    "EO": "이오",
    "GS": "지에스",
    "TW": "티더블유",
    "YH": "와이에이치",
}
FORMS = ("(주){}", "㈜{}", "주식회사 {}", "{}(주)", "{} 주식회사", "{}", "{} Co., Ltd.", "유한회사 {}")
SURNAMES = tuple("김이박최정강조윤장임한오서신권")
GIVEN = tuple("민서준우지현수영호진경희성은재")
CITIES = ("성남시 중원구", "성남시 분당구", "안산시 단원구", "수원시 영통구", "용인시 기흥구", "화성시")
ROADS = (
    "둔촌대로",
    "사기막골로",
    "갈마치로",
    "판교로",
    "산성대로",
    "공단로",
    "번영로",
    "테크노로",
    "첨단로",
    "서해로",
)
WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def register(count, rng):
    """Draw firms, each with everything that a good register knows."""
    return pd.DataFrame([_firm(rng) for _ in range(count)], index=[f"F{k}" for k in range(count)])


def incoming(firms, strangers, rng):
    """List every firm of a table once more, as another office would, and some firms that are not in it.

    The column ``truth`` says which firm a row is; it is empty for strangers.
    """
    known = [_as_another_lists_it(firm, rng) | {"truth": label} for label, firm in firms.iterrows()]
    others = [_as_another_lists_it(_firm(rng), rng) | {"truth": None} for _ in range(strangers)]
    table = pd.DataFrame(known + others)
    order = rng.permutation(len(table))
    return table.iloc[order].set_axis([f"R{k}" for k in range(len(table))])


def checked(nine):
    """Complete nine digits to a business number."""
    total = sum(w * int(d) for w, d in zip(WEIGHTS, nine, strict=True)) + 5 * int(nine[8]) // 10
    return nine + str(-total % 10)


def _pick(rng, words):
    return words[int(rng.integers(len(words)))]


def _firm(rng):
    begins_with_letters = rng.random() < 0.15
    stem = _pick(rng, LETTERS) if begins_with_letters else ""
    stem += _pick(rng, FIRST) + _pick(rng, SECOND)
    if rng.random() < 0.6:
        stem += _pick(rng, FIRST)
    office, kind, serial = (
        rng.integers(101, 150),
        _pick(rng, ("81", "86", "87", "88", "12", "31")),
        rng.integers(1, 10_000),
    )
    road, house = _pick(rng, ROADS), int(rng.integers(1, 400))
    return {
        "name": _pick(rng, FORMS).format(stem + _pick(rng, KINDS)),
        "business_number": checked(f"{office}{kind}{serial:04d}"),
        "address": f"경기도 {_pick(rng, CITIES)} {road}{_pick(rng, ('', '12번길', '45번길'))} {house}",
        "representative": _pick(rng, SURNAMES) + _pick(rng, GIVEN) + _pick(rng, GIVEN),
        "phone": f"031-{rng.integers(200, 999)}-{rng.integers(0, 10_000):04d}",
    }


def _as_another_lists_it(firm, rng):
    moved = rng.random() < 0.08
    address = _firm(rng)["address"] if moved else firm["address"]
    return {
        "name": _name(firm["name"], rng),
        "business_number": _number(firm["business_number"], rng),
        "address": _address(address, rng),
        "representative": _person(firm["representative"], rng),
        "phone": firm["phone"] if rng.random() < 0.3 else None,
    }


def _name(name, rng):
    for form in FORMS:
        before, after = form.split("{}")
        if form != "{}" and name.startswith(before) and name.endswith(after):
            name = name[len(before) : len(name) - len(after)]
            break
    for letters, aloud in ALOUD.items():
        if rng.random() < 0.5:
            name = name.replace(letters, aloud)
    if rng.random() < 0.08:
        name = _misspelt(name, rng)
    if rng.random() < 0.04:
        name = next((name[: -len(kind)] for kind in KINDS if kind and name.endswith(kind)), name)
    if rng.random() < 0.1:
        place = int(rng.integers(1, len(name))) if len(name) > 1 else 0
        name = name[:place] + " " + name[place:]
    name = _pick(rng, FORMS).format(name)
    return name + " 제2공장" if rng.random() < 0.03 else name


def _misspelt(name, rng):
    """Replace, leave out or double one character, or press a wrong vowel."""
    place = int(rng.integers(len(name)))
    kind = rng.integers(4)
    if kind == 0:
        return name[:place] + _pick(rng, FIRST) + name[place + 1 :]
    if kind == 1 and len(name) > 2:
        return name[:place] + name[place + 1 :]
    if kind == 2:
        return name[:place] + name[place] + name[place:]
    code = ord(name[place]) - 0xAC00
    if not 0 <= code < 11_172:
        return name
    vowel = (code // 28 % 21 + int(rng.integers(1, 21))) % 21
    return name[:place] + chr(0xAC00 + code // 588 * 588 + vowel * 28 + code % 28) + name[place + 1 :]


def _number(number, rng):
    chance = rng.random()
    if chance < 0.35:
        return f"{number[:3]}-{number[3:5]}-{number[5:]}"
    if chance < 0.65:
        return number[:6]
    if chance < 0.67:
        place = int(rng.integers(10))
        return number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    return None


def _address(address, rng):
    if rng.random() < 0.1:
        return None
    if rng.random() < 0.5:
        address = address.replace("경기도", "경기")
    if rng.random() < 0.3:
        address = address.replace("번길", " 번길" if rng.random() < 0.5 else "번길")
    if rng.random() < 0.15:
        return address.rsplit(" ", 1)[0]
    if rng.random() < 0.1:
        quarter = _pick(rng, ("상대원동", "삼평동", "원시동"))
        return f"경기도 {address.split(' ')[1]} {quarter} {rng.integers(1, 900)}"
    return address + _pick(rng, ("", "", ", 3층", " (삼평동)", ", A동 501호"))


def _person(person, rng):
    chance = rng.random()
    if chance < 0.4:
        return f"{person[0]}*{person[2:]}"
    return person if chance < 0.7 else None
