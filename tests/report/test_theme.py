import pytest

from sandan.errors import ReportError
from sandan.report.theme import DARK, DARK_SHADES, LIGHT, LIGHT_SHADES, custom_properties, font_folder

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


LIGHTS = [(LIGHT, LIGHT_SHADES), (DARK, DARK_SHADES)]


@pytest.mark.parametrize(("palette", "shades"), LIGHTS)
@pytest.mark.parametrize("name", ["ink", "muted", "accent", "focus"])
def test_text_colors_can_be_read_on_the_grounds_of_the_office(
    palette: object, shades: object, name: str
) -> None:
    for background in ("ground", "raised", "sunken"):
        assert contrast(getattr(palette, name), getattr(shades, background)) >= 4.5, background


@pytest.mark.parametrize(("palette", "shades"), LIGHTS)
def test_text_can_be_read_on_a_tinted_row(palette: object, shades: object) -> None:
    for name in ("ink", "muted", "accent"):
        assert contrast(getattr(palette, name), palette.tint) >= 4.5, name


@pytest.mark.parametrize("shades", [LIGHT_SHADES, DARK_SHADES])
@pytest.mark.parametrize("state", ["good", "warn", "bad", "info"])
def test_states_can_be_read_on_their_own_ground_and_on_that_of_the_page(shades: object, state: str) -> None:
    for background in (f"{state}_tint", "ground", "raised", "sunken"):
        assert contrast(getattr(shades, state), getattr(shades, background)) >= 4.5, background


@pytest.mark.parametrize(("palette", "shades"), LIGHTS)
def test_buttons_and_the_band_can_be_read(palette: object, shades: object) -> None:
    pairs = [
        (shades.on_accent, palette.accent),
        (shades.on_accent, shades.accent_deep),
        (shades.on_accent, shades.bad),
        (shades.band_ink, shades.band),
        (shades.band_muted, shades.band),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("shades", [LIGHT_SHADES, DARK_SHADES])
def test_edges_of_controls_and_the_focus_in_the_band_can_be_seen(shades: object) -> None:
    for background in ("ground", "raised", "sunken"):
        assert contrast(shades.edge, getattr(shades, background)) >= 3, background
    assert contrast(shades.ember, shades.band) >= 3


def test_custom_properties_names_every_color() -> None:
    assert custom_properties(LIGHT).count(";") == len(vars(LIGHT))


def test_custom_properties_are_written_with_hyphens() -> None:
    assert "--good-tint:#e4f3ec;" in custom_properties(LIGHT_SHADES)


def test_font_folder_holds_two_weights() -> None:
    assert {"NanumGothic.ttf", "NanumGothicBold.ttf"} <= {path.name for path in font_folder().iterdir()}


def test_font_folder_missing_package_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandan.report.theme.find_spec", lambda _: None)
    with pytest.raises(ReportError, match="koreanize-matplotlib"):
        font_folder()
