from pathlib import Path

import sandan.observe
from sandan.cli.compiling import compile_kernels


def test_compile_kernels_finds_every_module_of_loops():
    folder = Path(sandan.observe.__file__).parent
    files = {path.relative_to(folder).with_suffix("") for path in folder.rglob("kernels.py")}
    assert compile_kernels() == sorted(".".join(["sandan.observe", *file.parts]) for file in files)


def test_numba_is_used_only_where_loops_are_compiled():
    folder = Path(sandan.observe.__file__).parents[1]
    named = {path for path in folder.rglob("*.py") if "numba" in path.read_text("utf-8")}
    assert {path.relative_to(folder).as_posix() for path in named} == {"compiled.py", "cli/compiling.py"}
