"""Addresses below this app's own."""

from django.urls import path

from sandan.web.observatory import views

app_name = "observatory"
urlpatterns = [
    path("", views.overview, name="overview"),
]
