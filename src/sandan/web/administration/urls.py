"""Addresses below this app's own."""

from django.urls import URLPattern

app_name = "administration"
urlpatterns: list[URLPattern] = []
