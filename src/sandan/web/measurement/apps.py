"""The app to Django."""

from importlib import import_module

from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "sandan.web.measurement"
    label = "measurement"

    def ready(self) -> None:
        import_module(f"{self.name}.receivers")
