"""Addresses of figures and of what answers are made from."""

from django.urls import path

from sandan.web.measurement import views

app_name = "figures"
urlpatterns = [
    path("", views.look_up, name="look_up"),
    path("ask/", views.ask, name="ask"),
    path("peers/", views.peers, name="peers"),
    path("peers/add/", views.add_peers, name="add_peers"),
    path("<str:key>/", views.card, name="card"),
    path("<str:key>/replay/", views.replay, name="replay"),
]
