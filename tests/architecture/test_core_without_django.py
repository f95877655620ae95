"""Import contracts read the text of the code; this test runs it."""

import subprocess
import sys

SCRIPT = """
import sys, pkgutil, importlib
sys.modules["django"] = None
import sandan
for module in pkgutil.walk_packages(sandan.__path__, "sandan."):
    if not module.name.startswith("sandan.web"):
        importlib.import_module(module.name)
        print(module.name)
"""


def test_core_imports_where_django_is_absent():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "sandan.data.contracts" in done.stdout.split()
