"""The app to Django."""

from django.apps import AppConfig


class ProbeConfig(AppConfig):
    name = "office_probe"
    label = "office_probe"
