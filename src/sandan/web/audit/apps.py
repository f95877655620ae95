"""The app to Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sandan.web.audit"
    label = "audit"
