"""Addresses below this app's own."""

from django.urls import URLPattern

app_name = "audit"
urlpatterns: list[URLPattern] = []
