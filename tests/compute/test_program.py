"""The program a teacher would write gives, when it runs, the gradient the page shows."""

import re

import pytest
import torch
from torch.nn import functional as F

from gradlab import LOSSES, Experiment, unscaled_gradient
from gradlab.compute.experiment import flat
from gradlab.compute.losses import Parameter
from gradlab.compute.program import literal, program
from tests.compute.experiments import (
    REDUCED_CASES,
    chosen_parameters,
    continuous,
    default_experiment,
    differentiable,
    on_devices,
    optional_tensors,
    over_cases,
    over_losses,
)
from tests.compute.matrix import over

# Each case in one of the loss's dtypes, each of them in turn.
WITH_A_DTYPE = [
    (*case, LOSSES[case[0]].dtypes[place % len(LOSSES[case[0]].dtypes)]) for place, case in enumerate(REDUCED_CASES)
]
PARAMETERS = [(loss.name, parameter) for loss in LOSSES.values() for parameter in loss.parameters]


def text_of(experiment: Experiment) -> str:
    return program(experiment, unscaled_gradient(experiment).printed[experiment.requires_grad[0]])


def run(text: str) -> dict:
    """The variables of the program after it ran, as in a notebook where torch and F are imported."""
    variables = {"torch": torch, "F": F}
    exec(text, variables)
    return variables


def assert_program_gives_the_gradient(experiment: Experiment) -> None:
    result = unscaled_gradient(experiment)
    variables = run(text_of(experiment))
    for name in experiment.requires_grad:
        assert str(variables[name].grad) == result.printed[name]


@on_devices
@over("name, shape, reduction, dtype", WITH_A_DTYPE)
def test_the_program_runs_to_the_gradient_shown(name, shape, reduction, dtype, device):
    assert_program_gives_the_gradient(default_experiment(name, shape, reduction=reduction, dtype=dtype, device=device))


@over_losses
def test_the_program_runs_at_every_size_a_page_offers(name):
    for size in range(LOSSES[name].sizes[0], LOSSES[name].sizes[1] + 1):
        assert_program_gives_the_gradient(default_experiment(name, (size,), dtype="float32"))


@over_cases
def test_the_program_differentiates_every_tensor_that_requires_it(name, shape):
    assert_program_gives_the_gradient(default_experiment(name, shape, requires_grad=differentiable(LOSSES[name])))


@pytest.mark.parametrize("reduction", ["mean", "sum"])
@over("name, optional", [(name, names) for name, loss in LOSSES.items() for names in optional_tensors(loss)[1:]])
def test_the_program_carries_the_tensors_that_may_be_left_out(name, optional, reduction):
    whole = dict(default_experiment(name, optional=True).tensors)
    tensors = {t: value for t, value in whole.items() if t in optional or not LOSSES[name].tensor(t).optional}
    experiment = Experiment(name, tensors, reduction=reduction)

    assert_program_gives_the_gradient(experiment)
    for tensor in optional:
        assert re.search(rf"^loss = .*\b{tensor}\b", text_of(experiment), re.MULTILINE)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda part: getattr(part, "name", part))
def test_the_program_carries_the_parameters(name, parameter: Parameter):
    offered = (parameter.slider.positions[1], parameter.slider.high) if parameter.slider else parameter.choices
    for value in (parameter.default, *offered):
        assert_program_gives_the_gradient(default_experiment(name, parameters={parameter.name: value}))


@over(
    "name, parameters", [(name, parameters) for name, loss in LOSSES.items() for parameters in chosen_parameters(loss)]
)
def test_the_program_carries_two_parameters_at_once(name, parameters):
    # What PyTorch heeds only at some values of another is written only then: here a warning is an error.
    assert_program_gives_the_gradient(default_experiment(name, parameters=parameters))


@over_cases
def test_the_comment_is_what_the_last_line_prints(name, shape):
    experiment = default_experiment(name, shape, dtype="float32", reduction="sum")
    last_line, *others = text_of(experiment).split("loss.backward()\n")[1].split("\n")
    read, comment = last_line.split("  # ")
    continued = [line.removeprefix("#" + " " * (len(last_line) - len(comment) - 1)) for line in others]

    assert "\n".join([comment, *continued]) == str(eval(read, run(text_of(experiment))))


def test_the_sources_example_is_the_sources_program():
    # The source tutorial's four lines.
    experiment = Experiment("times_five", {"A": [5.0]}, dtype="float32", device="cpu")

    assert text_of(experiment).split("\n") == [
        "A = torch.tensor([5.0], requires_grad=True)",
        "loss = A*5",
        "loss.backward()",
        "A.grad  # tensor([5.])",
    ]


def test_only_what_differs_from_pytorchs_defaults_is_written():
    tensors = {"input": [5.0, 1.0], "target": [3.0, 1.5]}
    experiment = Experiment(
        "huber_loss", tensors, {"delta": 2.0}, reduction="none", dtype="float16", device="cpu", vector=[1.0, 0.5]
    )

    assert program(experiment, "…").split("\n") == [
        "input = torch.tensor([5.0, 1.0], dtype=torch.float16, requires_grad=True)",
        "target = torch.tensor([3.0, 1.5], dtype=torch.float16)",
        'loss = F.huber_loss(input, target, delta=2.0, reduction="none")',
        "loss.backward(gradient=torch.tensor([1.0, 0.5], dtype=torch.float16))",
        "input.grad  # …",
    ]


@over_cases
def test_a_moved_element_is_written_once_and_in_its_place(name, shape):
    experiment = default_experiment(name, shape)
    for argument in continuous(LOSSES[name]):
        for index, number in enumerate(flat(experiment.tensor(argument.name))):
            text = program(experiment, "…", moved=(argument.name, index), value="❰here❱")
            assert text.count("❰here❱") == 1
            assert text.replace("❰here❱", literal(number)) == program(experiment, "…")
            line = next(line for line in text.split("\n") if "❰here❱" in line)
            assert line.startswith(f"{argument.name} = ")
            assert line.split("❰here❱")[0].count(",") == index


@pytest.mark.parametrize("number", [0.0, 0.1, -2.5, 1e-300, 1e22, 3, 2.0**-30])
def test_a_literal_is_python_for_the_very_number(number):
    written = eval(literal(number))

    assert (written, type(written)) == (number, type(number))
