"""The app to Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sandan.web.accounts"
    label = "accounts"
