import re
import sqlite3
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandan.operate.bigrams import Phrase, fts5_query, index_text, query_phrases, tsquery, tsvector

TEXTS = [
    "성남산업진흥원",
    "성남 산업진흥원",
    "한빛게임 주식회사",
    "남성복 제조",
    "KT&G 성남지점",
    "경기도 성남시 판교로 242",
    "124-81-00998",
]
WORDS = st.text("성남산업가a1", min_size=1, max_size=4)
MIXED = st.lists(st.text("성남산업가aA1-& ", max_size=8), max_size=4).map(" ".join)


def collapsed(text):
    """Write runs of letters and digits with one blank between, as a person would compare them."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.findall(r"[^\W_]+", plain))


def contains_all(text, query):
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", query).casefold())
    return all(collapsed(word) in collapsed(text) for word in plain.split())


def found_by_sqlite(texts, query):
    with sqlite3.connect(":memory:") as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE t USING fts5(body, tokenize='unicode61 remove_diacritics 0')"
        )
        rows = [(k, index_text(text)) for k, text in enumerate(texts)]
        connection.executemany("INSERT INTO t(rowid, body) VALUES (?, ?)", rows)
        found = connection.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", [query]).fetchall()
    connection.close()
    return [k for (k,) in found]


def positions_of(text):
    return {
        name: [int(p) for p in places.split(",")]
        for name, places in re.findall(r"'([^']+)':([\d,]+)", tsvector(text))
    }


def found_by_vector(text, query):
    """Answer a query as PostgreSQL does: every phrase at some place, one token after the other."""
    vector = positions_of(text)

    def places(token, open_end):
        names = [name for name in vector if name == token or (open_end and name.startswith(token))]
        return {place for name in names for place in vector[name]}

    def occurs(phrase):
        last = len(phrase.tokens) - 1
        sets = [places(token, phrase.open_end and k == last) for k, token in enumerate(phrase.tokens)]
        return any(all(start + k in one for k, one in enumerate(sets)) for start in sets[0])

    return all(occurs(phrase) for phrase in query_phrases(query))


def test_index_text_has_one_token_per_character():
    assert index_text("성남산업 R&D, 3공장") == "성남 남산 산업 업 r d 3공 공장 장"


@pytest.mark.parametrize("text", ["", "  ", "-&()\"'*", "__"])
def test_index_text_is_empty_without_letters(text):
    assert index_text(text) == ""
    assert tsvector(text) == ""


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("성남", [0, 1, 4, 5]),
        ("게임", [2]),
        ("산업진흥", [0, 1]),
        ("성남산업", [0]),
        ("성남 산업", [0, 1]),
        ("남", [0, 1, 3, 4, 5]),
        ("원", [0, 1]),
        ("복", [3]),
        ("kt&g", [4]),
        ("KT", [4]),
        ("ＫＴ G", [4]),
        ("124-81", [6]),
        ("81-00998", [6]),
        ("242", [5]),
        ("판교로 242", [5]),
        ("부산", []),
    ],
)
def test_two_and_one_syllable_words_are_found_and_nothing_else(query, rows):
    assert [k for k, text in enumerate(TEXTS) if contains_all(text, query)] == rows
    assert found_by_sqlite(TEXTS, fts5_query(query)) == rows
    assert [k for k, text in enumerate(TEXTS) if found_by_vector(text, query)] == rows


@given(st.lists(MIXED, min_size=1, max_size=6), st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
@example(["가 성남"], "가성")
@example(["a1 가", "a1가"], "a1가")
def test_fts5_finds_exactly_the_texts_that_contain_every_word(texts, query):
    truth = [k for k, text in enumerate(texts) if contains_all(text, query)]
    assert found_by_sqlite(texts, fts5_query(query)) == truth


@given(MIXED, MIXED.filter(lambda text: collapsed(text) != ""))
def test_vector_and_query_of_postgresql_agree_with_the_words(text, query):
    assert found_by_vector(text, query) == contains_all(text, query)


@given(st.text())
@example('" OR 1=1 --')
@example("a AND NOT b NEAR(c) ^d col:x {y} -z *")
@example("'성남' & !산업 | (a <-> b):*")
def test_queries_hold_nothing_but_quoted_letters(typed):
    plain_fts = re.sub(r'"[^\W_]+(?: [^\W_]+)*"', "", fts5_query(typed))
    assert plain_fts.replace(" AND ", "").replace(" *", "") == ""
    plain_ts = re.sub(r"'[^\W_]+'", "", tsquery(typed))
    assert re.sub(r" & | <-> |:\*|[()]", "", plain_ts) == ""


@given(st.text())
@example('"성남')
@example("성남 OR")
def test_sqlite_accepts_whatever_somebody_types(typed):
    query = fts5_query(typed)
    if query:
        found_by_sqlite(["성남"], query)


def test_query_phrases_are_empty_for_punctuation():
    assert query_phrases(' "-" * () ') == []
    assert (fts5_query('"'), tsquery("'")) == ("", "")


def test_query_phrases_leave_out_repeated_words():
    assert query_phrases("성남 성남 업") == [
        Phrase(("성남",), open_end=False),
        Phrase(("업",), open_end=True),
    ]


def test_operators_are_searched_as_words():
    assert found_by_sqlite(["a or b", "a", "b"], fts5_query("a OR b")) == [0]


def test_tsquery_joins_neighbors_and_words():
    assert tsquery("R&D 성남시") == "('r' <-> 'd':*) & ('성남' <-> '남시')"


def test_tsvector_stops_counting_where_postgresql_does():
    assert positions_of("가 " * 16_390)["가"][-2:] == [16_383, 16_383]
