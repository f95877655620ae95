"""``sandan compile``: compile every loop before somebody waits for it."""

import importlib
import pkgutil

import typer

import sandan.observe
from sandan.cli.common import console

__all__ = ["app", "compile_kernels"]

app = typer.Typer(add_completion=False)


@app.callback(invoke_without_command=True)
def compile_all() -> None:
    """Compile every loop of the library; set-up does this, and it is needed once."""
    names = compile_kernels()
    console().print(f"{len(names)} modules are compiled: {', '.join(names)}.")


def compile_kernels() -> list[str]:
    """Compile every loop of the library, or find that it is compiled already.

    Parameters
    ----------
    None

    Returns
    -------
    list of str
        Names of the modules that hold loops, sorted.

    Raises
    ------
    numba.core.errors.NumbaError
        If a loop cannot be compiled.

    Notes
    -----
    Compiled loops stand in modules named ``kernels`` and nowhere else; importing one compiles it.

    References
    ----------
    ``docs/scale.md``.

    Examples
    --------
    >>> all(name.endswith(".kernels") for name in compile_kernels())
    True
    """
    found = pkgutil.walk_packages(sandan.observe.__path__, "sandan.observe.")
    names = sorted(module.name for module in found if module.name.rpartition(".")[2] == "kernels")
    for name in names:
        importlib.import_module(name)
    return names
