"""The command line: the core without a web server."""

import sys

from sandan.cli.app import command_line
from sandan.errors import SandanError

__all__ = ["main"]


def main() -> None:
    """Run one command of the command line.

    Parameters
    ----------
    None
        The words of the command are those of the process.

    Returns
    -------
    None
        After a command that went well.

    Raises
    ------
    SystemExit
        With the exit status of the error's class, after its sentence and where to read more; with
        2 if the command was called wrongly, and with 130 if it was interrupted.

    Notes
    -----
    An error that the user can mend is never a traceback; a fault of Sandan is one.

    References
    ----------
    ``docs/reference/errors.md``.

    Examples
    --------
    Called by the script ``sandan``; ``docs/how-to/import-a-file.md`` shows a run.
    """
    try:
        command_line()
    except SandanError as error:
        _end(error.code, str(error), error.exit_status)
    except OSError as error:
        _end(SandanError.code, _system_sentence(error), SandanError.exit_status)


def _end(code: str, sentence: str, status: int) -> None:
    sys.stderr.write(f"error [{code}]: {sentence}\nmore: docs/reference/errors.md#{code}\n")
    sys.exit(status)


def _system_sentence(error: OSError) -> str:
    reason = error.strerror or str(error)
    where = f" at {error.filename}" if error.filename else ""
    return f"The operating system refused{where}: {reason}. Mend that and run the command again."
