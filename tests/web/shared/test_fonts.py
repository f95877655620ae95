from fontTools.ttLib import TTFont

from sandan.web.shared.fonts import screen_fonts


def test_screen_fonts_hold_hangul_and_none_of_the_refused_tables(tmp_path):
    screen_fonts(tmp_path)
    for name in ("NanumGothic", "NanumGothicBold"):
        with TTFont(tmp_path / f"{name}.woff", lazy=True) as font:
            assert ord("산") in font.getBestCmap()
            assert [table for table in font.keys() if table.startswith("TSI")] == []  # noqa: SIM118


def test_screen_fonts_are_written_once(tmp_path):
    screen_fonts(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    screen_fonts(tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
