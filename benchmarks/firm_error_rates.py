"""How near estimates of the effect on firms come to the truth of generated countries, by control group.

    python benchmarks/firm_error_rates.py [--countries 20]

Countries of 24,000 sites with 30 % in the focal city; firms of five workers or more; the true effect is 0.08
log points in the year of the decision. Better firms apply more often and are chosen more often.
"""

import argparse

import numpy as np
import pandas as pd

from sandan.data.country.generate import Country, generate_country
from sandan.data.country.plan import CountryPlan
from sandan.evaluate.effects.firm_level import support_effect
from sandan.evaluate.panels.rounds import rounds_table

TRUTH, LEVEL = 0.08, 0.9
PLAN = CountryPlan(focal_share=0.3)
GROUPS = ("all_others", "refused", "not_yet")
WAYS = (("change", "naive"), ("change", "doubly_robust"), ("excess", "doubly_robust"))


def firms_of(country: Country) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return workers by site and year, and the applications."""
    states = zip(country.years, country.states, strict=True)
    jobs = [pd.DataFrame({"unit": s.number, "period": year, "jobs": s.workers}) for year, s in states]
    asked = country.applications
    years = asked["round"].str[:4].astype(int)
    applications = pd.DataFrame({"unit": asked["number"], "period": years, "selected": asked["selected"]})
    return pd.concat(jobs, ignore_index=True), applications


def estimates(seed: int) -> list[dict[str, object]]:
    """Estimate one country in every way."""
    jobs, applications = firms_of(generate_country(PLAN, seed=seed))
    rows = []
    for group in GROUPS:
        table = rounds_table(jobs, applications, outcome="jobs", controls=group, earlier=5)
        table = table.loc[table["size"] >= np.log(5)]
        for outcome, method in WAYS:
            held = ["size", "growth"] if outcome == "change" else ["size"]
            found = support_effect(table, outcome=outcome, covariates=held, method=method, level=LEVEL).effect
            kept = found.lower < TRUTH < found.upper
            rows.append(
                {"controls": group, "outcome": outcome, "method": method, "estimate": found.estimate}
                | {
                    "error": found.error,
                    "kept": kept,
                    "supported": found.treated,
                    "others": found.comparisons,
                }
            )
    return rows


def main() -> None:
    """Print means over countries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--countries", type=int, default=20)
    count = parser.parse_args().countries
    found = pd.DataFrame([row for seed in range(count) for row in estimates(seed)])
    table = found.groupby(["controls", "outcome", "method"], sort=False).agg(
        mean=("estimate", "mean"),
        spread=("estimate", "std"),
        error=("error", "mean"),
        kept=("kept", "mean"),
        supported=("supported", "mean"),
        others=("others", "mean"),
    )
    print(table.round(4).to_string())


if __name__ == "__main__":
    main()
