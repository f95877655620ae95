"""The app to Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "sandan.web.imports"
    label = "imports"
