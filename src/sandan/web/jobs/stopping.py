"""Whether this process was asked to stop: its task then ends at the next step and is handed back."""

import threading

__all__ = ["STOPPING"]

STOPPING = threading.Event()
