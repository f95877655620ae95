from sandan.data.contracts import JOB_COUNTS
from sandan.data.country.jobs import MIXED_TOTAL, job_table
from sandan.data.tables import check_table
from sandan.evaluate.standing.job_kinds import job_counts, job_sums, repeated_clients


def test_jobs_keep_their_contract_and_have_the_faults_of_such_tables(small_country):
    table = job_table(small_country)
    check_table(table.astype({"anyway": float, "persons": float, "person_days": float}), JOB_COUNTS)
    (area,) = table["area"].unique()
    for year in table["period"].unique():
        found = job_sums(table, area=area, period=int(year))
        mixed = year == MIXED_TOTAL
        assert found["adds"].iloc[0] == ("adds_up_only_with_person_days" if mixed else "adds_up")
        counts = job_counts(table, area=area, period=int(year)).set_index("kind")
        assert counts.loc["direct", "person_days"] > counts.loc["direct", "persons"]
    assert sum(len(repeated_clients(table, area=area, period=int(year))) for year in table["period"].unique())


def test_same_country_has_the_same_jobs(small_country):
    assert job_table(small_country).equals(job_table(small_country))
