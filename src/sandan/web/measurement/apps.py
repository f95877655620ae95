"""The app to Django."""

from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "sandan.web.measurement"
    label = "measurement"
