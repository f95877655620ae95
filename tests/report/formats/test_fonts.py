import re
from base64 import b64decode
from io import BytesIO

from fontTools.ttLib import TTFont

from sandan.report.formats.fonts import font_faces


def signs_in(faces: str) -> list[set[int]]:
    fonts = [TTFont(BytesIO(b64decode(one))) for one in re.findall(r"base64,([^)]+)\)", faces)]
    return [set(font.getBestCmap()) for font in fonts]


def test_both_weights_hold_exactly_the_signs_asked_for_and_ascii() -> None:
    wanted = {ord(sign) for sign in "산업단지"} | set(range(0x20, 0x7F))
    assert signs_in(font_faces("산업단지")) == [wanted, wanted]


def test_sign_that_the_font_lacks_is_left_out() -> None:
    assert all(0x13000 not in signs for signs in signs_in(font_faces("\U00013000")))


def test_order_of_the_text_does_not_matter() -> None:
    assert font_faces("산단") == font_faces("단산산")
