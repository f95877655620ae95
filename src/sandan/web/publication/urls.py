"""Addresses below this app's own."""

from django.urls import URLPattern

app_name = "publication"
urlpatterns: list[URLPattern] = []
