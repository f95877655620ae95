"""Taking a shipped case of claims into the vault of an office."""

import tomllib
from importlib.resources import as_file, files

from sandan.data.profiles.claims import CLAIMS, EVIDENCE
from sandan.data.vault.sidecar import Snapshot
from sandan.data.vault.store import Vault
from sandan.errors import DefinitionError
from sandan.evaluate.cases.loading import case_names

__all__ = ["adopt_case"]


def adopt_case(vault: Vault, name: str) -> tuple[Snapshot, Snapshot]:
    """Import the claims and the evidence of a shipped case.

    Parameters
    ----------
    vault : Vault
        Where the snapshots go.
    name : str
        One of ``case_names()``.

    Returns
    -------
    tuple of (Snapshot, Snapshot)
        Claims and evidence; a report finds them, with the case's checks and words.

    Raises
    ------
    DefinitionError
        If there is no such case.
    VaultError
        If the vault cannot be written.

    Notes
    -----
    The files go through the same profiles as an office's own, as of the day on which the claims were
    published. Doing it again changes nothing.

    References
    ----------
    ``docs/how-to/add-a-claim.md``.

    Examples
    --------
    >>> from pathlib import Path
    >>> adopt_case(Vault(Path("vault")), "atlantis")
    Traceback (most recent call last):
    ...
    sandan.errors.DefinitionError: There is no case 'atlantis'; shipped are seongnam_2013.
    """
    if name not in case_names():
        raise DefinitionError(f"There is no case {name!r}; shipped are {', '.join(case_names())}.")
    with as_file(files("sandan.evaluate.cases").joinpath(name)) as folder:
        published_on = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))["published_on"]
        claims = vault.import_file(CLAIMS, folder / "claims.csv", as_of=published_on)
        evidence = vault.import_file(EVIDENCE, folder / "evidence.csv", as_of=published_on)
    return claims, evidence
