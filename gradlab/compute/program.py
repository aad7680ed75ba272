"""The PyTorch program that gives an experiment's gradient, as a teacher would write it on the board."""

from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment, Nested
from gradlab.compute.losses import LOSSES
from gradlab.compute.losses.loss import TensorArgument, count


def program(experiment: Experiment, printed: str, *, moved: tuple[str, int] | None = None, value: str = "") -> str:
    """The lines that define the tensors, compute the loss, call `backward()` and read `.grad`.

    printed: what the last line prints, written behind it as a comment. moved: a tensor and an element whose literal
    is written as `value` instead, so that a page can keep that one place up to date.
    """
    read = commented(f"{experiment.requires_grad[0]}.grad", printed)
    return f"{calculation(experiment, moved=moved, value=value)}\n{read}"


def calculation(experiment: Experiment, *, moved: tuple[str, int] | None = None, value: str = "") -> str:
    """The lines of the program up to `backward()`."""
    definitions = [_definition(experiment, argument, moved, value) for argument in LOSSES[experiment.loss].tensors]
    return "\n".join([*definitions, f"loss = {_call(experiment)}", _backward(experiment)])


def commented(code: str, printed: str) -> str:
    """A line of code and behind it, as a comment on as many lines as that takes, what it prints."""
    first, *others = printed.split("\n")
    return "\n".join([f"{code}  # {first}", *(f"#{' ' * (len(code) + 3)}{line}" for line in others)])


def literal(number: float) -> str:
    """A number as Python code."""
    return repr(number)


def _definition(experiment: Experiment, argument: TensorArgument, moved: tuple[str, int] | None, value: str) -> str:
    name = argument.name
    replacement = (moved[1], value) if moved and moved[0] == name else None
    numbers = _literals(experiment.tensor(name), replacement)
    options = _placement(experiment, floating=argument.kind == "continuous")
    if name in experiment.requires_grad:
        options += ", requires_grad=True"
    return f"{name} = torch.tensor({numbers}{options})"


def _placement(experiment: Experiment, *, floating: bool) -> str:
    """The dtype and device of a tensor, where they differ from PyTorch's defaults."""
    device = str(resolve(experiment.device))
    dtype = f", dtype=torch.{experiment.dtype}" if floating and experiment.dtype != "float32" else ""
    return dtype + (f', device="{device}"' if device != "cpu" else "")


def _literals(value: Nested, replacement: tuple[int, str] | None) -> str:
    """Nested numbers as code, with the element of the flattened tensor at `replacement` written differently."""
    seen = 0

    def write(part: Nested) -> str:
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
    if "{options}" not in loss.code:
        return loss.code if _one_element(experiment) else _reduced(loss.code, experiment.reduction)
    parameters = dict(experiment.parameters)
    options = [f"{p.name}={literal(parameters[p.name])}" for p in loss.parameters if parameters[p.name] != p.default]
    if experiment.reduction != "mean":
        options.append(f'reduction="{experiment.reduction}"')
    return loss.code.format(options="".join(f", {option}" for option in options))


def _one_element(experiment: Experiment) -> bool:
    return count(experiment.output_shape) == 1


def _reduced(code: str, reduction: str) -> str:
    if reduction == "none":
        return code
    return f"({code}).{reduction}()" if "*" in code else f"{code}.{reduction}()"


def _backward(experiment: Experiment) -> str:
    if experiment.vector is None:
        return "loss.backward()"
    vector = _literals(experiment.vector, None)
    return f"loss.backward(gradient=torch.tensor({vector}{_placement(experiment, floating=True)}))"
