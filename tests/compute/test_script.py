"""The whole program, alone in an interpreter that has never heard of gradlab, prints what the page shows."""

from gradlab import LOSSES, Experiment, unscaled_gradient
from gradlab.compute.script import script, sections
from tests.compute.experiments import CASES, REDUCED_CASES, default_experiment, differentiable, on_devices, over_losses
from tests.compute.interpreter import outputs, python
from tests.compute.matrix import cover

WITH_DTYPE = [(*case, dtype) for case in REDUCED_CASES for dtype in LOSSES[case[0]].dtypes]


def text_of(experiment: Experiment) -> str:
    return script(experiment, unscaled_gradient(experiment).printed)


def shown(experiment: Experiment) -> str:
    """What the page shows: `.grad` of every tensor that requires it, each as PyTorch prints it."""
    printed = unscaled_gradient(experiment).printed
    return "".join(f"{printed[name]}\n" for name in experiment.requires_grad)


@on_devices
def test_every_program_prints_the_gradient_the_page_shows(device):
    experiments = [
        default_experiment(name, shape, reduction=reduction, dtype=dtype, device=device)
        for name, shape, reduction, dtype in cover(WITH_DTYPE)
    ]
    printed = outputs([text_of(experiment) for experiment in experiments])

    assert len(printed) >= len(LOSSES)
    for experiment, output in zip(experiments, printed, strict=True):
        assert output == shown(experiment), experiment


def test_every_program_prints_the_gradient_of_each_tensor_that_requires_one():
    experiments = [
        default_experiment(name, shape, optional=True, requires_grad=differentiable(LOSSES[name], optional=True))
        for name, shape in cover(CASES)
    ]
    printed = outputs([text_of(experiment) for experiment in experiments])

    assert {len(experiment.requires_grad) for experiment in experiments} > {1}
    assert printed == [shown(experiment) for experiment in experiments]


def test_a_program_saved_as_a_file_runs_by_itself(tmp_path):
    experiment = default_experiment("huber_loss", (3,), dtype="float32", parameters={"delta": 0.3})
    saved = tmp_path / "gradlab-huber_loss.py"
    saved.write_text(text_of(experiment), encoding="utf-8")

    assert python(str(saved)) == shown(experiment)


@over_losses
def test_the_comment_beside_a_print_is_what_it_prints(name):
    experiment = default_experiment(name, (LOSSES[name].sizes[1],), dtype="float64")
    printed = unscaled_gradient(experiment).printed
    first, *others = sections(experiment, printed)[2].split("\n")
    code, comment = first.split("  # ")
    continued = [line.removeprefix("#" + " " * (len(code) + 3)) for line in others]

    assert "\n".join([comment, *continued]) == printed[experiment.requires_grad[0]]


def test_the_sources_example_is_the_sources_program():
    # The source tutorial's program and its output.
    experiment = Experiment("times_five", {"A": [5.0]}, dtype="float32", device="cpu")

    assert text_of(experiment).split("\n") == [
        "import torch",
        "",
        "A = torch.tensor([5.0], requires_grad=True)",
        "loss = A*5",
        "loss.backward()",
        "print(A.grad)  # tensor([5.])",
        "",
    ]


@over_losses
def test_what_is_imported_is_used(name):
    imports, lines, _ = sections(default_experiment(name), {LOSSES[name].primary.name: "…"})

    assert [line.split()[-1] for line in imports.split("\n")] == ["torch"] + ["F"] * ("F." in lines)


@over_losses
def test_a_program_is_two_paragraphs_and_ends_with_its_last_line(name):
    text = text_of(default_experiment(name))

    assert text.count("\n\n") == 1
    assert text.endswith(")\n")
