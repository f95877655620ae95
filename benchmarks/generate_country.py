"""How long it takes to generate and write a country, and how much memory: region scale unless told otherwise.

Run: ``python benchmarks/generate_country.py [demo|region|nation]``
"""

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from sandan.data.codes.ksic import ksic10
from sandan.data.country.generate import generate_country
from sandan.data.country.plan import DEFAULT_SEED, SCALES
from sandan.data.country.write import write_country

KIB_PER_GIB = 1024**2


def main(scale: str = "region") -> None:
    """Print the seconds of both steps, the peak of memory and the size of the files."""
    began = time.perf_counter()
    ksic10()
    loaded = time.perf_counter()
    country = generate_country(SCALES[scale], seed=DEFAULT_SEED)
    generated = time.perf_counter()
    folder = Path(tempfile.mkdtemp())
    write_country(country, folder / "country")
    written = time.perf_counter()
    rows = sum(len(state.number) for state in country.states)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_GIB
    shutil.rmtree(folder)
    seconds = written - loaded
    print(f"scale                       {scale}, {SCALES[scale].establishments:,} sites in the first year")
    print(f"rows of sites and years     {rows:,}")
    print(f"load the classification     {loaded - began:8.2f} s")
    print(f"generate                    {generated - loaded:8.2f} s")
    print(f"write                       {written - generated:8.2f} s")
    print(f"generate and write          {seconds:8.2f} s, {rows / seconds:,.0f} rows per second")
    print(f"peak memory                 {peak:8.2f} GiB")
    print(f"size of the files           {size / 1e6:8.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:2])
