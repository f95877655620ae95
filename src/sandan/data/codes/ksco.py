"""The Korean Standard Classification of Occupations, revisions 6 and 7, down to two digits."""

from functools import cache

import pandas as pd

from sandan.data.codes.classification import Classification, classification_from_listing
from sandan.errors import CodeError

__all__ = ["ksco"]

MAJOR = (
    ("1", "관리자", "Managers"),
    ("2", "전문가 및 관련 종사자", "Professionals and related workers"),
    ("3", "사무 종사자", "Clerks"),
    ("4", "서비스 종사자", "Service workers"),
    ("5", "판매 종사자", "Sales workers"),
    ("6", "농림·어업 숙련 종사자", "Skilled workers in agriculture, forestry and fishery"),
    ("7", "기능원 및 관련 기능 종사자", "Craft and related trades workers"),
    ("8", "장치·기계 조작 및 조립 종사자", "Operators and assemblers of plant and machines"),
    ("9", "단순노무 종사자", "Elementary workers"),
)

ALIKE = (
    ("11", "공공 기관 및 기업 고위직", "Senior officials and executives"),
    ("12", "행정·경영 지원 및 마케팅 관리직", "Managers in administration, business support and marketing"),
    ("13", "전문 서비스 관리직", "Managers in professional services"),
    ("14", "건설·전기 및 생산 관련 관리직", "Managers in construction, electricity and production"),
    ("15", "판매 및 고객 서비스 관리직", "Managers in sales and customer services"),
    ("21", "과학 전문가 및 관련직", "Science professionals"),
    ("22", "정보 통신 전문가 및 기술직", "Professionals and technicians in information and communication"),
    ("23", "공학 전문가 및 기술직", "Professionals and technicians in engineering"),
    ("24", "보건·사회복지 및 종교 관련직", "Professionals in health, social welfare and religion"),
    ("25", "교육 전문가 및 관련직", "Professionals in education"),
    ("26", "법률 및 행정 전문직", "Professionals in law and administration"),
    ("27", "경영·금융 전문가 및 관련직", "Professionals in business and finance"),
    ("28", "문화·예술·스포츠 전문가 및 관련직", "Professionals in culture, arts and sports"),
    ("31", "경영 및 회계 관련 사무직", "Clerks in administration and accounting"),
    ("33", "법률 및 감사 사무직", "Clerks in law and audit"),
    ("39", "상담·안내·통계 및 기타 사무직", "Clerks in consulting, information, statistics and others"),
    ("41", "경찰·소방 및 보안 관련 서비스직", "Workers in police, fire fighting and security"),
    ("43", "운송 및 여가 서비스직", "Workers in transport and leisure services"),
    ("44", "조리 및 음식 서비스직", "Cooks and workers in food services"),
    ("51", "영업직", "Sales representatives"),
    ("61", "농·축산 숙련직", "Skilled workers in crops and livestock"),
    ("62", "임업 숙련직", "Skilled workers in forestry"),
    ("63", "어업 숙련직", "Skilled workers in fishery"),
    ("71", "식품 가공 관련 기능직", "Trades of food processing"),
    ("72", "섬유·의복 및 가죽 관련 기능직", "Trades of textile, clothing and leather"),
    ("73", "목재·가구·악기 및 간판 관련 기능직", "Trades of wood, furniture, instruments and signs"),
    ("74", "금속 성형 관련 기능직", "Trades of metal forming"),
    ("75", "운송 및 기계 관련 기능직", "Trades of vehicles and machines"),
    ("76", "전기 및 전자 관련 기능직", "Trades of electricity and electronics"),
    ("79", "기타 기능 관련직", "Other trades"),
    ("81", "식품 가공 관련 기계 조작직", "Machine operators in food processing"),
    ("82", "섬유 및 신발 관련 기계 조작직", "Machine operators in textiles and shoes"),
    ("83", "화학 관련 기계 조작직", "Machine operators in chemicals"),
    ("84", "금속 및 비금속 관련 기계 조작직", "Machine operators in metals and minerals"),
    ("85", "기계 제조 및 관련 기계 조작직", "Operators and assemblers in machine making"),
    ("86", "전기 및 전자 관련 기계 조작직", "Operators and assemblers in electricity and electronics"),
    ("87", "운전 및 운송 관련직", "Drivers and workers in transport"),
    ("88", "상하수도 및 재활용 처리 관련 기계 조작직", "Machine operators in water and recycling"),
    ("89", "목재·인쇄 및 기타 기계 조작직", "Machine operators in wood, printing and others"),
    ("91", "건설 및 광업 관련 단순노무직", "Laborers in construction and mining"),
    ("92", "운송 관련 단순노무직", "Laborers in transport"),
    ("93", "제조 관련 단순노무직", "Laborers in manufacturing"),
    ("94", "청소 및 경비 관련 단순노무직", "Cleaners and guards"),
    ("95", "가사·음식 및 판매 관련 단순노무직", "Laborers in households, food and sales"),
    ("99", "농림·어업 및 기타 서비스 단순노무직", "Laborers in agriculture and other services"),
)
"""Groups that both revisions name in the same way, apart from blanks and single words."""

OWN = {
    "6": (
        ("32", "금융 및 보험 사무직", "Clerks in finance and insurance"),
        (
            "42",
            "이미용·예식 및 의료 보조 서비스직",
            "Workers in beauty, ceremonies and assistance in health care",
        ),
        ("52", "매장 판매직", "Shop sales workers"),
        ("53", "방문·노점 및 통신 판매 관련직", "Door-to-door, street and remote sales workers"),
        ("77", "건설 및 채굴 관련 기능직", "Trades of construction and mining"),
        ("78", "영상 및 통신 장비 관련 기능직", "Trades of video and communication equipment"),
    ),
    "7": (
        ("32", "금융 사무직", "Clerks in finance"),
        ("42", "돌봄·보건 및 개인 생활 서비스직", "Workers in care, health and personal services"),
        ("52", "매장 판매 및 상품 대여직", "Workers in shop sales and rental"),
        ("53", "통신 및 방문·노점 판매 관련직", "Remote, door-to-door and street sales workers"),
        ("77", "정보 통신 및 방송장비 관련 기능직", "Trades of communication and broadcasting equipment"),
        ("78", "건설 및 채굴 관련 기능직", "Trades of construction and mining"),
    ),
}
"""Groups that differ; 77 and 78 changed places."""


@cache
def ksco(revision: str) -> Classification:
    """Give a revision of KSCO, from major groups to groups of two digits, without the armed forces.

    Parameters
    ----------
    revision : str
        ``6`` (2007) or ``7`` (2017).

    Returns
    -------
    Classification
        9 codes of one digit and 51 of two, each with a Korean and an English name.

    Raises
    ------
    CodeError
        If the revision is another one.

    Notes
    -----
    Korean names are those of the seventh notice where the two differ in blanks or single words only;
    English names are our own. Finer codes come from the official table: import it with the profile
    ``classification``.

    References
    ----------
    Statistics Korea (2007, 2017), Korean Standard Classification of Occupations, notices 2007-3 and
    2017-191.

    Examples
    --------
    >>> ksco("7").label("22", "ko"), len(ksco("7").at_level(2))
    ('정보 통신 전문가 및 기술직', 51)
    >>> [ksco(revision).label("77") for revision in ("6", "7")]
    ['Trades of construction and mining', 'Trades of communication and broadcasting equipment']
    """
    if revision not in OWN:
        raise CodeError(f"`revision` is {revision!r}, but KSCO is known in the revisions {', '.join(OWN)}.")
    listing = pd.DataFrame(sorted((*MAJOR, *ALIKE, *OWN[revision])), columns=["code", "name_ko", "name_en"])
    return classification_from_listing("KSCO", revision, listing)
