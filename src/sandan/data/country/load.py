"""Taking the files of a generated country into a vault, as an office would take in its own."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sandan.data.profiles.base import Profile
from sandan.data.profiles.boundaries import BOUNDARIES
from sandan.data.profiles.classifications import CONCORDANCE
from sandan.data.profiles.definitions import STRATEGIC_DEFINITION
from sandan.data.profiles.places import REGIONS
from sandan.data.profiles.register import (
    SANDAN_APPLICATIONS,
    SANDAN_INDICATORS,
    SANDAN_INDUSTRY_OCCUPATIONS,
    SANDAN_INDUSTRY_TABLE,
    SANDAN_INPUT_OUTPUT,
    SANDAN_JOBS,
    SANDAN_OCCUPATIONS,
    SANDAN_REGISTER,
    SANDAN_TIES,
)
from sandan.data.profiles.ventures import VENTURES
from sandan.data.vault.sidecar import Snapshot
from sandan.data.vault.store import Vault
from sandan.errors import SourceError

__all__ = ["PROFILE_OF_FILE", "REFERENCE_DAY", "import_country"]

PROFILE_OF_FILE: dict[str, Profile] = {
    "regions.csv": REGIONS,
    "boundaries.geojson": BOUNDARIES,
    "strategic.toml": STRATEGIC_DEFINITION,
    "establishments.parquet": SANDAN_REGISTER,
    "industry_table.csv": SANDAN_INDUSTRY_TABLE,
    "industry_totals.csv": SANDAN_INDUSTRY_TABLE,
    "indicator_values.csv": SANDAN_INDICATORS,
    "applications.csv": SANDAN_APPLICATIONS,
    "ventures.csv": VENTURES,
    "input_output.csv": SANDAN_INPUT_OUTPUT,
    "occupations.csv": SANDAN_OCCUPATIONS,
    "industry_occupations.csv": SANDAN_INDUSTRY_OCCUPATIONS,
    "occupation_concordance.csv": CONCORDANCE,
    "ties.csv": SANDAN_TIES,
    "jobs.csv": SANDAN_JOBS,
}
"""How each file is read, in the order in which they are imported: places and words first."""

REFERENCE_DAY = date(2015, 12, 31)
"""The last day that the numbers of the ready-made plans speak of."""


def import_country(
    folder: Path,
    vault: Vault,
    *,
    as_of: date = REFERENCE_DAY,
    on_progress: Callable[[str], None] | None = None,
) -> dict[str, Snapshot]:
    """Import all files of a generated country; the truth beside them stays where it is.

    Parameters
    ----------
    folder : Path
        What ``sandan generate`` wrote.
    vault : Vault
        Where the snapshots go.
    as_of : date
        The last reference day of the country.
    on_progress : callable, optional
        Called with the name of each file before it is imported.

    Returns
    -------
    dict of str to Snapshot
        One snapshot per file, by its name.

    Raises
    ------
    SourceError
        If a file is not there or cannot be read.
    VaultError
        If the vault cannot be written.

    Notes
    -----
    One import per entry of ``PROFILE_OF_FILE``, in its order. Doing it again changes nothing.

    References
    ----------
    ``docs/methods/generated-country.md``.

    Examples
    --------
    >>> import_country(Path("none"), Vault(Path("vault")))
    Traceback (most recent call last):
    ...
    sandan.errors.SourceError: none holds no files/regions.csv; make a country with `sandan generate none`.
    """
    files = {name: folder / "files" / name for name in PROFILE_OF_FILE}
    for name, path in files.items():
        if not path.is_file():
            raise SourceError(
                f"{folder} holds no files/{name}; make a country with `sandan generate {folder}`."
            )
    found = {}
    for name, profile in PROFILE_OF_FILE.items():
        if on_progress is not None:
            on_progress(name)
        found[name] = vault.import_file(profile, files[name], as_of=as_of)
    return found
