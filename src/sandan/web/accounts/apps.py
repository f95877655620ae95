"""The app to Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sandan.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        from sandan.web.accounts.signals import connect  # noqa: PLC0415 -- models are ready only now

        connect()
