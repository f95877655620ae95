"""What other apps may listen to."""

from django.dispatch import Signal

__all__ = ["vault_changed"]

vault_changed = Signal()
"""Sent in the transaction that records an import; ``snapshot`` is its identifier, ``by`` who asked for it."""
