import numpy as np

from sandan.compiled import compiled


@compiled("float64(float64[::1])")
def total(numbers):
    result = 0.0
    for number in numbers:
        result += number
    return result


def test_compiled_gives_what_the_interpreter_gives_in_the_order_written():
    numbers = np.random.default_rng(1).random(1000)
    assert total(numbers) == total.py_func(numbers)
