"""Files that are damaged in every way a seed can think of: each gives a table or a sentence."""

import codecs
import gzip
import runpy
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.registry import PROFILES
from sandan.data.quality import Action
from sandan.data.tables import check_table
from sandan.data.vault.store import Vault
from sandan.errors import SandanError

SAMPLES = runpy.run_path(str(Path(__file__).with_name("samples.py")))["SAMPLES"]
MUTATIONS = 500
ODD_WORDS = (
    *(
        "NaN",
        "inf",
        "-inf",
        "nan",
        "1e400",
        "-1e308",
        "9" * 400,
        "0x1F",
        "1,31",
        "3만",
        "1.2.3",
        "−5",
        "٣",
        "１２",
    ),
    *("0001-01-01", "9999-12-31", "2013-02-30", "20139999", "00000000", "99999-01-01", "2015.0", "15"),
    *(
        "*",
        "X",
        "(D)",
        "…",
        "-",
        '"',
        '""',
        "'",
        ";",
        "\t",
        "\r",
        "\r\n",
        "\0",
        "\ufeff",
        "=1+1",
        "#REF!",
        "합계",
    ),
    *("\\", "{}", "%s", "x" * 70_000, "<script>", "\ud7ff", "🏭", " ", "\u00a0", "\u2028", "None", "True"),
)

Mutation = Callable[[bytes, np.random.Generator], bytes]


def flip(data: bytes, rng: np.random.Generator) -> bytes:
    out = bytearray(data)
    for at in rng.integers(0, len(out), rng.integers(1, 20)):
        out[at] = rng.integers(0, 256)
    return bytes(out)


def cut(data: bytes, rng: np.random.Generator) -> bytes:
    return data[: rng.integers(0, len(data))]


def cut_out(data: bytes, rng: np.random.Generator) -> bytes:
    first, last = sorted(rng.integers(0, len(data), 2))
    return data[:first] + data[last:]


def insert(data: bytes, rng: np.random.Generator) -> bytes:
    at = rng.integers(0, len(data))
    return data[:at] + odd_word(rng).encode("utf-8") + data[at:]


def repeat(data: bytes, rng: np.random.Generator) -> bytes:
    return data * int(rng.integers(2, 4))


def bom_in_the_middle(data: bytes, rng: np.random.Generator) -> bytes:
    at = rng.integers(0, len(data))
    return data[:at] + codecs.BOM_UTF8 + data[at:]


def encode_again(data: bytes, rng: np.random.Generator) -> bytes:
    encoding = rng.choice(["utf-16", "utf-8-sig", "cp949", "utf-16-be", "utf-32", "latin-1", "utf-7"])
    return text_of(data).encode(encoding, errors="replace")


def other_line_ends(data: bytes, rng: np.random.Generator) -> bytes:
    return data.replace(b"\n", rng.choice([b"\r", b"\r\n", b"\n\n", b"\x85", b";"]))


def pack(data: bytes, rng: np.random.Generator) -> bytes:
    packed = gzip.compress(data)
    return packed if rng.integers(2) else packed[: rng.integers(2, len(packed))]


def nothing(_data: bytes, rng: np.random.Generator) -> bytes:
    return rng.choice(
        [b"", b"\n", b"\xef\xbb\xbf", b"\0" * 50, b"PK\x03\x04", b"%PDF-1.4", b",,,\n,,,\n", b"\x1f\x8b"]
    )


def change_cells(data: bytes, rng: np.random.Generator) -> bytes:
    lines, delimiter = lines_of(data)
    for _ in range(rng.integers(1, 8)):
        row = rng.integers(0, len(lines))
        cells = lines[row].split(delimiter)
        cells[rng.integers(0, len(cells))] = odd_word(rng)
        lines[row] = delimiter.join(cells)
    return encoded(lines)


def change_columns(data: bytes, rng: np.random.Generator) -> bytes:
    lines, delimiter = lines_of(data)
    width, kind = len(lines[0].split(delimiter)), rng.integers(4)
    first, second = rng.integers(0, width, 2)
    word, order = odd_word(rng), rng.permutation(width)

    def change(line: str) -> str:
        cells = line.split(delimiter)
        if len(cells) != width:
            return line
        if kind == 0:
            del cells[first]
        elif kind == 1:
            cells.insert(second, cells[first])
        elif kind == 2:
            cells = [cells[at] for at in order]
        else:
            cells[first] = word
        return delimiter.join(cells)

    return encoded([change(line) for line in lines])


def change_rows(data: bytes, rng: np.random.Generator) -> bytes:
    lines, delimiter = lines_of(data)
    at, kind = rng.integers(0, len(lines)), rng.integers(6)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(rng.integers(0, len(lines)), lines[at])
    elif kind == 2:
        lines = [lines[k] for k in rng.permutation(len(lines))]
    elif kind == 3:
        lines = ["A note about the survey", "", *lines]
    elif kind == 4:
        lines[at] += delimiter * int(rng.integers(1, 5))
    else:
        lines = lines[:1]
    return encoded(lines)


def change_header(data: bytes, rng: np.random.Generator) -> bytes:
    lines, delimiter = lines_of(data)
    cells = lines[0].split(delimiter)
    at = rng.integers(0, len(cells))
    cells[at] = rng.choice(
        [cells[at].upper(), f" {cells[at]} ", cells[0], "", "2025년05월_계", "2022", "value"]
    )
    return encoded([delimiter.join(cells), *lines[1:]])


def other_delimiter(data: bytes, rng: np.random.Generator) -> bytes:
    lines, delimiter = lines_of(data)
    return encoded([line.replace(delimiter, rng.choice([";", "\t", "|", ",", "  ", ":"])) for line in lines])


MUTATIONS_OF_BYTES: tuple[Mutation, ...] = (
    *(flip, cut, cut_out, insert, repeat, bom_in_the_middle, encode_again, other_line_ends, pack, nothing),
    *(change_cells, change_cells, change_columns, change_rows, change_header, other_delimiter),
)


def odd_word(rng: np.random.Generator) -> str:
    return ODD_WORDS[rng.integers(len(ODD_WORDS))]


def text_of(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def lines_of(data: bytes) -> tuple[list[str], str]:
    lines = text_of(data).split("\n")
    return lines, "\t" if "\t" in lines[0] else ","


def encoded(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", errors="surrogatepass")


def mutated(original: bytes, rng: np.random.Generator) -> bytes:
    data = gzip.decompress(original) if original[:2] == b"\x1f\x8b" else original
    for _ in range(rng.integers(1, 4)):
        if data:
            data = MUTATIONS_OF_BYTES[rng.integers(len(MUTATIONS_OF_BYTES))](data, rng)
    return data


def test_every_profile_has_a_sample_that_it_reads(tmp_path: Path) -> None:
    assert set(PROFILES) <= set(SAMPLES)
    for name, profile in PROFILES.items():
        path = tmp_path / f"{name}.csv"
        options = SAMPLES[name](path)
        snapshot = Vault(tmp_path / "vault").import_file(
            profile, path, as_of=date(2020, 1, 1), options=options
        )
        assert snapshot.rows > 5, name


@pytest.mark.slow
def test_mutated_files_end_in_a_table_or_a_sentence(tmp_path: Path) -> None:
    names = sorted(PROFILES)
    originals = {}
    for name in names:
        path = tmp_path / f"original-{name}"
        originals[name] = (SAMPLES[name](path), path.read_bytes())
    ended = {"table": 0, "sentence": 0}
    for seed in range(MUTATIONS):
        vault = Vault(tmp_path / f"vault-{seed}")
        name = names[seed % len(names)]
        options, original = originals[name]
        path = tmp_path / "mutated.csv"
        path.write_bytes(mutated(original, np.random.default_rng(seed)))
        sentence = None
        try:
            snapshot = vault.import_file(PROFILES[name], path, as_of=date(2020, 1, 1), options=options)
        except SandanError as error:
            sentence = str(error)
        except Exception as error:
            error.add_note(f"seed {seed}, profile {name}")
            raise
        if sentence is not None:
            assert len(sentence.split()) >= 8, (seed, name, sentence)
            ended["sentence"] += 1
            continue
        table, quality = vault.read(snapshot.id), snapshot.quality
        check_table(table, CONTRACTS[snapshot.kind])
        lost = sum(quality.count(action) for action in (Action.REFUSED, Action.SET_ASIDE))
        assert quality.rows_read == quality.rows_used + lost, (seed, name)
        assert quality.rows_used > 0, (seed, name)
        assert quality.rows_written == len(table), (seed, name)
        ended["table"] += 1
    assert min(ended.values()) > MUTATIONS // 5
