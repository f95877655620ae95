"""The strategic list of the focal city, with the two enterprises that it names."""

from importlib.resources import files
from string import Template

import numpy as np

from sandan.data.country.generate import Country
from sandan.data.country.names import enterprise_ids
from sandan.data.country.places import FOCAL
from sandan.data.country.plan import NOTICE


def definition_text(country: Country) -> str:
    """Write the three versions of the list as TOML, by the layout of ``strategic_rules``.

    One named firm is counted in although its industry is not strategic, and one is counted out
    although its industry is: the largest of the focal city that stay from the first year to the last.
    """
    source = files("sandan.data.country").joinpath("tables", "strategic.toml").read_text(encoding="utf-8")
    names = {"included": _largest(country, strategic=False), "excluded": _largest(country, strategic=True)}
    return Template(source).substitute(names, notice=NOTICE)


def _largest(country: Country, *, strategic: bool) -> str:
    """Find the largest firm that stays in the focal city, inside semiconductors or outside technology."""
    first, last = country.states[0], country.states[-1]
    industries = country.world.industries
    group = industries.group[first.industry]
    chips = np.array([name == "261" for name in industries.groups])
    wanted = chips[group] if strategic else ~industries.technology[group]
    stays = np.isin(first.number, last.number)
    home = country.world.places.district_city[first.district] == FOCAL
    alone = country.register.enterprise[first.number] == first.number
    rows = np.flatnonzero(home & alone & stays & wanted)
    if not len(rows):
        rows = np.flatnonzero(home & alone)
    number = first.number[rows[np.argmax(first.workers[rows])]]
    return str(enterprise_ids(np.array([number]))[0].as_py())
