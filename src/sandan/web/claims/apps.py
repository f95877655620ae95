"""The app to Django."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "sandan.web.claims"
    label = "claims"
