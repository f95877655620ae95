"""The app to Django."""

from django.apps import AppConfig
from django.conf import settings

from sandan.web.jobs.registry import autodiscover


class JobsConfig(AppConfig):
    name = "sandan.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        autodiscover(settings.SANDAN_APPS)
