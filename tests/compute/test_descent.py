"""A step of gradient descent is what PyTorch's own loop does, and the next experiment is exactly where it ends."""

import json
import pickle
from dataclasses import replace
from math import frexp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradlab import LOSSES, Experiment, ExperimentError, Step, descent_step, unscaled_gradient
from gradlab.compute.descent import steps_from, trail_losses
from gradlab.compute.experiment import DTYPES
from gradlab.compute.losses import Interval, Loss
from gradlab.compute.program import descent_program
from gradlab.compute.sweep import sweep
from tests.compute.experiments import (
    DTYPE_CASES,
    EPSILON,
    continuous,
    default_experiment,
    deterministic,
    on_devices,
    over_cases,
    over_dtypes,
    over_losses,
    over_reduced_cases,
    rounded,
    with_element,
)
from tests.compute.interpreter import outputs
from tests.compute.matrix import cover, over

over_dtypes_alone = pytest.mark.parametrize("dtype", DTYPES)


def descended(loss: Loss) -> tuple[str, ...]:
    """The primary tensor, and all others that may step anywhere: labels and probabilities may not."""
    free = [a for a in continuous(loss) if a.differentiable and a.domain == Interval()]
    return (loss.primary.name, *(argument.name for argument in free if argument is not loss.primary))


def square_at(value: float, **fields) -> Experiment:
    return Experiment("square", {"A": [value]}, **fields)


def walk(experiment: Experiment, *, steps: int, learning_rate: float, zero_grad: bool = True) -> list[Step]:
    """So many steps, each from where the last one ended."""
    taken, points = [], [experiment]
    for _ in range(steps):
        before = [] if zero_grad else points[:-1]
        taken.append(descent_step(points[-1], learning_rate=learning_rate, before=before))
        points.append(taken[-1].experiment)
    return taken


# By hand: -2 - 0.1·(-4); and A ← A - 1.1·2A = -1.2·A, three times.
@pytest.mark.parametrize(
    ("start", "learning_rate", "points"), [(-2.0, 0.1, [-1.6]), (3.0, 1.1, [-3.6, 4.32, -5.184]), (3.0, 1.0, [-3, 3])]
)
def test_a_parabola_is_descended_or_overshot(start, learning_rate, points):
    steps = walk(square_at(start), steps=len(points), learning_rate=learning_rate)

    assert [step.after["A"].item() for step in steps] == pytest.approx(points, rel=1e-12)


def test_what_is_not_set_to_zero_adds_up():
    # The slope of A·5 is 5 wherever A is: 5, 5 + 5, 5 + 5 + 5.
    steps = walk(Experiment("times_five", {"A": [2.0]}, dtype="float32"), steps=3, learning_rate=0.5, zero_grad=False)

    assert [step.printed["A"] for step in steps] == ["tensor([5.])", "tensor([10.])", "tensor([15.])"]
    assert [step.gradients["A"].item() for step in steps] == [5.0, 5.0, 5.0]
    assert [step.after["A"].item() for step in steps] == [2 - 2.5, 2 - 2.5 - 5, 2 - 2.5 - 5 - 7.5]


@on_devices
@over_reduced_cases
def test_a_step_begins_with_the_unscaled_gradient(name, shape, reduction, device):
    required = descended(LOSSES[name])
    experiment = default_experiment(name, shape, reduction=reduction, requires_grad=required, device=device)
    step, here = descent_step(experiment, learning_rate=1e-3), unscaled_gradient(experiment)

    np.testing.assert_array_equal(step.loss, here.loss)
    assert step.printed == here.printed
    for tensor in required:
        np.testing.assert_array_equal(step.gradients[tensor], here.gradients[tensor])
        np.testing.assert_array_equal(step.held[tensor], here.gradients[tensor])


@on_devices
@over_losses
def test_every_differentiated_tensor_steps_against_its_gradient(name, device):
    required = descended(LOSSES[name])
    experiment = default_experiment(name, requires_grad=required, device=device)
    step, here = descent_step(experiment, learning_rate=1e-3), unscaled_gradient(experiment)

    for tensor in required:
        expected = here.tensors[tensor] - 1e-3 * here.gradients[tensor]
        np.testing.assert_allclose(step.after[tensor], expected, rtol=1e-15)


@over_dtypes
def test_the_next_experiment_is_the_very_tensor_and_nothing_else_changes(name, dtype):
    experiment = default_experiment(name, (3,), dtype=dtype, requires_grad=descended(LOSSES[name]))
    step = descent_step(experiment, learning_rate=1e-3)

    for tensor in experiment.requires_grad:
        assert rounded(step.experiment.tensor(tensor), dtype).tolist() == step.after[tensor].tolist()
    assert replace(step.experiment, tensors=experiment.tensors) == experiment
    still = {n: value for n, value in experiment.tensors if n not in experiment.requires_grad}
    assert still.items() <= dict(step.experiment.tensors).items()


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
@deterministic
@given(data=st.data())
def test_the_next_value_is_written_with_the_fewest_digits(dtype, data):
    # NumPy writes its scalars with the fewest digits. (At a power of two the next number below is nearer than the one
    # above, and a decimal with fewer digits may lie on the far side alone: not compared.)
    numbers = st.floats(-100, 100, width=16).filter(lambda number: frexp(number)[0] not in (0.5, -0.5))
    value = data.draw(numbers | st.decimals(-10, 10, places=3).map(float))
    kept = rounded(value, dtype).item()
    written = descent_step(square_at(value, dtype=dtype), learning_rate=0.0).experiment.tensor("A")

    assert written == (pytest.approx(kept, abs=0) if dtype == "float64" else float(str(np.dtype(dtype).type(kept))),)


@pytest.mark.parametrize(("value", "written"), [(1.6, 1.6), (0.1, 0.1), (-2.0, -2.0), (3.14159, 3.14), (70000, 7e4)])
def test_bfloat16_is_written_with_the_digits_it_has(value, written):
    # 8 bits are two to three decimal digits.
    step = descent_step(square_at(value, dtype="bfloat16"), learning_rate=0.0)

    assert step.experiment.tensor("A") == (written,)


@on_devices
@over_dtypes_alone
def test_the_gradients_of_earlier_points_are_held_and_used(dtype, device):
    points = [square_at(value, dtype=dtype, device=device) for value in (1.0, -0.5, 4.0)]
    step = descent_step(points[-1], learning_rate=0.25, before=points[:-1])

    # 2A at each: 2 - 1 + 8. All exact in binary.
    assert (step.gradients["A"].item(), step.held["A"].item(), step.after["A"].item()) == (8.0, 9.0, 4.0 - 2.25)


@on_devices
@over("name, dtype", cover(DTYPE_CASES))
def test_the_steps_from_many_positions_are_the_steps_from_each(name, dtype, device):
    required = descended(LOSSES[name])
    experiment = default_experiment(name, dtype=dtype, requires_grad=required, device=device)
    # Off the corners, at which a batch and a row alone may fall to different sides.
    positions = [position + 0.0123 for position in LOSSES[name].primary.slider.positions[:-1:40]]
    points = [with_element(experiment, LOSSES[name].primary.name, 0, position) for position in positions]
    swept = sweep(experiment, tensor=LOSSES[name].primary.name, element=0, positions=positions)
    found = steps_from(experiment, swept, learning_rate=1e-3, before=points[-2:])

    tolerance = {"rtol": 8 * EPSILON[dtype], "atol": 8 * EPSILON[dtype]}
    for row, point in enumerate(points):
        if not all(np.isfinite(found.after[tensor][row]).all() for tensor in required):
            with pytest.raises(ExperimentError, match="finite"):
                descent_step(point, learning_rate=1e-3, before=points[-2:])
            continue
        step = descent_step(point, learning_rate=1e-3, before=points[-2:])
        for tensor in required:
            np.testing.assert_allclose(found.held[tensor][row], step.held[tensor], **tolerance)
            np.testing.assert_allclose(found.after[tensor][row], step.after[tensor], **tolerance)
        np.testing.assert_allclose(found.losses[row], trail_losses([step.experiment])[0], **tolerance)


def test_a_step_that_leaves_the_domain_is_told_with_where_it_leads():
    experiment = Experiment("binary_cross_entropy", {"input": [0.5], "target": [1.0]})
    swept = sweep(experiment, tensor="input", element=0, positions=[0.5, 0.8])
    found = steps_from(experiment, swept, learning_rate=0.2)

    # The slope of -ln x is -1/x: 0.5 + 0.2·2 and 0.8 + 0.2·1.25.
    assert found.after["input"].ravel().tolist() == pytest.approx([0.9, 1.05])
    assert found.losses.tolist() == pytest.approx([-np.log(0.9), np.nan], nan_ok=True)


def test_a_step_to_no_number_is_told_too():
    experiment = square_at(1.0)
    swept = sweep(experiment, tensor="A", element=0, positions=[1e200, 1.0])
    found = steps_from(experiment, swept, learning_rate=1e200)

    assert found.after["A"].ravel().tolist() == [-np.inf, -2e200]
    assert np.isnan(found.losses[0])


def with_prints(program: str, experiment: Experiment) -> str:
    """The program as a file that ends by printing the numbers it came to."""
    names = ", ".join(f"{name}.tolist()" for name in experiment.requires_grad)
    return f"import json, torch\nfrom torch.nn import functional as F\n{program}\nprint(json.dumps([{names}]))"


def test_the_loop_alone_in_an_interpreter_takes_the_same_steps():
    matrix = [(name, dtype, zero_grad) for name, dtype in DTYPE_CASES for zero_grad in (True, False)]
    loops = [
        (default_experiment(name, dtype=dtype, requires_grad=descended(LOSSES[name])), zero_grad)
        for name, dtype, zero_grad in cover(matrix)
    ]
    fields = {"steps": 3, "learning_rate": 0.01}
    printed = outputs([with_prints(descent_program(e, zero_grad=zero_grad, **fields), e) for e, zero_grad in loops])

    for (experiment, zero_grad), output in zip(loops, printed, strict=True):
        last = walk(experiment, zero_grad=zero_grad, **fields)[-1]
        assert json.loads(output) == [last.after[name].tolist() for name in experiment.requires_grad], experiment


def test_the_loop_is_the_one_a_teacher_writes():
    # The classic loop of the PyTorch tutorials ("Learning PyTorch with Examples", torch.no_grad and grad = None).
    experiment = Experiment("mse_loss", {"input": [2.0], "target": [1.0]}, dtype="float32", device="cpu")

    assert descent_program(experiment, learning_rate=0.1, steps=5).split("\n") == [
        "input = torch.tensor([2.0], requires_grad=True)",
        "target = torch.tensor([1.0])",
        "for step in range(5):",
        "    loss = F.mse_loss(input, target)",
        "    loss.backward()",
        "    with torch.no_grad():",
        "        input -= 0.1 * input.grad",
        "    input.grad = None",
    ]


def test_without_zero_grad_the_loop_forgets_nothing():
    assert "None" not in descent_program(square_at(1.0), learning_rate=0.1, steps=2, zero_grad=False)


@on_devices
@over_cases
def test_a_trail_has_the_loss_of_each_of_its_points(name, shape, device):
    experiment = default_experiment(name, shape, device=device)
    points = [experiment, *(step.experiment for step in walk(experiment, steps=2, learning_rate=0.01))]

    alone = [unscaled_gradient(point).loss for point in points]
    np.testing.assert_allclose(trail_losses(points), alone, rtol=1e-12, atol=1e-12)


def test_a_trail_of_several_losses_has_what_backward_weighs_together():
    # v·A² for v = (1, -0.5): 4 - 0.5 and 9 - 0.5·16.
    points = [Experiment("square", {"A": A}, reduction="none", vector=[1.0, -0.5]) for A in ([2.0, 1.0], [3.0, 4.0])]

    assert trail_losses(points).tolist() == [3.5, 1.0]


def test_a_step_out_of_the_domain_is_refused_with_the_domain():
    # The slope of -ln x at 0.5 is -2: a step of 1 leads to 2.5.
    experiment = Experiment("binary_cross_entropy", {"input": [0.5], "target": [1.0]})

    with pytest.raises(ExperimentError, match=r"expected 0 <= value <= 1 in input, got 2\.5"):
        descent_step(experiment, learning_rate=1.0)


@pytest.mark.parametrize(
    ("experiment", "came"),
    [
        (square_at(1e200), "-inf"),
        (square_at(-1e200), "inf"),
        (Experiment("sqrt", {"A": -1.0}), "nan"),
        (square_at(300.0, dtype="float16"), "-inf"),
    ],
    ids=str,
)
def test_a_step_to_no_number_is_refused_with_what_came(experiment, came):
    with pytest.raises(ExperimentError, match=f"expected finite numbers in A after the step, got {came}$"):
        descent_step(experiment, learning_rate=1e200)


@pytest.mark.parametrize("rate", [-0.1, float("nan"), float("inf"), "0.1", None, True])
def test_a_learning_rate_that_is_none_is_refused(rate):
    with pytest.raises(ExperimentError, match="expected a learning rate of at least 0, got "):
        descent_step(square_at(1.0), learning_rate=rate)


OTHERS = {
    "another loss": default_experiment("cube"),
    "another dtype": square_at(1.0, dtype="float32"),
    "another size": Experiment("square", {"A": [1.0, 2.0]}),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_points_of_another_experiment_are_refused(other):
    with pytest.raises(ExperimentError, match=r"expected points .*, got "):
        descent_step(square_at(1.0), learning_rate=0.1, before=[other])


def test_a_trail_without_points_is_refused():
    with pytest.raises(ExperimentError, match="expected at least one point, got none"):
        trail_losses([])


def test_a_step_survives_pickling():
    step = descent_step(with_element(default_experiment("huber_loss"), "input", 0, 2.0), learning_rate=0.1)

    np.testing.assert_equal(pickle.loads(pickle.dumps(step)).__dict__, step.__dict__)
