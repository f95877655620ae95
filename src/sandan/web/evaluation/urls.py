"""Addresses of evaluations."""

from django.urls import path

from sandan.web.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("", views.index, name="index"),
    path("register/", views.register, name="register"),
    path("<str:key>/policy/", views.policy, name="policy"),
    path("<str:key>/detectable/", views.detectable, name="detectable"),
    path("peers/", views.peers, name="peers"),
    path("peers/store/", views.store_peers, name="store_peers"),
    path("targets/", views.targets, name="targets"),
    path("selection/", views.selection, name="selection"),
    path("<str:key>/neighbors/", views.neighbors, name="neighbors"),
]
