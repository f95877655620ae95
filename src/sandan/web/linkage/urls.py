"""Addresses below this app's own."""

from django.urls import URLPattern

app_name = "linkage"
urlpatterns: list[URLPattern] = []
