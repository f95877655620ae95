"""The app to Django."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "sandan.web.evaluation"
    label = "evaluation"
