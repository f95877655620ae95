"""The addresses of the office and one more: a page that shows every component at once."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from sandan.errors import SandanError
from sandan.web.urls import *  # noqa: F403 -- handlers and patterns, as they are

PAGE = Path(__file__).parent / "web" / "shared" / "gallery.html"


class CompanyForm(forms.Form):
    name = forms.CharField(label="기업명", help_text="등기된 이름을 그대로 적습니다.")
    number = forms.CharField(label="사업자등록번호")
    kind = forms.ChoiceField(label="업종", choices=[("C26", "전자부품 제조업"), ("C28", "전기장비 제조업")])
    size = forms.ChoiceField(
        label="규모", choices=[("s", "소기업"), ("m", "중기업")], widget=forms.RadioSelect, required=False
    )
    jobs = forms.IntegerField(label="종사자", min_value=0, required=False)
    note = forms.CharField(label="메모", widget=forms.Textarea, required=False)
    file = forms.FileField(label="첨부", required=False)
    agreed = forms.BooleanField(label="기업이 열람에 동의하였음")

    def clean_number(self):
        raise forms.ValidationError("“12-34”는 사업자등록번호가 아닙니다. 숫자 10자리를 적습니다.")


def gallery(request):
    for level in (messages.SUCCESS, messages.WARNING, messages.ERROR):
        messages.add_message(request, level, "기업 3곳의 기록을 저장하였습니다.")
    about = {
        "form": CompanyForm(
            None if "calm" in request.GET else {"name": "", "number": "12-34", "kind": "C26"}
        ),
        "page": Paginator(range(1, 2_345), 50).page(3),
        "rows": [("하늘정밀", "C26", 128, 2_430_000_000), ("산마루전자", "C28", 34, 812_345_000)],
    }
    return HttpResponse(Template(PAGE.read_text(encoding="utf-8")).render(RequestContext(request, about)))


def card(request, key):
    return HttpResponse(f"<dl class='facts'><dt>출처</dt><dd>{key}</dd></dl>")


def refuse(request):
    raise SandanError("The file holds 3 columns, but 5 are needed. Add the missing two.")


def breaks(request):
    raise RuntimeError


gallery.permission = card.permission = refuse.permission = breaks.permission = None
urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("gallery/figures/<str:key>/", card, name="gallery_card"),
    path("gallery/refuse/", refuse, name="gallery_refuse"),
    path("gallery/breaks/", breaks, name="gallery_breaks"),
    *urlpatterns,  # noqa: F405
]
