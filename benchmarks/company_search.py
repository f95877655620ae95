"""Search of the company register beside LIKE, on the same database of 200,000 companies.

    python benchmarks/company_search.py [COMPANIES] [--asked 40] [--on sqlite]

Both sides look into the same texts: everything that a company is found by (`texts_of`), kept once more in a
plain table for LIKE. They return the keys of all companies that were found. The truth is what LIKE says:
a company is found if the words are contained in its texts, each word somewhere. Queries are drawn from the
texts themselves: words of two syllables that names begin with, two syllables from inside a compound, a whole
business number, the last six digits of one, and two words of which one is in the name and one in the
address. Recall and precision are means over the queries of a kind; the ratio is that of the medians.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import office_load
import office_process
from postgresql_server import new_database

PLAIN = """
from django.db import connection
from sandan.web.companies.models import Company
from sandan.web.companies.queries.search import texts_of

def pieces(size=5_000):
    keys = list(Company.objects.values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        yield texts_of(keys[start : start + size])

with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE plain_texts (company_id integer PRIMARY KEY, texts text NOT NULL)")
    for piece in pieces():
        rows = [(pk, " | ".join(one.text for one in texts)) for pk, texts in piece.items()]
        cursor.executemany("INSERT INTO plain_texts VALUES (%s, %s)", rows)
    cursor.execute("ANALYZE")
"""

ASK = """
import json, random, sys, time
from django.db import connection
from sandan.web.companies.models import Company
from sandan.web.companies.queries.search import matching

rng, asked = random.Random(7), int(sys.argv[1])
keys = list(Company.objects.values_list("pk", flat=True))
drawn = Company.objects.in_bulk(rng.sample(keys, min(len(keys), 3 * asked)))
firms = [(one.name_key, one.business_number, one.addresses.first()) for one in drawn.values()]

def inside(name):
    start = rng.randrange(1, len(name) - 2)
    return name[start : start + 2]

KINDS = {
    "two syllables": lambda name, number, address: name[:2],
    "inside a compound": lambda name, number, address: inside(name),
    "a whole number": lambda name, number, address: number,
    "end of a number": lambda name, number, address: number[-6:],
    "two words": lambda name, number, address: f"{name[:4]} {address.text.split()[-2]}",
}

def ours(query):
    return set(Company.objects.filter(pk__in=matching(query, persons=True)).values_list("pk", flat=True))

def like(query):
    words = query.split()
    sql = "SELECT company_id FROM plain_texts WHERE " + " AND ".join(["texts LIKE %s"] * len(words))
    with connection.cursor() as cursor:
        cursor.execute(sql, [f"%{word}%" for word in words])
        return {pk for (pk,) in cursor.fetchall()}

def timed(side, query):
    began = time.perf_counter()
    found = side(query)
    return found, 1000 * (time.perf_counter() - began)

good = [firm for firm in firms if len(firm[0]) >= 5 and firm[1] and firm[2] is not None]
for side in (ours, like):
    side("전자")
rows = []
for kind, query_of in KINDS.items():
    for firm in good[:asked]:
        query = query_of(*firm)
        (found, ms), (truth, like_ms) = timed(ours, query), timed(like, query)
        both = len(found & truth)
        rows.append(
            {
                "kind": kind,
                "hits": len(truth),
                "recall": both / len(truth),
                "precision": both / max(len(found), 1),
                "ms": ms,
                "like": like_ms,
            }
        )
print(json.dumps(rows))
"""


def table(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Summarize the queries of each kind."""
    grouped = pd.DataFrame(rows).groupby("kind", sort=False)
    found = pd.DataFrame(
        {
            "hits": grouped["hits"].median(),
            "recall": grouped["recall"].mean(),
            "precision": grouped["precision"].mean(),
            "median ms": grouped["ms"].median(),
            "p95 ms": grouped["ms"].quantile(0.95),
            "LIKE median": grouped["like"].median(),
            "LIKE p95": grouped["like"].quantile(0.95),
        }
    )
    found["LIKE / ours"] = found["LIKE median"] / found["median ms"]
    return found


def main() -> None:
    """Fill an office of each database and print one table for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("companies", type=int, nargs="?", default=200_000)
    parser.add_argument("--asked", type=int, default=40, help="queries of each kind")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="one database only")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        for kind in [arguments.on] if arguments.on else ["sqlite", "postgresql"]:
            database = "" if kind == "sqlite" else new_database()
            office = office_process.make_office(
                Path(name) / kind, database=database, settings="sandan.web.settings"
            )
            seconds = office_load.fill(office, arguments.companies)
            print(f"{kind}: {arguments.companies:,} companies, taken in in {seconds:.0f} s", flush=True)
            office.python(PLAIN)
            print(table(office.python(ASK, str(arguments.asked))).round(3).to_string(), "\n", flush=True)


if __name__ == "__main__":
    main()
