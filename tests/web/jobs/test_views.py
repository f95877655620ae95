import re

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from sandan.web.jobs.models import Job
from sandan.web.jobs.tickets import ticket_for
from web.jobs.factories import JobFactory

pytestmark = pytest.mark.django_db


def page(client, job):
    return client.get(reverse("jobs:detail", kwargs={"job": job.pk}))


def post(client, name, job):
    return client.post(reverse(f"jobs:{name}", kwargs={"job": job.pk}))


def follow(client, job, *, person=None, at="/imports/7/", said=""):
    ticket = ticket_for(person or client.person, job)
    return client.get(
        reverse("jobs:progress", kwargs={"job": job.pk, "ticket": ticket}),
        {"said": said},
        headers={"hx-request": "true", "hx-current-url": f"http://testserver{at}"},
    )


def links(response):
    return re.findall(r'href="(/jobs/[0-9a-f-]{36}/)"', response.content.decode())


def buttons(response):
    return re.findall(r"<button[^>]*>([^<]+)</button>", response.content.decode().partition("<main")[2])


# Session, person, roles, count of jobs, jobs with their people.
@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_as_often_for_many_jobs_as_for_one(
    client_as, django_assert_num_queries, number
):
    client = client_as("administrator")
    for _ in range(number):
        JobFactory(by=client.person)
    with django_assert_num_queries(5):
        client.get(reverse("jobs:list"))


def test_list_shows_people_their_own_jobs(client_as, person_with):
    client = client_as("planner")
    mine = JobFactory(by=client.person)
    JobFactory(by=person_with("planner"))
    assert links(client.get(reverse("jobs:list"))) == [mine.get_absolute_url()]


def test_list_shows_an_administrator_everything_and_who_asked(client_as, person_with):
    JobFactory(by=person_with("planner", name="이바다"))
    JobFactory(by=None)
    response = client_as("administrator").get(reverse("jobs:list"))
    assert re.findall(r'data-label="Asked for by">([^<]+)<', response.content.decode()) == [
        "Sandan",
        "이바다",
    ]


def test_list_keeps_to_the_state_that_was_chosen(client_as):
    client = client_as("planner")
    failed = JobFactory(by=client.person, refused=True)
    JobFactory(by=client.person)
    response = client.get(reverse("jobs:list"), {"state": "failed"})
    assert links(response) == [failed.get_absolute_url()]


def test_list_that_is_empty_says_what_will_be_there(client_as):
    response = client_as("planner").get(reverse("jobs:list"))
    assert "No jobs yet" in response.content.decode()


def test_list_without_a_match_offers_all(client_as):
    client = client_as("planner")
    JobFactory(by=client.person)
    response = client.get(reverse("jobs:list"), {"state": "failed"})
    assert "No job is like that" in response.content.decode()


def test_page_of_somebody_elses_job_is_not_found(client_as, person_with):
    job = JobFactory(by=person_with("planner"))
    assert page(client_as("planner"), job).status_code == 404


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        ("running", ["Cancel the job"]),
        ("finished_well", []),
        ("refused", ["Try again"]),
        ("dropped", ["Try again"]),
    ],
)
def test_page_offers_what_can_be_done_in_a_state(client_as, state, wanted):
    client = client_as("planner")
    assert buttons(page(client, JobFactory(by=client.person, **{state: True}))) == wanted


def test_page_of_a_failed_job_says_why(client_as):
    client = client_as("planner")
    text = page(client, JobFactory(by=client.person, refused=True)).content.decode()
    assert re.findall(r'role="alert">([^<]+)<', text) == ["Row 17 has a negative number of workers."]
    assert re.findall(r"<code>([^<]+)</code>", text) == ["table", "to"]


def test_page_speaks_korean(client_as):
    client = client_as("planner", language="ko")
    text = page(client, JobFactory(by=client.person, finished_well=True)).content.decode()
    assert re.findall(r"<h1>([^<]+)</h1>", text) == ["세기: 어디까지 진행되었고 결과는 어떻습니까?"]
    assert re.findall(r"<dt>걸린 시간</dt><dd>([^<]+)</dd>", text) == ["1분 15초"]


def test_progress_of_a_running_job_asks_again_in_a_second(client_as):
    client = client_as("planner")
    text = follow(client, JobFactory(by=client.person, running=True, done=2, whole=8)).content.decode()
    assert re.findall(r'hx-trigger="([^"]+)"', text) == ["every 1s"]
    assert re.findall(r'max="100" value="(\d+)"', text) == ["25"]


@pytest.mark.parametrize(
    ("before", "spoken"), [("running", ["stores.csv: Running, 25 %"]), ("running-25", []), ("", [])]
)
def test_progress_is_spoken_at_quarters_only(client_as, before, spoken):
    client = client_as("planner")
    job = JobFactory(by=client.person, running=True, done=2, whole=8)
    text = follow(client, job, said=before).content.decode()
    assert re.findall(r'role="status"[^>]*>([^<]+)<', text) == spoken


def test_progress_of_a_done_job_moves_on_to_its_result(client_as):
    client = client_as("planner")
    job = JobFactory(by=client.person, finished_well=True, address="/companies/3/")
    assert follow(client, job).headers["HX-Redirect"] == "/companies/3/"


def test_progress_of_a_done_job_loads_the_page_of_its_result_again(client_as):
    client = client_as("planner")
    job = JobFactory(by=client.person, finished_well=True, address="/imports/7/")
    assert follow(client, job, at="/imports/7/").headers["HX-Refresh"] == "true"


def test_progress_of_a_done_job_without_a_place_loads_the_page_that_follows_it(client_as):
    client = client_as("planner")
    job = JobFactory(by=client.person, finished_well=True, address="")
    assert follow(client, job, at="/clusters/").headers["HX-Refresh"] == "true"


def test_progress_of_a_failed_job_shows_its_sentence_in_place(client_as):
    client = client_as("planner")
    job = JobFactory(by=client.person, refused=True)
    response = follow(client, job)
    assert (response.headers["HX-Retarget"], response.headers["HX-Reswap"]) == (f"#job-{job.pk}", "outerHTML")
    assert re.findall(r'role="alert">([^<]+)<', response.content.decode()) == [job.error]


def test_progress_of_a_failed_job_on_its_own_page_loads_the_page_again(client_as):
    client = client_as("planner")
    job = JobFactory(by=client.person, refused=True)
    assert follow(client, job, at=job.get_absolute_url()).headers["HX-Refresh"] == "true"


def test_progress_that_a_page_has_shown_can_be_followed_by_others(client_as, person_with):
    job = JobFactory(by=person_with("planner"), running=True)
    response = follow(client_as("coordinator"), job)
    assert (response.status_code, buttons(response)) == (200, [])


def test_progress_with_the_ticket_of_somebody_else_is_not_found(client_as, person_with):
    other = person_with("planner")
    assert follow(client_as("coordinator"), JobFactory(by=other), person=other).status_code == 404


def test_progress_without_scripts_leads_to_the_result(client_as):
    client = client_as("planner")
    job = JobFactory(by=client.person, address="/imports/7/")
    ticket = ticket_for(client.person, job)
    response = client.get(reverse("jobs:progress", kwargs={"job": job.pk, "ticket": ticket}))
    assert (response.status_code, response.url) == (302, "/imports/7/")


def test_cancel_by_whoever_asked_ends_the_job(client_as):
    client = client_as("planner")
    job = JobFactory(by=client.person)
    assert post(client, "cancel", job).url == job.get_absolute_url()
    assert Job.objects.get().state == "cancelled"


@pytest.mark.parametrize("name", ["cancel", "retry"])
def test_change_of_somebody_elses_job_is_not_found(client_as, person_with, name):
    job = JobFactory(by=person_with("planner"), refused=True)
    assert post(client_as("planner"), name, job).status_code == 404
    assert Job.objects.count() == 1


def test_retry_leads_to_the_new_job(client_as):
    client = client_as("planner")
    job = JobFactory(by=client.person, refused=True)
    response = post(client, "retry", job)
    assert response.url == Job.objects.exclude(pk=job.pk).get().get_absolute_url()
    assert DBTaskResult.objects.count() == 1
