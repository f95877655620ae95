"""What happens when the vault has new data: everything that people look at first is answered anew."""

from typing import Any

from django.dispatch import receiver

from sandan.web.imports.signals import vault_changed

__all__ = ["answer_anew"]


@receiver(vault_changed)
def answer_anew(sender: Any, by: Any, **said: Any) -> None:
    from sandan.web.measurement.actions import ask_for_all  # noqa: PLC0415 -- slow to load
    from sandan.web.measurement.queries import default_lens  # noqa: PLC0415 -- slow to load

    ask_for_all(by=by, lens=default_lens())
