"""The judge of slopes: a slope is never accused, a corner always found, and no digit said that is not known."""

import pickle
from dataclasses import replace

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradlab import LOSSES, Experiment, ExperimentError, Verdict, slopes
from tests.compute.experiments import (
    MOVABLE,
    SINGULAR,
    default_experiment,
    deterministic,
    on_devices,
    on_slider,
    over_bounds,
    over_movable,
    takes,
)
from tests.compute.matrix import over

# Where a default experiment has corners as this tensor's first element moves, with the slopes on both sides, all by
# calculus: max(0, …) where its argument is 0, |x - y| where x meets y. Every step of a staircase is one as well; on
# its left the slope has no bound.
KINKS = {
    ("abs", "A"): {0.0: (-1.0, 1.0)},
    ("relu", "A"): {0.0: (0.0, 1.0)},
    ("leaky_relu", "A"): {0.0: (0.01, 1.0)},
    ("floor", "A"): {float(step): (np.inf, 0.0) for step in range(-3, 4)},
    ("l1_loss", "input"): {3.0: (-1.0, 1.0)},
    ("l1_loss", "target"): {5.0: (-1.0, 1.0)},
    # max(q (y - x), (q - 1)(y - x)) at q = 0.9.
    ("pinball_loss", "input"): {3.0: (-0.9, 0.1)},
    ("pinball_loss", "target"): {5.0: (-0.1, 0.9)},
    # -y (x_1 - x_2) = 0 at y = 1, x_1 = 0.5, x_2 = 1.25.
    ("margin_ranking_loss", "input1"): {1.25: (-1.0, 0.0)},
    ("margin_ranking_loss", "input2"): {0.5: (0.0, 1.0)},
    # 1 - x_0 + x_c = 0 for x_c = 1 and -0.75, over 3 classes; for x_c = 1, -0.75 and -1.25, over 4.
    ("multi_margin_loss", "input"): {0.25: (-2 / 3, -1 / 3), 2.0: (-1 / 3, 0.0)},
    ("multilabel_margin_loss", "input"): {-0.25: (-3 / 4, -2 / 4), 0.25: (-2 / 4, -1 / 4), 2.0: (-1 / 4, 0.0)},
}
# sqrt begins with a vertical tangent (calculus).
VERTICAL = {("sqrt", "A"): [0.0]}

POSITIONS = np.round(np.arange(-5, 5.01, 0.05), 2)


def own(formula: str, at: float = 1.0) -> Experiment:
    return Experiment("expression", {"A": [at]}, {"expression": formula})


def judged(formula: str, *positions: float):
    """The judgement of a formula at these positions."""
    return slopes(own(formula), tensor="A", element=0, positions=positions)


def verdicts(formula: str, *positions: float) -> list[Verdict]:
    return [Verdict(code) for code in judged(formula, *positions).verdict]


def on_the_slider(experiment: Experiment, tensor: str):
    positions = LOSSES[experiment.loss].tensor(tensor).slider.positions
    return np.array(positions), slopes(experiment, tensor=tensor, element=0, positions=positions)


@on_devices
@over_movable
def test_the_kinks_on_a_slider_are_those_of_the_function_and_no_others(name, tensor, device):
    positions, measured = on_the_slider(default_experiment(name, device=device), tensor)

    known = [*KINKS.get((name, tensor), []), *VERTICAL.get((name, tensor), [])]
    assert positions[measured.kink].tolist() == known


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@pytest.mark.parametrize(("name", "tensor"), [kink for kink in KINKS if takes(LOSSES[kink[0]], (1,))])
def test_a_corner_of_one_element_among_several_is_found(name, tensor, reduction):
    positions, measured = on_the_slider(default_experiment(name, (3,), reduction=reduction), tensor)

    assert positions[measured.kink].tolist() == list(KINKS[name, tensor])


@pytest.mark.parametrize(("name", "tensor"), KINKS)
def test_a_corner_has_its_two_slopes(name, tensor):
    kinks = KINKS[name, tensor]
    measured = slopes(default_experiment(name), tensor=tensor, element=0, positions=list(kinks))

    np.testing.assert_allclose(np.transpose([measured.left, measured.right]), list(kinks.values()), atol=1e-9)


# Smooth everywhere (calculus), and hard to measure: steep, flat on a large constant, nearly cornered, lost in rounding.
SMOOTH = {
    "sigmoid(A/0.001)": (0.0, 0.001, -0.0005, 1.0),
    "sqrt(A**2 + 1e-12)": (0.0, 1e-6, -1e-7, 0.5),
    "sqrt(A**2 + 1e-16)": (0.0, 1e-8, -1e-9, 0.5),
    "sqrt(A**2 + 1e-24)": (0.0, 1e-12, 0.5),
    "1e7 + sin(A)": tuple(POSITIONS[::7]),
    "(1e7 + sin(A)) - 1e7": tuple(POSITIONS[::7]),
    "(1e10 + sin(A)) - 1e10": tuple(POSITIONS[::7]),
    "1e12 + 0.001*A": (0.0, 1.0, -3.0),
    "softplus(10*A)": (2.0, 1.95, 0.0),
    "relu(A)**2": (0.0, 1e-9),
    "A*abs(A)": (0.0,),
    "A**4": (0.0, 1e-3),
    "elu(A)": (0.0,),
    "sin(1000*A)": (0.0, 1.0, 2.5),
    "exp(20*A)": (-5.0, 0.0, 5.0),
    "1e-30*A**2": (0.0, 3.0),
    "0*A + 5": (0.0, 2.0),
    "gelu(2*A)": (-4.65, -4.1),
    "sqrt(1e-14 + (A + 1)**2)": (-1.0,),
    "softplus(sqrt(1e-14 + (A + A + 2)**2))": (-1.0,),
    "cos(exp((A - 0.4)*A*(A - 0.75)*1.1))": (4.9,),
    "cos(exp(sqrt(1e-11 + (A*(A + 1))**2)))": (-4.25,),
    "1e3 + (A**2 + 1e-24)**0.25": (0.0,),
    "A - abs(A)**1.1": (0.0,),
    "1/(A - 1)": (1.0001, 0.9999999),
}


@pytest.mark.parametrize("formula", SMOOTH)
def test_a_smooth_function_is_never_accused_and_never_called_a_corner(formula):
    assert set(verdicts(formula, *SMOOTH[formula])) <= {Verdict.SLOPE, Verdict.UNKNOWN}


@deterministic
@given(data=st.data())
def test_a_random_smooth_function_is_never_accused(data):
    number = st.floats(0.1, 3.0).map(lambda x: round(x, 2))
    a, b, c = (data.draw(number) for _ in range(3))
    size, width = (10.0 ** data.draw(st.integers(-6, 6)) for _ in range(2))
    formula = data.draw(
        st.sampled_from(
            [
                f"{size:g}*sin({a}*A + {b})",
                f"sigmoid({a}*A/{min(width, 1.0):g}) + {size:g}",
                f"sqrt((A - {b})**2 + {min(width, 1.0) ** 2:g})*{size:g}",
                f"{size:g} + {a}*tanh({b}*A) - {c}*A",
                f"exp(-(A - {a})**2/{max(width, 1e-3):g})",
            ]
        )
    )
    positions = data.draw(st.lists(st.sampled_from(POSITIONS.tolist()) | st.floats(-5, 5), min_size=15, max_size=15))
    assert set(verdicts(formula, *positions)) <= {Verdict.SLOPE, Verdict.UNKNOWN}


@over("name, tensor", [m for m in MOVABLE if m not in KINKS and m[0] not in SINGULAR])
@deterministic
@given(data=st.data())
def test_a_smooth_loss_is_flagged_nowhere_between_the_steps_of_its_slider(name, tensor, data):
    positions = data.draw(st.lists(on_slider(LOSSES[name].tensor(tensor).slider), min_size=20, max_size=20))
    measured = slopes(default_experiment(name), tensor=tensor, element=0, positions=positions)
    edges = VERTICAL.get((name, tensor), [])
    beginning = np.isin(positions, edges) | (np.abs(measured.autograd) > 1e6)

    assert not (measured.kink & ~beginning).any()


# By calculus: what the function does there, and its slopes on both sides.
CORNERS = [
    ("abs(A)", 0.0, Verdict.CORNER, -1.0, 1.0),
    ("exp(20*abs(A))", 0.0, Verdict.CORNER, -20.0, 20.0),
    ("abs(A - 1/3)", 1 / 3, Verdict.CORNER, -1.0, 1.0),
    ("abs(A) + 1e6", 0.0, Verdict.CORNER, -1.0, 1.0),
    ("1e-9*abs(A)", 0.0, Verdict.CORNER, -1e-9, 1e-9),
    ("sqrt(A*A)", 0.0, Verdict.CORNER, -1.0, 1.0),
    ("clamp(A, 0, 1)", 0.0, Verdict.CORNER, 0.0, 1.0),
    ("A**2 + 0.001*abs(A - 1)", 1.0, Verdict.CORNER, 1.999, 2.001),
    ("floor(A)", 1.0, Verdict.JUMP, np.inf, 0.0),
    ("where(A > 2, A, 0)", 2.0, Verdict.JUMP, 0.0, np.inf),
    ("sign(A)", 0.0, Verdict.JUMP, np.inf, np.inf),
    ("sqrt(abs(A))", 0.0, Verdict.VERTICAL, -np.inf, np.inf),
    ("sqrt(A)", 0.0, Verdict.VERTICAL, np.nan, np.inf),
    ("sqrt(A - 1) + 5", 1.0, Verdict.VERTICAL, np.nan, np.inf),
    ("abs(A)**0.9", 0.0, Verdict.VERTICAL, -np.inf, np.inf),
    ("abs(A)**0.9 + 5", 0.0, Verdict.VERTICAL, -np.inf, np.inf),
    ("xlogy(A, A)", 0.0, Verdict.VERTICAL, np.nan, -np.inf),
    ("1 + xlogy(A, A)", 0.0, Verdict.VERTICAL, np.nan, -np.inf),
    ("where(A > 0, sqrt(A), A)", 0.0, Verdict.VERTICAL, 1.0, np.inf),
    # One side runs off to infinity, as a pole does; the other has its slope.
    ("where(A > 1, 1/(A - 1), A)", 1.0, Verdict.JUMP, 1.0, np.inf),
    ("where(A > 0, log(A), A)", 0.0, Verdict.JUMP, 1.0, -np.inf),
    ("where(A < 0, -1/A, A)", 0.0, Verdict.JUMP, -np.inf, 1.0),
    ("where(A >= 2, A, 1/(A - 2)**2)", 2.0, Verdict.JUMP, -np.inf, 1.0),
    ("where(A > 0, exp(1/A), 2*A)", 0.0, Verdict.JUMP, 2.0, np.inf),
    ("where(A > 0, 1/sqrt(A), sin(A))", 0.0, Verdict.JUMP, 1.0, np.inf),
    ("where(A < 1, -log(1 - A), A) + 1e6", 1.0, Verdict.JUMP, -np.inf, 1.0),
]


@pytest.mark.parametrize(("formula", "at", "verdict", "left", "right"), CORNERS)
def test_corners_jumps_and_cusps_are_always_found_with_both_sides(formula, at, verdict, left, right):
    found = judged(formula, at)

    assert found.verdict.tolist() == [verdict]
    np.testing.assert_allclose([found.left[0], found.right[0]], [left, right], rtol=1e-8)
    assert np.isnan(found.slope[0])


# Smooth there (calculus), but PyTorch returns another number: the autograd notes' own example, the textbook's stable
# binary cross-entropy (pytorch issue 2298), the branch that where did not take (68425), and what is detached.
ELSEWHERE = [
    ("relu(A) - relu(-A)", 0.0, 1.0),
    ("relu(A) - A*0 + log1p(exp(-abs(A)))", 0.0, 0.5),
    ("where(A > 2, log2(A), 2*A)", 0.0, 2.0),
    ("where(A > 2, sqrt(A - 2), A**3 - 3*A)", 1.0, 0.0),
    ("A*detach(A)", 2.0, 4.0),
    ("sin(A)*detach(A)", 1.0, float(mpmath.sin(1) + mpmath.cos(1))),
]


@pytest.mark.parametrize(("formula", "at", "slope"), ELSEWHERE)
def test_where_pytorch_returns_another_number_the_slope_is_known(formula, at, slope):
    found = judged(formula, at)

    assert found.verdict.tolist() == [Verdict.NOT_THE_SLOPE]
    assert found.slope[0] == pytest.approx(slope, rel=1e-6)
    assert found.autograd[0] != pytest.approx(slope, rel=1e-3)


# The derivative in mpmath, at 50 digits.
KNOWN = [
    ("sin(A)", 1.0, lambda a: mpmath.sin(a)),
    ("1e7 + sin(A)", 1.0, lambda a: mpmath.sin(a)),
    ("sigmoid(A/0.001)", 0.0005, lambda a: 1 / (1 + mpmath.exp(-1000 * a))),
    ("exp(20*abs(A))", 0.5, lambda a: mpmath.exp(20 * a)),
    ("1e-30*A**2", 3.0, lambda a: a * a / 10**30),
    ("A*detach(A)", 2.0, lambda a: a * a),
]


@pytest.mark.parametrize(("formula", "at", "function"), KNOWN)
def test_the_difference_quotient_is_off_by_less_than_it_says(formula, at, function):
    with mpmath.workdps(50):
        true = float(mpmath.diff(function, mpmath.mpf(at)))
    found = judged(formula, at)

    assert abs(found.central[0] - true) <= 10 * found.error[0] + 1e-15 * abs(true)
    assert found.error[0] <= 0.01 * abs(true)


def test_what_is_said_has_no_digit_that_is_not_known():
    # 1e7 is rounded to 2e-9; over a width of 2^-14 that leaves three decimals at most.
    found = judged("1e7 + sin(A)", 1.0)

    assert found.central[0] == round(found.central[0], 3)


def test_where_a_side_has_no_limit_no_slope_is_said():
    # Neither a jump nor a slope (calculus): sin(1/A) swings between -1 and 1 however near.
    for formula in ("where(A > 0, sin(1/A), 0)", "where(A > 0, A*sin(1/A), 0)"):
        found = judged(formula, 0.0)
        assert found.verdict.tolist() == [Verdict.UNKNOWN]
        assert np.isnan(found.right[0])


@pytest.mark.parametrize(("name", "parameter"), [("huber_loss", "delta"), ("smooth_l1_loss", "beta")])
def test_where_two_pieces_join_with_one_slope_there_is_no_kink(name, parameter):
    # Huber and smooth L1 turn from a parabola into a line at |x - y| = delta and beta, with equal slopes.
    experiment = default_experiment(name)
    (argument,) = (argument for argument in LOSSES[name].parameters if argument.name == parameter)
    for joint in argument.slider.positions:
        if joint > 0:
            joined = replace(experiment, parameters={parameter: joint})
            measured = slopes(joined, tensor="input", element=0, positions=[3.0 - joint, 3.0 + joint])
            assert set(measured.verdict) == {Verdict.SLOPE}


def test_a_zero_vector_of_the_cosine_loss_is_steep_and_no_corner():
    # By mpmath -999999.9999995: the norm of nothing is its eps, 1e-6.
    experiment = Experiment("cosine_embedding_loss", {"input1": [0.0, 0.0], "input2": [1.0, 0.0], "target": 1.0})
    found = slopes(experiment, tensor="input1", element=0, positions=[0.0])

    assert found.verdict.tolist() == [Verdict.SLOPE]
    assert found.central[0] == pytest.approx(-1e6, rel=1e-5)


@on_devices
@over_bounds
def test_at_the_end_of_the_domain_there_is_the_slope_of_the_inner_side(name, tensor, bound, direction, device):
    measured = slopes(default_experiment(name, device=device), tensor=tensor, element=0, positions=[bound])
    beyond = measured.left if direction < 0 else measured.right

    assert np.isnan(beyond).all() or measured.verdict[0] == Verdict.SLOPE
    assert measured.verdict[0] != Verdict.CORNER


def test_slopes_survive_pickling():
    measured = slopes(default_experiment("log"), tensor="A", element=0, positions=[-1.0, 0.0, 1.0])

    np.testing.assert_equal(pickle.loads(pickle.dumps(measured)).__dict__, measured.__dict__)


@pytest.mark.parametrize("where", [{"tensor": "target", "element": 0}, {"tensor": "input", "element": 3}], ids=str)
def test_a_tensor_or_element_that_cannot_move_is_refused(where):
    with pytest.raises(ExperimentError, match=r"expected .*, got "):
        slopes(default_experiment("cross_entropy"), positions=[0.5], **where)
