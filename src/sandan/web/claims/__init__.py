"""The ledger of public claims."""
