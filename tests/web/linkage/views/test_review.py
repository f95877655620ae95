import pytest
from django.urls import reverse
from django.utils import timezone

from sandan.web.linkage.models import Entry
from web.linkage.factories import EntryFactory, RunFactory, candidate, company

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def decide(client, entry, decision, *, seen=1, headers=None, **data):
    address = reverse("linkage:decide", kwargs={"entry": entry.pk})
    return client.post(address, {"seen": seen, "decision": decision, **data}, headers=headers or {})


def test_decision_without_scripts_leads_to_the_next_row(client_as):
    client, known = client_as("coordinator"), company()
    entry = EntryFactory(row=1, candidates=[candidate(known)])
    EntryFactory(run=entry.run, row=2, name="㈜노을")
    response = decide(client, entry, f"same-{known.pk}")
    address = reverse("linkage:review", kwargs={"run": entry.run.pk})
    assert (response.status_code, response.url) == (302, address)
    page = client.get(address)
    assert page.context["entry"].name == "㈜노을"
    assert [str(one) for one in page.context["messages"]] == [
        f"Row 1 (한빗전자) is ㈜한빛전자 ({known.number})."
    ]


def test_decision_with_scripts_brings_the_next_row_and_says_what_was_done(client_as):
    client = client_as("coordinator")
    entry = EntryFactory(row=1)
    following = EntryFactory(run=entry.run, row=2, name="㈜노을")
    response = decide(client, entry, "new", headers=HTMX)
    assert response.templates[0].name == "linkage/review_part.html"
    assert (response.context["entry"], response.context["said"]) == (
        following,
        "Row 1 (한빗전자): new company.",
    )
    assert response.headers["HX-Push-Url"] == reverse("linkage:review", kwargs={"run": entry.run.pk})
    following.refresh_from_db()
    assert following.held_by == client.person


def test_second_reviewer_gets_a_message_and_the_next_row(client_as):
    first, second = client_as("planner", name="이도담"), client_as("coordinator")
    entry = EntryFactory(row=1)
    following = EntryFactory(run=entry.run, row=2)
    EntryFactory(run=entry.run, row=3)
    decide(first, entry, "new", headers=HTMX)
    response = decide(second, entry, "unclear", headers=HTMX)
    assert response.context["said"] == (
        "이도담 has decided row 1 (한빗전자) before you: new company. Yours was not kept."
    )
    assert (response.context["is_bad"], response.context["entry"].row) == (True, 3)
    assert list(Entry.objects.values_list("decision", flat=True)) == ["new", "", ""]
    following.refresh_from_db()
    assert following.held_by == first.person


def test_wrong_number_of_another_company_keeps_what_was_typed(client_as):
    response = decide(client_as("planner"), EntryFactory(), "other", other="C-999")
    assert response.status_code == 422
    assert (response.context["form"]["other"].value(), response.context["form"].errors) == (
        "C-999",
        {"other": ["“C-999” is no company of the register. Write its number, such as C-000123."]},
    )


def test_skipped_row_is_offered_last(client_as):
    client, entry = client_as("planner"), EntryFactory(row=1)
    EntryFactory(run=entry.run, row=2)
    response = decide(client, entry, "skip", headers=HTMX)
    assert (response.context["entry"].row, response.context["said"]) == (
        2,
        "Skipped: row 1 (한빗전자) comes again at the end.",
    )


def test_undo_puts_the_row_before_the_person_again(client_as):
    client, entry = client_as("planner"), EntryFactory(row=1)
    EntryFactory(run=entry.run, row=2)
    decide(client, entry, "new")
    response = client.post(reverse("linkage:reopen", kwargs={"entry": entry.pk}), headers=HTMX)
    assert (response.context["entry"], response.context["said"]) == (
        entry,
        "Undone: row 1 (한빗전자) is open again.",
    )


def test_undo_without_scripts_leads_to_the_row(client_as):
    client, entry = client_as("planner"), EntryFactory()
    decide(client, entry, "new")
    response = client.post(reverse("linkage:reopen", kwargs={"entry": entry.pk}))
    assert (response.status_code, response.url) == (302, entry.get_absolute_url())


def test_undo_of_what_is_in_the_register_is_explained(client_as):
    entry = EntryFactory(row=1, decision="same", company=company(), applied_at=timezone.now())
    response = client_as("coordinator").post(
        reverse("linkage:reopen", kwargs={"entry": entry.pk}), headers=HTMX
    )
    assert (response.context["said"], response.context["is_bad"]) == (
        "Row 1 (한빗전자) is in the register already. A planner takes it back first.",
        True,
    )


def test_reader_sees_the_comparison_without_buttons(client_as):
    entry = EntryFactory(candidates=[candidate(company())])
    page = client_as("director").get(entry.get_absolute_url()).content.decode()
    assert (page.count("same-"), page.count('name="decision"')) == (0, 0)


def test_every_key_of_the_review_stands_in_the_page(client_as):
    client, known = client_as("planner"), [company(f"한빛전자 {number}") for number in range(5)]
    entry = EntryFactory(candidates=[candidate(one) for one in known])
    EntryFactory(run=entry.run, decision="new", decided_by=client.person, decided_at=timezone.now())
    page = client.get(reverse("linkage:review", kwargs={"run": entry.run.pk})).content.decode()
    assert [page.count(f'data-shortcut="{key}"') for key in "12345nusz"] == [1] * 9


def test_finished_review_says_so(client_as):
    run = RunFactory()
    EntryFactory(run=run, decision="new")
    page = client_as("planner").get(reverse("linkage:review", kwargs={"run": run.pk}))
    assert page.context["entry"] is None
    assert page.content.decode().count("All rows that need a person are decided.") == 1


def test_review_asks_the_same_number_of_questions_for_any_list(client_as, django_assert_num_queries):
    client, run = client_as("planner"), RunFactory()
    companies = [company(f"한빛전자 {number}") for number in range(3)]
    address = reverse("linkage:review", kwargs={"run": run.pk})
    entry = EntryFactory(run=run, candidates=[candidate(companies[0])])
    client.get(address)
    for _ in range(2):
        # session, person, roles; run; row; companies (5); progress; own last decisions
        with django_assert_num_queries(12):
            client.get(address)
        entry.candidates = [candidate(one) for one in companies]
        entry.save()
        EntryFactory(run=run, decision="new", decided_by=client.person, decided_at=timezone.now())
        EntryFactory(run=run)
