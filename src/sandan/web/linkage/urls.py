"""Addresses below this app's own."""

from django.urls import path, register_converter

from sandan.web.linkage.models import State
from sandan.web.linkage.views import lists, review, runs, taking_over

app_name = "linkage"


class Confirmed:
    """A state of which all rows can be confirmed together."""

    regex = f"{State.MATCH}|{State.NONE}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(Confirmed, "confirmed")

urlpatterns = [
    path("", lists.start, name="start"),
    path("match/", lists.match, name="match"),
    path("runs/<uuid:run>/", runs.run, name="run"),
    path("runs/<uuid:run>/export/", runs.export, name="export"),
    path("runs/<uuid:run>/confirm/<confirmed:state>/", runs.confirm, name="confirm"),
    path("runs/<uuid:run>/review/", review.queue, name="review"),
    path("runs/<uuid:run>/take-over/", taking_over.take_over, name="take_over"),
    path("rows/<int:entry>/", review.entry, name="entry"),
    path("rows/<int:entry>/decide/", review.decide, name="decide"),
    path("rows/<int:entry>/reopen/", review.reopen, name="reopen"),
    path("rows/<int:entry>/take-back/", taking_over.take_back, name="take_back"),
]
