import pytest

from sandan.errors import ReportError
from sandan.report.theme import DARK, LIGHT, custom_properties, font_folder

WHITE_ON_BLACK = 21.0


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""

    def luminance(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_white_on_black() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(WHITE_ON_BLACK)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("name", ["ink", "muted", "accent", "positive", "negative", "focus"])
def test_text_colors_can_be_read_on_every_background(palette: object, name: str) -> None:
    for background in ("paper", "surface", "caution"):
        assert contrast(getattr(palette, name), getattr(palette, background)) >= 4.5, background


def test_custom_properties_names_every_color() -> None:
    assert custom_properties(LIGHT).count(";") == len(vars(LIGHT))


def test_font_folder_holds_two_weights() -> None:
    assert {"NanumGothic.ttf", "NanumGothicBold.ttf"} <= {path.name for path in font_folder().iterdir()}


def test_font_folder_missing_package_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandan.report.theme.find_spec", lambda _: None)
    with pytest.raises(ReportError, match="koreanize-matplotlib"):
        font_folder()
