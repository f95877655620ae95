"""The app to Django."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "sandan.web.administration"
    label = "administration"
