"""Everything that Sandan refuses, as one tree.

Each class has a ``code``, which is also its heading in ``docs/reference/errors.md``, and the exit
status with which the command line ends. Messages are one or two sentences for people: the value
that was found, what was expected, what to do.

::

    SandanError
    ├── TableError              a table breaks its column contract
    ├── SourceError             a file cannot be read as what it was said to be
    │   ├── EncodingError       its bytes are in no known encoding
    │   ├── HeaderError         its columns are not those of the profile
    │   └── JoinError           its rows were joined wrongly before they came here
    ├── CodeError               a code is in no known classification or region list
    │   ├── InseparableError    a concordance cannot tell two codes apart
    │   └── IdentifierError     a business or corporation number is not well formed
    ├── DefinitionError         a rule set, indicator or claim is not well formed
    ├── MeasureError            a measure cannot be computed from what was given
    ├── DisclosureError         a table may not be published as asked
    ├── VaultError              the store of snapshots refuses
    │   ├── SnapshotMissingError
    │   └── SnapshotTamperedError
    ├── FigureError             a figure cannot be found or replayed
    ├── ReportError             a report cannot be made
    ├── WorkspaceError          the folder is not a workspace, or its settings are wrong
    ├── OfficeError             a rule of the office refuses what was asked
    ├── BackupError             a backup cannot be made, or is not whole
    └── RegistrationError       a specification or a run of it is not kept here, or was changed
"""

from typing import ClassVar

__all__ = [
    "BackupError",
    "CodeError",
    "DefinitionError",
    "DisclosureError",
    "EncodingError",
    "FigureError",
    "HeaderError",
    "IdentifierError",
    "InseparableError",
    "JoinError",
    "MeasureError",
    "OfficeError",
    "RegistrationError",
    "ReportError",
    "SandanError",
    "SnapshotMissingError",
    "SnapshotTamperedError",
    "SourceError",
    "TableError",
    "VaultError",
    "WorkspaceError",
]


class SandanError(Exception):
    """Anything that a user can cause and mend; shown without a traceback."""

    code: ClassVar[str] = "sandan"
    exit_status: ClassVar[int] = 10


class TableError(SandanError):
    """A table breaks its column contract."""

    code = "table"
    exit_status = 11


class SourceError(SandanError):
    """A file cannot be read as what it was said to be."""

    code = "source"
    exit_status = 12


class EncodingError(SourceError):
    """The bytes of a file are in no encoding that Sandan knows."""

    code = "source-encoding"


class HeaderError(SourceError):
    """The columns of a file are not those of the profile."""

    code = "source-header"


class JoinError(SourceError):
    """The rows of a file were joined wrongly before they came here."""

    code = "source-join"


class CodeError(SandanError):
    """A code is in no known classification or region list."""

    code = "code"
    exit_status = 13


class InseparableError(CodeError):
    """A concordance cannot tell two codes apart."""

    code = "code-inseparable"


class IdentifierError(CodeError):
    """A business number or a corporation number is not well formed."""

    code = "code-identifier"


class DefinitionError(SandanError):
    """A rule set, an indicator or a claim is not well formed."""

    code = "definition"
    exit_status = 14


class MeasureError(SandanError):
    """A measure cannot be computed from what was given."""

    code = "measure"
    exit_status = 15


class DisclosureError(SandanError):
    """A table may not be published as asked."""

    code = "disclosure"
    exit_status = 16


class VaultError(SandanError):
    """The store of snapshots refuses."""

    code = "vault"
    exit_status = 17


class SnapshotMissingError(VaultError):
    """A snapshot that something refers to is not in the vault."""

    code = "vault-snapshot-missing"


class SnapshotTamperedError(VaultError):
    """The bytes of a snapshot are not those that were stored."""

    code = "vault-snapshot-tampered"


class FigureError(SandanError):
    """A figure cannot be found or replayed."""

    code = "figure"
    exit_status = 18


class ReportError(SandanError):
    """A report cannot be made."""

    code = "report"
    exit_status = 19


class WorkspaceError(SandanError):
    """A folder is not a workspace, or its settings are wrong."""

    code = "workspace"
    exit_status = 20


class OfficeError(SandanError):
    """A rule of the office refuses what was asked."""

    code = "office"
    exit_status = 21


class BackupError(SandanError):
    """A backup cannot be made, or is not whole."""

    code = "backup"
    exit_status = 22


class RegistrationError(SandanError):
    """A specification or a run of it is not kept here, or was changed after it was."""

    code = "registration"
    exit_status = 23
