"""The app to Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sandan.web.jobs"
    label = "jobs"
