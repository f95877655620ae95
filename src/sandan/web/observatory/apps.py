"""The app to Django."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    name = "sandan.web.observatory"
    label = "observatory"
