"""Filing the ledger: the working state becomes an edition in the vault, which reports are made from."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.data.profiles.base import Profile
from sandan.data.profiles.claims import CLAIMS, EVIDENCE, NOTES
from sandan.data.vault.disk import sha256_of
from sandan.data.vault.sidecar import Edition, Snapshot
from sandan.errors import OfficeError
from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from sandan.web.claims.models import Claim, Filing
from sandan.web.claims.queries import last_filing, office
from sandan.web.claims.records import CLAIM_COLUMNS, EVIDENCE_COLUMNS, table_csv
from sandan.web.measurement.ledgers import Record, judge, judge_files

__all__ = ["file_ledger"]

FILING_LOCK = 7_304_160


@transaction.atomic
def file_ledger(*, by: Person) -> Filing:
    """Put the ledger into the vault as two tables and their notes; doing it twice files it once."""
    _wait_for_others()
    state, last = office().record, last_filing()
    if last is not None and last.digest == state.digest:
        return last
    _refuse_incomplete(state)
    number = 1 if last is None else last.number + 1
    with tempfile.TemporaryDirectory(prefix="sandan-ledger-") as folder:
        claims, evidence = _write(state, Path(folder), number)
    filing = Filing.objects.create(
        number=number,
        claims_snapshot=claims.id,
        evidence_snapshot=evidence.id,
        digest=state.digest,
        claims=len(state.claims),
        evidence=len(state.evidence),
        verdicts=len(state.notes.get("entry", ())),
        by=by,
    )
    after = {"number": number, "claims_snapshot": claims.id, "evidence_snapshot": evidence.id}
    record(by=by, action="claims.filed", on=filing, after=after)
    return filing


def _wait_for_others() -> None:
    """Let one person file at a time: both would give their editions the same number."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FILING_LOCK])


def _refuse_incomplete(state: Record) -> None:
    if not state.claims or not state.evidence:
        raise OfficeError(
            _(
                "The ledger has %(claims)s claims and %(evidence)s pieces of evidence, but an edition needs "
                "one of each at least. Enter what is missing."
            )
            % {"claims": len(state.claims), "evidence": len(state.evidence)}
        )
    known = set(Claim.objects.values_list("key", flat=True))
    for snapshot in settings.WORKSPACE.vault.current("claims"):
        keys = set(settings.WORKSPACE.vault.read(snapshot.id, columns=["claim"])["claim"])
        if keys - known:
            raise OfficeError(
                _(
                    "The vault holds the claim %(key)s in %(file)s, which this ledger does not have. Take "
                    "those claims over first, or they would be lost to reports."
                )
                % {"key": min(keys - known), "file": snapshot.original_name}
            )


def _write(state: Record, folder: Path, number: int) -> tuple[Snapshot, Snapshot]:
    files = {
        "claims": table_csv(state.claims, CLAIM_COLUMNS),
        "evidence": table_csv(state.evidence, EVIDENCE_COLUMNS),
    }
    paths = {name: folder / f"{name}.csv" for name in files} | {NOTES: folder / "notes.toml"}
    for name, text in (files | {NOTES: state.notes_toml()}).items():
        paths[name].write_text(text, encoding="utf-8", newline="\n")
    _refuse_other_meaning(state, paths)
    filing = {"filing": str(number)}
    claims = _import(CLAIMS, paths["claims"], filing | {NOTES: str(paths[NOTES])})
    return claims, _import(EVIDENCE, paths["evidence"], filing)


def _refuse_other_meaning(state: Record, paths: Mapping[str, Path]) -> None:
    """Read the files as a report will: what follows from them must be what the pages show."""
    if judge_files(paths["claims"], paths["evidence"], paths[NOTES]) != judge(state):
        raise OfficeError(
            _(
                "The files of the ledger would not be read as they were meant, so nothing was filed. Look "
                "for rows whose words are only blanks or signs of a table."
            )
        )


def _import(profile: Profile, path: Path, options: Mapping[str, str]) -> Snapshot:
    """Import a file in place of every current table of its kind; what a broken run left is taken as it is."""
    vault = settings.WORKSPACE.vault
    current: Sequence[Snapshot] = vault.current(profile.kind)
    made = {NOTES: sha256_of(Path(options[NOTES]))} if NOTES in options else {}
    wanted = (sha256_of(path), options["filing"], made)
    for one in current:
        if (one.original_sha256, one.options.get("filing"), dict(one.option_files)) == wanted:
            return one
    return vault.import_file(
        profile,
        path,
        as_of=timezone.localdate(),
        edition=Edition.REVISED,
        options=options,
        supersedes=[one.id for one in current],
    )
