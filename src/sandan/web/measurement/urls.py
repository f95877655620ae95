"""Addresses below this app's own."""

from django.urls import URLPattern

app_name = "measurement"
urlpatterns: list[URLPattern] = []
