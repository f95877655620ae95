import shutil
import subprocess
import sys
from pathlib import Path

import sandan
from sandan.report.figures.code import code_fingerprint

SCRIPT = "from sandan.report.figures.code import code_fingerprint; print(code_fingerprint())"


def fingerprint_in(folder):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_code_fingerprint_follows_the_source_and_not_the_folder(tmp_path):
    copy = tmp_path / "sandan"
    shutil.copytree(Path(sandan.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert fingerprint_in(tmp_path) == code_fingerprint()
    with (copy / "errors.py").open("a") as file:
        file.write("# changed\n")
    assert fingerprint_in(tmp_path) != code_fingerprint()
