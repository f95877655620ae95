"""The app to Django."""

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    name = "sandan.web.companies"
    label = "companies"
