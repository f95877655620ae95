"""Every source that Sandan can read, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from sandan.data.profiles.base import Profile
from sandan.data.profiles.boundaries import BOUNDARIES
from sandan.data.profiles.claims import CLAIMS, EVIDENCE
from sandan.data.profiles.classifications import CLASSIFICATION, CONCORDANCE
from sandan.data.profiles.definitions import STRATEGIC_DEFINITION
from sandan.data.profiles.factories import FACTORIES
from sandan.data.profiles.generic import GENERIC
from sandan.data.profiles.german_states import GERMAN_STATES
from sandan.data.profiles.kr_sigungu import KR_SIGUNGU
from sandan.data.profiles.ons_gva import ONS_GVA_ITL, ONS_POPULATION_ITL
from sandan.data.profiles.pensions import PENSIONS
from sandan.data.profiles.places import KR_ADMIN_CODES, REGIONS
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
from sandan.data.profiles.seongnam_dong import SEONGNAM_BIZ_DONG, SEONGNAM_WORKERS_DONG
from sandan.data.profiles.stores import STORES
from sandan.data.profiles.us_county import US_COUNTY_NAICS
from sandan.data.profiles.ventures import VENTURES
from sandan.errors import SourceError

__all__ = ["PROFILES", "profile_of"]

_ALL: tuple[Profile, ...] = (
    BOUNDARIES,
    CLAIMS,
    CLASSIFICATION,
    CONCORDANCE,
    EVIDENCE,
    FACTORIES,
    GENERIC,
    GERMAN_STATES,
    KR_ADMIN_CODES,
    KR_SIGUNGU,
    ONS_GVA_ITL,
    ONS_POPULATION_ITL,
    PENSIONS,
    REGIONS,
    SANDAN_APPLICATIONS,
    SANDAN_INDICATORS,
    SANDAN_INDUSTRY_OCCUPATIONS,
    SANDAN_INDUSTRY_TABLE,
    SANDAN_INPUT_OUTPUT,
    SANDAN_JOBS,
    SANDAN_OCCUPATIONS,
    SANDAN_REGISTER,
    SANDAN_TIES,
    SEONGNAM_BIZ_DONG,
    SEONGNAM_WORKERS_DONG,
    STORES,
    STRATEGIC_DEFINITION,
    US_COUNTY_NAICS,
    VENTURES,
)

PROFILES: Mapping[str, Profile] = MappingProxyType({profile.name: profile for profile in _ALL})


def profile_of(name: str) -> Profile:
    """Find a source profile.

    Parameters
    ----------
    name : str
        One of the keys of ``PROFILES``.

    Returns
    -------
    Profile
        How the source is read.

    Raises
    ------
    SourceError
        If there is no such profile.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``docs/reference/profiles.md`` describes every profile.

    Examples
    --------
    >>> profile_of("tea-leaves")
    Traceback (most recent call last):
    ...
    sandan.errors.SourceError: There is no profile 'tea-leaves'; `sandan profiles` lists those there are.
    """
    if name not in PROFILES:
        raise SourceError(f"There is no profile {name!r}; `sandan profiles` lists those there are.")
    return PROFILES[name]
