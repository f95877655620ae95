"""The app to Django."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "sandan.web.publication"
    label = "publication"
