"""An experiment: one loss at one set of values. The noun everything in gradlab is a verb to."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from gradlab.compute.losses import LOSSES, Loss, Parameter, TensorArgument
from gradlab.compute.losses.loss import DTYPES, Value
from gradlab.compute.losses.shapes import Shape

__all__ = ["DTYPES", "Experiment", "ExperimentError", "Nested", "flat", "shape_of"]

Nested = float | int | tuple["Nested", ...]


class ExperimentError(ValueError):
    """The experiment cannot be done; the message says what was expected and what came."""


@dataclass(frozen=True)
class Experiment:
    """One loss function at one set of tensor values: what is differentiated, in which precision, and where.

    loss: a key of `LOSSES`.
    tensors: the value of each tensor, named as PyTorch names the argument: a number or nested sequences of numbers,
        integers for class indices. A tensor that PyTorch does not need, such as `weight`, may be left out.
    parameters: the loss's keyword parameters; those left out take PyTorch's defaults.
    reduction: `"mean"`, `"sum"` or `"none"`; a few losses have `"batchmean"`.
    dtype: `"float64"`, `"float32"`, `"float16"` or `"bfloat16"`; a few losses do not have the last two.
    device: `"auto"` (CUDA where there is one), `"cpu"`, `"cuda"` or `"cuda:1"`. Only the spelling is checked here.
    requires_grad: the tensors that are differentiated; by default the loss's primary one.
    vector: the v of `backward(gradient=v)`, of the unreduced loss's shape; needed when `reduction="none"` leaves
        several elements.

    Frozen, hashable and made of plain values: `tensors` and `parameters` become sorted pairs, sequences become tuples.
    Raises ExperimentError, which says what was expected and what came.
    """

    loss: str
    tensors: Any
    parameters: Any = None
    reduction: str = "mean"
    dtype: str = "float64"
    device: str = "auto"
    requires_grad: Any = None
    vector: Any = None

    def __post_init__(self) -> None:
        loss = _known_loss(self.loss)
        parameters = _checked_parameters(loss, self.parameters)
        self._set("tensors", _checked_tensors(loss, self.tensors, dict(parameters)))
        self._set("parameters", parameters)
        _one_of("reduction", self.reduction, loss.reductions)
        _one_of("dtype", self.dtype, loss.dtypes)
        if not (isinstance(self.device, str) and re.fullmatch(r"auto|cpu|cuda(:\d{1,3})?", self.device, re.ASCII)):
            raise ExperimentError(f"expected device auto, cpu, cuda or cuda:N, got {self.device!r}")
        self._set("requires_grad", _checked_names(loss, dict(self.tensors), self.requires_grad))
        self._set("vector", _checked_vector(self.output_shape, self.reduction, self.vector))

    def _set(self, field: str, value: Any) -> None:
        object.__setattr__(self, field, value)

    def tensor(self, name: str) -> Nested:
        """The value of one tensor, as nested tuples."""
        return dict(self.tensors)[name]

    def shape(self, name: str) -> Shape:
        """The shape of one tensor: `()` for a number, `(3,)` for three elements."""
        return shape_of(self.tensor(name))

    @property
    def output_shape(self) -> Shape:
        """The shape of the loss before reduction."""
        shapes = {name: shape_of(value) for name, value in self.tensors}
        return LOSSES[self.loss].shape_at(shapes, dict(self.parameters))


def shape_of(value: Nested) -> Shape:
    """The shape of regular nested tuples: `()` for a number."""
    return (len(value), *shape_of(value[0])) if isinstance(value, tuple) else ()


def flat(value: Nested) -> list[float]:
    """All elements of nested tuples, in order."""
    return [number for part in value for number in flat(part)] if isinstance(value, tuple) else [value]


def _known_loss(name: Any) -> Loss:
    _one_of("loss", name, tuple(LOSSES))
    return LOSSES[name]


def _one_of(field: str, got: Any, allowed: Sequence[str]) -> None:
    if got not in allowed:
        raise ExperimentError(f"expected {field} to be one of {', '.join(allowed)}, got {got!r}")


def _pairs(field: str, given: Any, names: Iterable[str]) -> dict[str, Any]:
    """The given mapping (or pairs, as an experiment keeps them) as a dict whose names are all known."""
    try:
        mapping = dict(given or {})
    except (TypeError, ValueError):
        raise ExperimentError(f"expected {field} as a mapping from name to value, got {given!r}") from None
    known = tuple(names)
    unknown = [name for name in mapping if name not in known]
    if unknown:
        raise ExperimentError(f"expected {field} named {', '.join(known) or 'nothing'}, got {unknown[0]!r}")
    return mapping


def _checked_tensors(loss: Loss, given: Any, parameters: Mapping[str, Value]) -> tuple[tuple[str, Nested], ...]:
    mapping = _pairs("tensors", given, [argument.name for argument in loss.tensors])
    for argument in loss.required:
        if argument.name not in mapping:
            raise ExperimentError(f"expected tensor {argument.name} for {loss.name}, got {sorted(mapping)}")
    there = [argument for argument in loss.tensors if argument.name in mapping]
    values = {argument.name: _checked_tensor(argument, mapping[argument.name]) for argument in there}
    shapes = {name: shape_of(value) for name, value in values.items()}
    try:
        loss.shape_at(shapes, parameters)
    except ValueError as error:
        raise ExperimentError(str(error)) from None
    for argument in there:
        if argument.kind == "class_index":
            _check_classes(argument, values[argument.name], shapes, parameters)
    return tuple(sorted(values.items()))


def _checked_tensor(argument: TensorArgument, given: Any) -> Nested:
    value = _nested(argument.name, given)
    for number in flat(value):
        if argument.kind == "class_index":
            if not isinstance(number, int):
                raise ExperimentError(f"expected whole numbers (class indices) in {argument.name}, got {number!r}")
        elif argument.kind == "choice" and number not in argument.choices:
            allowed = ", ".join(f"{choice:g}" for choice in argument.choices)
            raise ExperimentError(f"expected one of {allowed} in {argument.name}, got {number!r}")
        elif number not in argument.domain:
            raise ExperimentError(f"expected {argument.domain} in {argument.name}, got {number!r}")
    return value if argument.kind == "class_index" else _floats(value)


def _check_classes(
    argument: TensorArgument, value: Nested, shapes: Mapping[str, Shape], parameters: Mapping[str, Value]
) -> None:
    classes, excluded = argument.classes(shapes), parameters.get(argument.excluded)
    allowed = f"class indices from {classes[0]} to {classes[-1]}"
    if excluded is not None and excluded not in classes:
        raise ExperimentError(f"expected {argument.excluded} to be one of the {allowed}, got {excluded}")
    for index in flat(value):
        if index not in classes and index != parameters.get(argument.ignored):
            raise ExperimentError(f"expected {allowed} in {argument.name}, got {index}")
        if index == excluded:
            raise ExperimentError(f"expected {argument.name} without {argument.excluded}, got {index}")


def _nested(name: str, given: Any) -> Nested:
    """Numbers in nested tuples, from numbers, nested sequences, NumPy arrays or tensors."""
    given = given.tolist() if hasattr(given, "tolist") else given
    if isinstance(given, int | float) and not isinstance(given, bool):
        if not _is_finite(given):
            raise ExperimentError(f"expected finite numbers in {name}, got {given!r}")
        return given
    if not isinstance(given, list | tuple):
        raise ExperimentError(f"expected numbers in {name}, got {given!r}")
    parts = tuple(_nested(name, part) for part in given)
    if not parts or len({shape_of(part) for part in parts}) > 1:
        raise ExperimentError(f"expected {name} as a number or a regular, non-empty nest of numbers, got {given!r}")
    return parts


def _is_finite(number: float) -> bool:
    try:
        return isfinite(number)
    except OverflowError:  # an int that no float can hold
        return False


def _floats(value: Nested) -> Nested:
    return tuple(_floats(part) for part in value) if isinstance(value, tuple) else float(value)


def _checked_parameters(loss: Loss, given: Any) -> tuple[tuple[str, Value], ...]:
    mapping = _pairs("parameters", given, [parameter.name for parameter in loss.parameters])
    values = {p.name: _checked_parameter(p, mapping.get(p.name, p.default)) for p in loss.parameters}
    return tuple(sorted(values.items()))


# By the type of a parameter's default: what it takes besides, and what an error calls it.
_KINDS: dict[type, tuple[type, str]] = {
    bool: (bool, "True or False"),
    str: (str, "text"),
    int: (int, "a whole number"),
    float: (int, "a number"),
}


def _checked_parameter(parameter: Parameter, given: Any) -> Value:
    kind = type(parameter.default)
    other, called = _KINDS[kind]
    fits = isinstance(given, kind | other) and isinstance(given, bool) == (kind is bool)
    if not fits or not (isinstance(given, str) or _is_finite(given)):
        raise ExperimentError(f"expected {called} for {parameter.name}, got {given!r}")
    if kind is str:
        if parameter.choices:
            _one_of(parameter.name, given, parameter.choices)
    elif given not in parameter.domain:
        raise ExperimentError(f"expected {parameter.domain} for {parameter.name}, got {given!r}")
    if parameter.check:
        try:
            parameter.check(given)
        except ValueError as error:
            raise ExperimentError(str(error)) from None
    return kind(given)


def _checked_names(loss: Loss, there: Iterable[str], given: Any) -> tuple[str, ...]:
    allowed = [argument.name for argument in loss.tensors if argument.differentiable and argument.name in there]
    if given is not None and not isinstance(given, Iterable):
        raise ExperimentError(f"expected names of tensors in requires_grad (of {', '.join(allowed)}), got {given!r}")
    names = (loss.primary.name,) if given is None else (given,) if isinstance(given, str) else tuple(given)
    if not names:
        raise ExperimentError(f"expected at least one tensor in requires_grad (of {', '.join(allowed)}), got none")
    for name in names:
        _one_of("requires_grad", name, allowed)
    return tuple(sorted(set(names), key=allowed.index))


def _checked_vector(output_shape: Shape, reduction: str, given: Any) -> Nested | None:
    if given is None:
        return None
    if reduction != "none":
        raise ExperimentError(f"expected a vector only with reduction none, got one with reduction {reduction}")
    vector = _floats(_nested("vector", given))
    if shape_of(vector) != output_shape:
        raise ExperimentError(f"expected vector of shape {list(output_shape)}, got {list(shape_of(vector))}")
    return vector
