import re

from sandan.data.profiles.registry import PROFILES
from sandan.report.document import TableBlock, figures_of
from sandan.report.sections.closing import limits, methods, sources


def words_of(cell):
    return "".join(cell)


def tables_of(case):
    return [block for block in sources(case).blocks if isinstance(block, TableBlock)]


def test_warnings_stand_in_one_table_with_their_heading(case):
    blocks = sources(case.in_language("ko")).blocks
    assert [type(block) for block in blocks] == [TableBlock, TableBlock]
    assert blocks[1].caption == "이렇게 읽지 마십시오"
    assert len(blocks[1].rows) == len(case.of_report)


def test_every_warning_forbids_in_both_languages(case):
    said = {
        language: [words_of(row[1]) for row in tables_of(case.in_language(language))[1].rows]
        for language in ("ko", "en")
    }
    warnings = [PROFILES[snapshot.profile].not_to_be_read_as for snapshot in case.of_report]
    assert [text.count("읽지 마십시오.") for text in said["ko"]] == [len(one) for one in warnings]
    assert [text.count("Not as ") for text in said["en"]] == [len(one) for one in warnings]
    assert said["en"][0] == "Not as a list of firms: one enterprise can have several sites."


def test_the_korean_section_speaks_korean(case):
    for block in tables_of(case.in_language("ko")):
        for row in block.rows:
            told = re.sub(r"Sandan|MIT", "", " ".join(words_of(cell) for cell in row[1:]))
            assert not re.search("[A-Za-z]{2,}", told), told


def test_methods_explain_every_kind_of_figure_before_them(case, documents):
    before = documents["en"].sections[:-2]
    explained = methods(case, before).blocks[-1]
    used = {figure.definition for figure in figures_of(documents["en"])}
    assert len(explained.rows) == len(used)


def test_limits_of_claims_alone_speak_of_no_clusters(office_of_claims, case_of):
    assert len(limits(case_of(office_of_claims)).blocks) == 2
