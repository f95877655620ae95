"""The app to Django."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "sandan.web.shared"
    label = "shared"

    def ready(self) -> None:
        from sandan.web.shared.permissions import register  # noqa: PLC0415 -- models are ready only now

        register()
