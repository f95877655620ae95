"""A million firms from a file into the vault and into the register, beside django-import-export.

    python benchmarks/import_firms.py [FIRMS] [--sample 20000] [--on postgresql] [--without-peer]

Sandan does two things with such a list: the file becomes a snapshot of the vault, checked and kept as it
was; and its rows become companies of the register by `take_in`, each with a dated name and address, checked
numbers, an entry in the search index and a place in the trail. The peer, django-import-export, is told to
be fast (bulk, no diffs, no look at what is there): it reads the same file and writes one table of firms,
with one unique number, on SQLite with a write-ahead log, and nothing else. It loads whole files into memory,
so it is given a sample and its time is scaled to all. It is no dependency of Sandan: a virtual environment
is made for it, in a temporary folder or in --environment, where it is found the next time.
Each side runs in a process of its own.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import office_load
import office_process
from postgresql_server import new_database

COLUMNS = ("row", "회사명", "사업자등록번호", "공장대표주소", "생산품")

MEASURED = r"""
import json, re, sys, time
from pathlib import Path

def peak():
    # The kernel counts this anew for every program; what rusage tells begins with that of the parent.
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024

{imports}
idle = peak()
began = time.perf_counter()
{work}
seconds = time.perf_counter() - began
print(json.dumps({{"rows": written, "seconds": seconds, "idle": idle, "peak": peak()}}))
"""

VAULT = MEASURED.format(
    imports="""
from datetime import date
from sandan.data.profiles.registry import PROFILES
from sandan.data.vault.store import Vault
""",
    work="""
vault = Vault(Path(sys.argv[1]).parent / "vault")
snapshot = vault.import_file(PROFILES["factories"], Path(sys.argv[1]), as_of=date(2015, 12, 31))
written = len(vault.read(snapshot.id, columns=["row"]))
""",
)

REGISTER = MEASURED.format(
    imports="""
import csv
from sandan.web.companies.actions import take_in

def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        for row, name, number, address, product in list_of(csv.reader(file)):
            about = {"row": int(row), "name": name, "business_number": number, "main_product": product}
            yield {**about, "addresses": [{"text": address}]}

def list_of(reader):
    next(reader)
    return reader
""",
    work="""written = take_in(rows(sys.argv[1]), by=None, source="firms.csv").written""",
)

PEER = MEASURED.format(
    imports="""
import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["import_export"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sys.argv[1] + ".sqlite3",
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"},
        }
    },
)
django.setup()
import tablib
from django.db import connection, models
from import_export import resources

class Firm(models.Model):
    row = models.IntegerField()
    name = models.CharField(max_length=200)
    business_number = models.CharField(max_length=10, unique=True)
    address = models.CharField(max_length=300)
    main_product = models.CharField(max_length=200)

    class Meta:
        app_label = "import_export"

class Firms(resources.ModelResource):
    class Meta:
        model = Firm
        fields = ("row", "name", "business_number", "address", "main_product")
        import_id_fields = ("business_number",)
        use_bulk, batch_size, skip_diff, report_skipped = True, 2000, True, False
        force_init_instance = True

with connection.schema_editor() as editor:
    editor.create_model(Firm)
""",
    work="""
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    firms = tablib.Dataset().load(file, format="csv")
firms.headers = ["row", "name", "business_number", "address", "main_product"]
Firms().import_data(firms, raise_errors=True)
written = Firm.objects.count()
""",
)


def write_list(path: Path, firms: int) -> None:
    """Write firms as cities publish their lists of factories, with a number each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for one in office_load.invented_firms(firms):
            address = one["addresses"][0]["text"]
            writer.writerow((one["row"], one["name"], one["business_number"], address, one["main_product"]))


def run(python: Path | str, program: str, path: Path) -> dict[str, float]:
    """Run one side in a process of its own."""
    done = subprocess.run(
        [str(python), "-c", program, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def environment(folder: Path) -> Path:
    """Make a virtual environment with the peer, or find the one that an earlier run made."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "django-import-export"]
        subprocess.run([str(python), *words], check=True)
    return python


def sides(folder: Path, arguments: argparse.Namespace) -> Iterator[tuple[str, dict[str, float]]]:
    """Run everything, one side after the other."""
    whole, sample = folder / "firms.csv", folder / "sample.csv"
    write_list(whole, arguments.firms)
    write_list(sample, min(arguments.sample, arguments.firms))
    yield "sandan: file to vault", run(sys.executable, VAULT, whole)
    for kind in [arguments.on] if arguments.on else ["sqlite", "postgresql"]:
        database = "" if kind == "sqlite" else new_database()
        office = office_process.make_office(folder / kind, database=database, settings="sandan.web.settings")
        yield f"sandan: file to register, {kind}", office.python(REGISTER, str(whole))
    if not arguments.without_peer:
        python = environment(arguments.environment or folder / "peer")
        yield "django-import-export, one table", run(python, PEER, sample)


def main() -> None:
    """Print a line for each side as it ends, with its time for all firms beside the peer's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("firms", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--sample", type=int, default=20_000, help="firms that the peer is given")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="one database only")
    parser.add_argument("--environment", type=Path, help="folder of the peer's virtual environment")
    parser.add_argument("--without-peer", action="store_true", help="install and run nothing but Sandan")
    arguments = parser.parse_args()
    print(f"{'':36}{'firms':>10}{'s':>9}{'firms/s':>9}{'s for all':>11}{'peak MiB':>10}{'above idle':>12}")
    scaled = {}
    with tempfile.TemporaryDirectory() as name:
        for side, told in sides(Path(name), arguments):
            rate = told["rows"] / told["seconds"]
            scaled[side] = arguments.firms / rate
            size = f"{told['peak']:10.0f}{told['peak'] - told['idle']:12.0f}"
            print(
                f"{side:36}{told['rows']:10,}{told['seconds']:9.1f}{rate:9,.0f}{scaled[side]:11.1f}{size}",
                flush=True,
            )
    *ours, last = scaled
    for side in ours if not arguments.without_peer else ():
        print(f"ratio of times, {last} / {side}: {scaled[last] / scaled[side]:.2f}")


if __name__ == "__main__":
    main()
