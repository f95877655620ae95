"""Tags and filters of the ledger."""
