from hypothesis import given
from hypothesis import strategies as st

from sandan.web.measurement.lens import Lens


def test_address_says_all():
    assert Lens("A", 2010, 2013, "big", ("abc",)).address == "city=A&from=2010&to=2013&peers=big&use=abc"


@given(st.text(), st.integers(1900, 2100), st.integers(1900, 2100), st.text(), st.lists(st.text()))
def test_lens_reads_back_what_it_writes(city, start, end, peers, use):
    lens = Lens(city, start, end, peers, tuple(use))
    assert Lens.from_json(lens.to_json()) == lens
