import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import OfficeError
from sandan.web.audit.chain import FIRST, Head

HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(st.integers(0, 10**9), HASHES)
def test_head_reads_back_what_it_writes(number, digest):
    assert Head.read(str(Head(number, digest))) == Head(number, digest)


@pytest.mark.parametrize("text", ["", "3", f"x:{FIRST}", f"3:{FIRST[1:]}", f"3:{'g' * 64}", f"-1:{FIRST}"])
def test_head_that_is_none_is_refused(text):
    with pytest.raises(OfficeError, match="names no end of a trail"):
        Head.read(text)
