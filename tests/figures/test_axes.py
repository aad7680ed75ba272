"""The range of a loss axis shows the curve and the point, and no explosion flattens the rest."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradlab.figures.axes import _quantiles, fitted_range, round_levels

deterministic = settings(derandomize=True, deadline=None, max_examples=200)

# Far beyond any loss on a slider, and yet no difference of two overflows.
NUMBERS = st.floats(-1e100, 1e100) | st.sampled_from([np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0])
CURVES = st.lists(NUMBERS, min_size=1, max_size=60).map(np.array)

X = np.linspace(-5.0, 5.0, 201)
TAME = {
    "line": 5 * X,
    "bowl": X**2,
    "cube": X**3,
    "sine": np.sin(X),
    "corner": np.abs(X),
    "hinge": np.maximum(X, 0),
    "step": np.tanh(4 * X),
    "half of it missing": np.sqrt(np.where(X < 0, np.nan, X)),
}
with np.errstate(divide="ignore"):
    EXPLODING = {
        "1/x": 1 / X,
        "1/x²": 1 / X**2,
        "exp": np.exp(2 * X),
        "a spike": np.where(np.arange(201) == 100, 1e9, X),
        "a spike down": np.where(np.arange(201) == 100, -1e9, X),
        "infinite at both ends": np.arctanh(X / 5),
    }


def middle(values: np.ndarray) -> np.ndarray:
    """The finite values without the highest and the lowest tenth."""
    finite = np.sort(values[np.isfinite(values)])
    tenth = ceil(len(finite) / 10)
    return finite[tenth : len(finite) - tenth]


@deterministic
@given(values=CURVES, shown=NUMBERS)
def test_a_range_is_finite_and_has_a_width(values, shown):
    low, high = fitted_range(values, shown)

    assert np.isfinite([low, high]).all()
    assert low < high


@deterministic
@given(values=CURVES, shown=NUMBERS.filter(np.isfinite))
def test_the_value_at_the_point_is_in_the_picture(values, shown):
    # Where every value is missing, the loss at the point, one of them, is missing too.
    low, high = fitted_range(np.append(values, shown), shown)

    assert low <= shown <= high


@deterministic
@given(values=CURVES)
def test_the_middle_of_the_values_is_in_the_picture(values):
    low, high = fitted_range(values, np.nan)

    assert ((low <= middle(values)) & (middle(values) <= high)).all()


@pytest.mark.parametrize("values", TAME.values(), ids=TAME)
def test_a_tame_curve_is_in_the_picture_as_a_whole_with_a_little_room_around_it(values):
    low, high = fitted_range(values, values[100])
    lowest, highest = np.nanmin(values), np.nanmax(values)

    assert low < lowest < highest < high
    assert high - low < 1.25 * (highest - lowest)


@pytest.mark.parametrize("values", EXPLODING.values(), ids=EXPLODING)
def test_an_explosion_does_not_flatten_the_middle_of_the_curve(values):
    low, high = fitted_range(values, values[20])

    assert np.ptp(middle(values)) > 0.2 * (high - low)


@pytest.mark.parametrize("values", EXPLODING.values(), ids=EXPLODING)
def test_the_point_is_in_the_picture_even_where_the_curve_explodes(values):
    highest = np.max(values, where=np.isfinite(values), initial=-np.inf)

    assert fitted_range(values, highest)[1] > highest


@pytest.mark.parametrize("constant", [0.0, 1.0, -3.5, 1e-300, 1e20, -1e20])
def test_a_constant_curve_lies_in_the_middle_of_a_range_with_a_width(constant):
    low, high = fitted_range(np.full(201, constant), constant)

    assert low < constant < high
    assert (low + high) / 2 == pytest.approx(constant)


@pytest.mark.parametrize("values", [[], [np.nan] * 3, [np.inf, -np.inf, np.nan]], ids=str)
def test_a_curve_with_nothing_to_show_still_has_a_range(values):
    low, high = fitted_range(np.array(values, dtype=float), np.nan)

    assert np.isfinite([low, high]).all()
    assert low < high


# The numbers a person would choose (Paul Heckbert, Nice numbers for graph labels, Graphics Gems, 1990).
@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, (0, 100, 10)),
        (-3, 159, (0, 140, 20)),
        (0.013, 0.047, (0.015, 0.045, 0.005)),
        (-2e6, 1e6, (-2e6, 1e6, 5e5)),
    ],
)
def test_levels_are_the_round_numbers_in_a_range(low, high, expected):
    assert round_levels(low, high) == pytest.approx(expected)


@deterministic
@given(low=st.floats(-1e50, 1e50), width=st.floats(1e-3, 1e50))
def test_there_are_about_ten_levels_none_outside_the_range(low, width):
    high = low + width * max(1.0, abs(low))
    start, end, size = round_levels(low, high)

    assert low - 1e-9 * size <= start <= end <= high + 1e-9 * size
    assert 3 <= round((end - start) / size) + 1 <= 11


def test_every_point_that_is_shown_is_in_the_range_however_far_out():
    low, high = fitted_range(np.linspace(0, 1, 200), np.array([0.5, -40.0, 90.0, np.nan, np.inf]))

    assert low < -40
    assert high > 90


@pytest.mark.parametrize("count", [1, 2, 3, 10, 201])
def test_the_fence_stands_where_numpy_has_the_quantiles(count):
    values = np.random.default_rng(count).normal(size=count)

    assert _quantiles(np.sort(values), 0.1, 0.9) == pytest.approx(np.quantile(values, [0.1, 0.9]), rel=1e-14)
