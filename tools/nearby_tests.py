"""The tests beside what has changed since the last commit, or in it if nothing has: tests mirror the tree."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

ROOT = Path(__file__).parents[1]
SOURCE, TESTS = PurePath("src/sandan"), PurePath("tests")
ALWAYS = (TESTS / "architecture",)


def changed(root: Path) -> list[PurePath]:
    """List what differs from the last commit; what the last commit changed if nothing does."""
    now = _git(root, "diff", "--name-only", "HEAD") + _git(root, "ls-files", "--others", "--exclude-standard")
    return [PurePath(name) for name in now or _git(root, "diff", "--name-only", "HEAD~1", "HEAD")]


def nearby(files: Iterable[PurePath], root: Path) -> list[PurePath]:
    """Find for each file its test, or else the folder of tests that is nearest to it."""
    return sorted({*ALWAYS, *(found for file in files if (found := _nearest(file, root)) is not None)})


def _git(root: Path, *words: str) -> list[str]:
    said = subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True).stdout
    return said.splitlines()


def _nearest(file: PurePath, root: Path) -> PurePath | None:
    if file.is_relative_to(TESTS):
        is_test = file.name.startswith("test_") and file.suffix == ".py" and (root / file).exists()
        return file if is_test else _folder(file.parent, root)
    if file.is_relative_to(SOURCE):
        beside = TESTS / file.relative_to(SOURCE)
        own = beside.with_name(f"test_{file.stem}.py")
        return own if file.suffix == ".py" and (root / own).exists() else _folder(beside.parent, root)
    own = TESTS / file.with_name(f"test_{file.stem}.py")
    return own if file.suffix == ".py" and (root / own).exists() else None


def _folder(folder: PurePath, root: Path) -> PurePath | None:
    """Climb to a folder that has tests itself; all tests together are near to nothing."""
    while folder != TESTS and not any((root / folder).glob("test_*.py")):
        folder = folder.parent
    return None if folder == TESTS else folder


def main() -> int:
    """Print the tests, one on a line."""
    print("\n".join(map(str, nearby(changed(ROOT), ROOT))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
