"""The app to Django."""

from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "sandan.web.linkage"
    label = "linkage"
