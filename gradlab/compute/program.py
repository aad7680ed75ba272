"""The PyTorch program that gives an experiment's gradient, or descends it, as a teacher writes it on the board."""

import ast

import torch

from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment, Nested
from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.loss import Loss, TensorArgument
from gradlab.compute.losses.shapes import count


def program(
    experiment: Experiment,
    printed: str,
    *,
    read: str | None = None,
    moved: tuple[str, int] | None = None,
    value: str = "",
) -> str:
    """The lines that define the tensors, compute the loss, call `backward()` and read `.grad`.

    printed: what the last line prints, written behind it as a comment. read: the tensor whose `.grad` that is, by
    default the first that is differentiated. moved: a tensor and an element whose literal
    is written as `value` instead, so that a page can keep that one place up to date.
    """
    last = commented(f"{read or experiment.requires_grad[0]}.grad", printed)
    return f"{calculation(experiment, moved=moved, value=value)}\n{last}"


def calculation(experiment: Experiment, *, moved: tuple[str, int] | None = None, value: str = "") -> str:
    """The lines of the program up to `backward()`."""
    return "\n".join([*definitions(experiment, moved, value), *_differentiation(experiment)])


def descent_program(experiment: Experiment, *, learning_rate: float, steps: int, zero_grad: bool = True) -> str:
    """The loop of gradient descent from the experiment's values: so many times `A -= learning_rate * A.grad`.

    zero_grad: whether it forgets each gradient before the next, by `A.grad = None`.
    """
    loop = step_lines(experiment, learning_rate=learning_rate) + (zero_grad_lines(experiment) if zero_grad else [])
    return "\n".join([*definitions(experiment), f"for step in range({steps}):", *(f"    {line}" for line in loop)])


def step_lines(experiment: Experiment, *, learning_rate: float) -> list[str]:
    """The lines that take one step: differentiate, then `A -= learning_rate * A.grad`."""
    moves = [f"    {name} -= {literal(learning_rate)} * {name}.grad" for name in experiment.requires_grad]
    return [*_differentiation(experiment), "with torch.no_grad():", *moves]


def zero_grad_lines(experiment: Experiment) -> list[str]:
    """The lines behind a step that forget its gradient: what an optimizer's `zero_grad()` does."""
    return [f"{name}.grad = None" for name in experiment.requires_grad]


def commented(code: str, printed: str) -> str:
    """A line of code and behind it, as a comment on as many lines as that takes, what it prints."""
    first, *others = printed.split("\n")
    return "\n".join([f"{code}  # {first}", *(f"#{' ' * (len(code) + 3)}{line}" for line in others)])


def literal(number: float) -> str:
    """A number as Python code."""
    return repr(number)


def placement(dtype: str, device: torch.device) -> str:
    """The options of `torch.tensor` for a dtype (none for integers) on a device, where they are not its defaults."""
    options = f", dtype=torch.{dtype}" if dtype not in ("", "float32") else ""
    return options + (f', device="{device}"' if device.type != "cpu" else "")


def definitions(experiment: Experiment, moved: tuple[str, int] | None = None, value: str = "") -> list[str]:
    """A line for each tensor; one literal may be written as `value` instead, as in `program`."""
    there = dict(experiment.tensors)
    arguments = [argument for argument in LOSSES[experiment.loss].tensors if argument.name in there]
    return [_definition(experiment, argument, moved, value) for argument in arguments]


def loss_lines(experiment: Experiment) -> list[str]:
    """The loss, behind the lines that it takes to write it."""
    *before, call = _call(experiment).split("\n")
    return [*before, f"loss = {call}"]


def _differentiation(experiment: Experiment) -> list[str]:
    return [*loss_lines(experiment), _backward(experiment)]


def _definition(experiment: Experiment, argument: TensorArgument, moved: tuple[str, int] | None, value: str) -> str:
    name = argument.name
    replacement = (moved[1], value) if moved and moved[0] == name else None
    numbers = _literals(experiment.tensor(name), replacement)
    options = _placement(experiment, floating=argument.kind != "class_index")
    if name in experiment.requires_grad:
        options += ", requires_grad=True"
    return f"{name} = torch.tensor({numbers}{options})"


def _placement(experiment: Experiment, *, floating: bool) -> str:
    """The dtype and device of a tensor, where they differ from PyTorch's defaults."""
    return placement(experiment.dtype if floating else "", resolve(experiment.device))


def _literals(value: Nested, replacement: tuple[int, str] | None) -> str:
    """Nested numbers as code, with the element of the flattened tensor at `replacement` written differently."""
    seen = 0

    def write(part: Nested) -> str:
        """One part of it, its numbers counted on the way."""
        nonlocal seen
        if isinstance(part, tuple):
            return "[" + ", ".join(write(inner) for inner in part) + "]"
        text = replacement[1] if replacement and replacement[0] == seen else literal(part)
        seen += 1
        return text

    return write(value)


def _call(experiment: Experiment) -> str:
    """The loss as code: options only where they differ from PyTorch's defaults."""
    loss = LOSSES[experiment.loss]
    code = loss.written(loss.code, dict(experiment.parameters), dict(experiment.tensors))
    if "{options}" not in code:
        return code if _one_element(experiment) else _reduced(code, experiment.reduction)
    code = loss.mean_code if experiment.reduction == "mean" and loss.mean_code else code
    return code.format(options="".join(f", {option}" for option in _options(loss, experiment)))


def _options(loss: Loss, experiment: Experiment) -> list[str]:
    there, parameters = dict(experiment.tensors), dict(experiment.parameters)
    options = [f"{a.name}={a.name}" for a in loss.tensors if a.optional and a.name in there]
    written = [p for p in loss.parameters if p.code and p.applies(parameters) and parameters[p.name] != p.default]
    options += [f"{p.name}={p.code(parameters[p.name])}" for p in written]
    if experiment.reduction != "mean":
        options.append(f'reduction="{experiment.reduction}"')
    return options


def _one_element(experiment: Experiment) -> bool:
    return count(experiment.output_shape) == 1


def _reduced(code: str, reduction: str) -> str:
    """The code with its last line, the losses of all elements, reduced to one number."""
    if reduction == "none":
        return code
    *before, losses = code.split("\n")
    is_call = isinstance(ast.parse(losses, mode="eval").body, ast.Call)
    return "\n".join([*before, f"{losses}.{reduction}()" if is_call else f"({losses}).{reduction}()"])


def _backward(experiment: Experiment) -> str:
    if experiment.vector is None:
        return "loss.backward()"
    return f"loss.backward(gradient={vector_code(experiment)})"


def vector_code(experiment: Experiment) -> str:
    """The v of `backward(gradient=v)` as code."""
    return f"torch.tensor({_literals(experiment.vector, None)}{_placement(experiment, floating=True)})"
