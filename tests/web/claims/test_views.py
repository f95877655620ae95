import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sandan.web.audit.models import Event
from sandan.web.claims import actions
from sandan.web.claims.models import Attachment, Check, Claim, Evidence, Opinion, State
from web.claims.factories import ClaimFactory, EvidenceFactory, OpinionFactory, SourceFactory

PDF = b"%PDF-1.7\n"
CLAIM = {
    "key": "",
    "subject": "일자리",
    "said": "2년간 일자리 1,200개",
    "kind": "flow",
    "value": "1,200",
    "value_before": "",
    "unit": "persons",
    "period": "2012/2013",
    "place": "하늘시",
    "source": "",
    "new_outlet": "하늘신문",
}
ROW = {
    "figure": "",
    "measures": "조사의 취업자",
    "value": "700",
    "unit": "persons",
    "period": "2012/2013",
    "stance": "same",
    "source": "",
    "new_outlet": "통계청",
}
CHECK = {
    "title_en": "Share",
    "formula": "100 * e1 / value",
    "expected": "constant",
    "constant": "70",
    "constant_unit": "percent",
    "relation": "equal",
    "within": "",
    "about": "record",
    "shown": "",
}


def page(client, name, **kwargs):
    response = client.get(reverse(f"claims:{name}", kwargs=kwargs))
    assert response.status_code == 200
    return response


def send(client, name, data, **kwargs):
    return client.post(reverse(f"claims:{name}", kwargs=kwargs), data)


def said(response):
    return [str(one) for one in response.context["messages"]]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_of_the_shipped_case_opens_in_both_languages(adopted, client_as, language):
    client = client_as("planner", language=language)
    page(client, "ledger")
    for claim in Claim.objects.all():
        page(client, "claim", claim=claim.pk)
    claim = Claim.objects.get(key="C01")
    for name in ("edit", "add_evidence", "add_check", "propose"):
        page(client, name, claim=claim.pk)
    page(client, "edit_evidence", evidence=Evidence.objects.first().pk)
    for name in ("add", "adopt", "filing"):
        page(client, name)


def test_claim_goes_from_entry_to_an_approved_verdict(client_as, workspace):
    planner, evaluator = client_as("planner"), client_as("evaluator", name="평가")
    response = send(planner, "add", CLAIM)
    claim = Claim.objects.get()
    assert response.url == claim.get_absolute_url()
    assert (claim.value, claim.source.outlet) == (1200.0, "하늘신문")
    send(planner, "add_evidence", ROW, claim=claim.pk)
    trial = send(planner, "add_check", CHECK | {"try": "1"}, claim=claim.pk)
    assert trial.context["trial"]["written"] == "100 × 700 ÷ 1,200"
    send(planner, "add_check", CHECK | {"keep": "1", "shown": trial.context["seal"]}, claim=claim.pk)
    assert Check.objects.get().terms["e1"] == {"row": Evidence.objects.get().pk}
    words = {"verdict": "cannot_be_checked", "reason": "두 조사의 기간이 다르다.", "role": "planner"}
    send(planner, "propose", words | {"propose": "1"}, claim=claim.pk)
    opinion = Opinion.objects.get()
    assert opinion.state == State.PROPOSED
    send(evaluator, "decide", {"approve": "1", "note": "확인함"}, opinion=opinion.pk)
    send(evaluator, "show_public", {"on": "1"}, opinion=opinion.pk)
    shown = page(evaluator, "claim", claim=claim.pk)
    judged = shown.context["page"].judged
    assert (judged["verdict"], judged["rule_verdict"]) == ("cannot_be_checked", "conflicts")
    assert [event.action for event in Event.objects.order_by("number")] == [
        "claim.entered",
        "evidence.attached",
        "check.added",
        "verdict.drafted",
        "verdict.proposed",
        "verdict.approved",
        "verdict.published",
    ]


def test_one_s_own_proposal_is_no_one_s_to_decide(client_as):
    evaluator, other = client_as("evaluator"), client_as("evaluator")
    opinion = OpinionFactory(state=State.PROPOSED, proposed_by=evaluator.person, role="evaluator")
    for name, data in (("decide", {"approve": "1"}), ("show_public", {"on": "1"})):
        assert send(evaluator, name, data, opinion=opinion.pk).status_code == 403
    assert page(evaluator, "claim", claim=opinion.claim.pk).context["decides"] is False
    assert page(other, "claim", claim=opinion.claim.pk).context["decides"] is True
    assert send(other, "decide", {"approve": "1"}, opinion=opinion.pk).status_code == 302
    assert Opinion.objects.get().decided_by == other.person


def test_one_s_own_proposal_can_be_changed_and_withdrawn(client_as):
    planner, other = client_as("planner"), client_as("planner")
    opinion = OpinionFactory(state=State.SENT_BACK, proposed_by=planner.person)
    assert other.get(reverse("claims:revise", kwargs={"opinion": opinion.pk})).status_code == 403
    page(planner, "revise", opinion=opinion.pk)
    words = {"verdict": "not_comparable", "reason": "정의가 다르다.", "role": "planner"}
    send(planner, "revise", words | {"draft": "1"}, opinion=opinion.pk)
    assert send(other, "retract", {}, opinion=opinion.pk).status_code == 403
    send(planner, "retract", {}, opinion=opinion.pk)
    found = Opinion.objects.get()
    assert (found.verdict, found.state) == ("not_comparable", State.WITHDRAWN)


def test_sending_back_without_a_reason_says_so_and_changes_nothing(client_as):
    opinion = OpinionFactory(state=State.PROPOSED, proposed_by=client_as("planner").person)
    client = client_as("director")
    response = client.post(
        reverse("claims:decide", kwargs={"opinion": opinion.pk}), {"send_back": "1"}, follow=True
    )
    assert said(response) == ["A proposal is sent back with a reason. Say what is missing or wrong."]
    assert Opinion.objects.get().state == State.PROPOSED


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        (
            {"value": "many"},
            "value",
            "This is no number. Write digits, with a point before decimals, such as 124,000 or 17.8.",
        ),
        ({"new_outlet": ""}, "source", "Choose a source, or name the outlet of a new one below."),
        ({"key": "K7"}, "key", "The ledger has the claim K7 already. Choose another key, or leave it empty."),
        (
            {"value": "", "value_before": "3"},
            "value",
            "There is an earlier number but no number. Write both.",
        ),
    ],
)
def test_refused_claim_keeps_what_was_typed(client_as, change, field, sentence):
    ClaimFactory(key="K7")
    response = send(client_as("planner"), "add", CLAIM | change)
    form = response.context["form"]
    assert form.errors[field] == [sentence]
    assert form["said"].value() == CLAIM["said"]
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        (
            {"formula": "e1 ** 2"},
            "formula",
            "“e1 ** 2” is not plain arithmetic. Use names of rows, numbers, + - * / and brackets.",
        ),
        (
            {"formula": "__import__('os')"},
            "formula",
            "“__import__('os')” is not plain arithmetic. Use names of rows, numbers, + - * / and brackets.",
        ),
        ({"formula": "e1 + e9"}, "formula", "No row with a number is called “e9”. There are value, e1."),
        ({"constant": ""}, "constant", "Write the number that the formula must give."),
        ({"title_en": ""}, "title_ko", "Give the check a title, in one language at least."),
    ],
)
def test_refused_check_says_what_is_wrong(client_as, change, field, sentence):
    claim = EvidenceFactory().claim
    response = send(client_as("planner"), "add_check", CHECK | change | {"try": "1"}, claim=claim.pk)
    assert response.context["form"].errors[field] == [sentence]
    assert Check.objects.count() == 0


def test_check_that_was_changed_after_it_was_shown_is_shown_again(client_as):
    claim, client = EvidenceFactory(value=700.0).claim, client_as("planner")
    seal = send(client, "add_check", CHECK | {"try": "1"}, claim=claim.pk).context["seal"]
    changed = CHECK | {"formula": "e1 / value", "keep": "1", "shown": seal}
    response = send(client, "add_check", changed, claim=claim.pk)
    assert response.context["trial"]["written"] == "700 ÷ 1,000"
    assert Check.objects.count() == 0


def test_division_by_zero_is_shown_and_not_an_error(client_as):
    claim = EvidenceFactory(value=0.0).claim
    data = CHECK | {"formula": "value / e1", "try": "1"}
    trial = send(client_as("planner"), "add_check", data, claim=claim.pk).context["trial"]
    assert (trial["outcome"], trial["reason"]) == ("impossible", "number-missing")


def test_file_is_handed_out_to_be_saved_and_only_to_readers(client_as, private_files):
    planner, claim = client_as("planner"), ClaimFactory()
    send(planner, "add_file", {"file": SimpleUploadedFile("보도 자료.pdf", PDF)}, claim=claim.pk)
    address = reverse("claims:file", kwargs={"file": Attachment.objects.get().pk})
    response = planner.get(address)
    assert b"".join(response.streaming_content) == PDF
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''%EB%B3%B4%EB%8F%84%20%EC%9E%90%EB%A3%8C.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    assert {name: response.headers[name] for name in wanted} == wanted
    assert client_as("firm").get(address).status_code == 403


def test_refused_file_says_why_on_the_page_of_the_claim(client_as, private_files):
    claim = ClaimFactory()
    response = client_as("planner").post(
        reverse("claims:add_file", kwargs={"claim": claim.pk}),
        {"file": SimpleUploadedFile("a.pdf", b"<html>")},
        follow=True,
    )
    assert said(response) == [
        (
            "The content of “a.pdf” is not what its name says. Open it, save it as what its name says, "
            "and hand it in again."
        )
    ]
    assert list(private_files.rglob("*.*")) == []


def test_claims_are_taken_over_and_filed_from_their_pages(workspace, client_as):
    client = client_as("planner")
    [offer] = page(client, "adopt").context["form"].offers
    response = client.post(reverse("claims:adopt"), {"offer": offer}, follow=True)
    assert said(response) == ["16 claims and 45 pieces of evidence were taken over."]
    response = client.post(reverse("claims:filing"), follow=True)
    assert said(response) == ["Edition 1 is filed; reports use it now."]
    assert [one.rows for one in workspace.vault.current("claims")] == [16]


def test_refused_filing_says_why(workspace, client_as):
    response = client_as("director").post(reverse("claims:filing"))
    assert said(response) == [
        (
            "The ledger has 0 claims and 0 pieces of evidence, but an edition needs one of each at least. "
            "Enter what is missing."
        )
    ]


def test_filter_with_an_unknown_answer_shows_everything(adopted, client_as):
    response = client_as("council").get(reverse("claims:ledger"), {"verdict": "true", "kind": "event"})
    assert [line.claim.key for line in response.context["page"]] == ["C14"]


def test_scripts_in_what_was_typed_are_shown_as_text(client_as):
    claim = ClaimFactory(said="<script>alert(1)</script>", subject="<b>굵게</b>")
    body = page(client_as("planner"), "claim", claim=claim.pk).content.decode()
    assert body.count("<script>alert") == 0
    assert "&lt;script&gt;alert(1)" in body


def test_pages_cost_the_same_queries_with_one_row_and_with_three(client_as, django_assert_num_queries):
    client = client_as("planner")
    source = SourceFactory()
    for rows in (1, 3):
        while Claim.objects.count() < rows:
            EvidenceFactory(claim__source=source)
        client.get(reverse("claims:ledger"))
        # session, person, roles; sources of the filter; seven of the ledger
        with django_assert_num_queries(11):
            client.get(reverse("claims:ledger"))


def test_page_of_a_claim_costs_the_same_queries_with_one_row_and_with_three(
    client_as, django_assert_num_queries
):
    client, claim = client_as("planner"), ClaimFactory()
    for rows in (1, 3):
        while claim.evidence.count() < rows:
            EvidenceFactory(claim=claim)
            actions.attach_evidence(by=client.person, claim=claim, fields=_other(claim))
        # session, person, roles; the claim; six of the ledger; files, verdicts, own checks, events
        with django_assert_num_queries(14):
            page(client, "claim", claim=claim.pk)


def _other(claim):
    place = claim.evidence.count()
    told = dict.fromkeys(("unit", "differs_in", "place", "figure"), "")
    return told | {
        "measures": f"other {place}",
        "value": 1.0,
        "period": "2013",
        "stance": "context",
        "source": claim.source,
    }
