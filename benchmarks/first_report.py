"""How long from a fresh clone to the first report: the environment, and the demonstration."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Clone the repository, make the demonstration, print both times."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "sandan"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        seconds = {}
        for step, command in {
            "environment": ["make", "--silent", ".venv/.runtime"],
            "demonstration": ["make", "--silent", "demo"],
        }.items():
            began = time.perf_counter()
            done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
            seconds[step] = time.perf_counter() - began
            if done.returncode != 0:
                print(done.stdout, done.stderr)
                return done.returncode
        reports = sorted(path.name for path in (clone / "demo" / "reports").iterdir())
        shutil.rmtree(clone)
    for step, value in seconds.items():
        print(f"{step:14} {value:6.1f} s")
    print(f"{'together':14} {sum(seconds.values()):6.1f} s for {len(reports)} files: {', '.join(reports)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
