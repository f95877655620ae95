"""Addresses below this app's own."""

from django.urls import path

from sandan.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
]
