"""A million rows into the vault, beside plain pandas: rows per second and peak memory, in one run.

Usage: ``python benchmarks/import_million.py [ROWS]``. Each side runs in a fresh process. Plain
pandas reads the file and writes Parquet; it checks nothing, keeps no original and reports nothing.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

MAPPING = """
measure = "employment"
unit = "persons"
[columns]
region = "region"
industry = "industry"
period = "period"
value = "value"
"""

MEASURED = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
{imports}
folder = Path(sys.argv[1])
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
{work}
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({{"seconds": seconds, "idle": idle / 1024, "peak": peak / 1024}}))
"""

PLAIN = """
read = {"region": str, "industry": str}
pandas.read_csv(folder / "jobs.csv", dtype=read).to_parquet(folder / "plain.parquet", compression="zstd")
"""

OURS = """
mapping = {"mapping": str(folder / "jobs.toml")}
vault = Vault(folder / "vault")
vault.import_file(PROFILES["generic"], folder / "jobs.csv", as_of=date(2015, 12, 31), options=mapping)
"""

SIDES = {
    "pandas.read_csv + to_parquet": ("import pandas, pyarrow.parquet", PLAIN),
    "sandan import": (
        "from sandan.data.profiles.registry import PROFILES\nfrom sandan.data.vault.store import Vault",
        OURS,
    ),
}


def write_source(folder: Path, rows: int) -> None:
    """Write regions x 300 industries x 10 years, each once."""
    (folder / "jobs.toml").write_text(MAPPING, encoding="utf-8")
    with (folder / "jobs.csv").open("w", encoding="utf-8") as file:
        file.write("region,industry,period,value\n")
        for k in range(rows):
            cell = k % 3000
            file.write(f"{10000 + k // 3000},{100 + cell // 10},{2006 + cell % 10},{k * 7919 % 100003}\n")


def measured(imports: str, work: str, folder: Path) -> dict[str, float]:
    """Run one side in a process of its own."""
    program = MEASURED.format(imports=imports, work=work)
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def main() -> None:
    """Print a table with one line per side and one of ratios."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_source(folder, rows)
        size = (folder / "jobs.csv").stat().st_size / 2**20
        print(f"{rows:,} rows, {size:.0f} MiB of CSV")
        results = {side: measured(*programs, folder) for side, programs in SIDES.items()}
    print(f"{'':30}{'s':>8}{'rows/s':>12}{'peak MiB':>10}{'above idle':>12}")
    for side, r in results.items():
        rate, above = rows / r["seconds"], r["peak"] - r["idle"]
        print(f"{side:30}{r['seconds']:8.2f}{rate:12,.0f}{r['peak']:10.0f}{above:12.0f}")
    plain, ours = results.values()
    time, memory = ours["seconds"] / plain["seconds"], ours["peak"] / plain["peak"]
    print(f"ratio: {time:.1f} x the time, {memory:.2f} x the memory")


if __name__ == "__main__":
    main()
