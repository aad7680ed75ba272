"""What an entry of the catalogue is: one loss function with everything the rest of gradlab asks about it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import NamedTuple

from torch import Tensor

from gradlab.compute.losses.exact_rows import ExactRows, in_full_precision
from gradlab.compute.losses.reduction import Divisor, count_elements
from gradlab.compute.losses.shapes import Shape, classes_of_input, one_axis

Value = float | int | bool | str
Latex = str | Callable[..., str]
DTYPES = ("float64", "float32", "float16", "bfloat16")


@dataclass(frozen=True)
class Interval:
    """The numbers from `low` to `high`; the ends belong to it unless it is `open`."""

    low: float = -inf
    high: float = inf
    open: bool = False

    def __contains__(self, number: float) -> bool:
        if self.open:
            return self.low < number < self.high
        return self.low <= number <= self.high

    def __str__(self) -> str:
        less = "<" if self.open else "<="
        low = f"{self.low:g} {less} " if self.low > -inf else ""
        high = f" {less} {self.high:g}" if self.high < inf else ""
        return f"{low}value{high}"


REALS = Interval()


@dataclass(frozen=True)
class Slider:
    """The values a slider offers: `low`, `low + step`, … up to `high`."""

    low: float
    high: float
    step: float

    @property
    def positions(self) -> list[float]:
        """Every value the slider can take, each the float nearest to its decimal."""
        return list(_positions(self))


@lru_cache
def _positions(slider: Slider) -> tuple[float, ...]:
    count = round((slider.high - slider.low) / slider.step) + 1
    return tuple(round(slider.low + index * slider.step, 10) for index in range(count))


@dataclass(frozen=True)
class TensorArgument:
    """One tensor that a loss takes, named as PyTorch names the argument.

    `kind` is `"continuous"` (a slider for each element), `"choice"` (floating, each element one of `choices`) or
    `"class_index"` (integers, each one of `classes`; the parameter that `ignored` names is one more of them, the one
    that `excluded` names is none).
    `domain` is where PyTorch evaluates the loss without raising; NaN is an answer, an exception is not.
    `optional` tensors may be left out, and are then not passed to PyTorch. `shape` is the tensor's shape where a page
    shows the loss at size n; `defaults` are the values it opens with, flattened, as many as the largest size needs
    (off every kink). `symbol` stands for it in the formula. `instead(parameters)` is what a page shows in its place
    where its numbers mean something else at these parameters, such as logarithms.
    """

    name: str
    defaults: tuple[float, ...]
    slider: Slider | None = None
    kind: str = "continuous"
    choices: tuple[float, ...] = ()
    domain: Interval = Interval()
    differentiable: bool = True
    optional: bool = False
    shape: Callable[[int], Shape] = one_axis
    classes: Callable[[Mapping[str, Shape]], range] = classes_of_input
    ignored: str = ""
    excluded: str = ""
    symbol: str = "x"
    instead: Callable[[Mapping[str, Value]], "TensorArgument | None"] = lambda _: None

    @property
    def movable(self) -> bool:
        """Whether a page can move its elements and show a slope: a label may have one, but nothing lies between two."""
        return self.differentiable and self.slider is not None


@dataclass(frozen=True)
class Parameter:
    """One keyword parameter of a loss, such as Huber's `delta`. The type of `default` is the type it takes.

    A number lies in `domain`; text is one of `choices`, if there are any. A page offers `slider` or `choices`; where
    there is neither, a field for text, and nothing for a number. A slider has at most 41 positions: to reshape the
    curve while it moves, a page needs a curve for each.
    `check(value)` raises ValueError for a value that cannot be used.
    `code` writes the value as a program has it; it is None where the code of the loss itself depends on it.
    `applies(parameters)` is whether PyTorch heeds it at these values of the parameters in front of it. Where it does
    not, a program leaves it out and a page locks it.
    """

    name: str
    default: Value
    domain: Interval = Interval()
    slider: Slider | None = None
    choices: tuple[Value, ...] = ()
    check: Callable[[Value], object] | None = None
    code: Callable[[Value], str] | None = repr
    applies: Callable[[Mapping[str, Value]], bool] = lambda _: True
    symbol: str = ""


@dataclass(frozen=True)
class Companion:
    """What is shown beside a loss because its gradient is read against it, such as the softmax of the logits.

    `of(**tensors)` computes it from all tensors of the loss, from a batch of rows too.
    """

    name: str
    of: Callable[..., Tensor]


@dataclass(frozen=True)
class Remark:
    """Something PyTorch does at some values that the formula does not say, such as to clamp a logarithm.

    `holds(**tensors)` says where, for each row of a batch `[N, …]`: bool `[N, …]`, true where it is so of an element.
    """

    name: str
    holds: Callable[..., Tensor]


@dataclass(frozen=True)
class Line:
    """The line `weight * x + bias` that a loss fits to data points `(x, y)`: the names of its four tensors.

    A page that finds one can draw the points and the line beside the loss. `weight` and `bias` have one element.
    """

    weight: str
    bias: str
    x: str
    y: str


class Needs(NamedTuple):
    """What the parameters ask for: at least so many elements, and these optional tensors."""

    size: int = 1
    tensors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Loss:
    """One loss function: how PyTorch computes it, how a batch of rows is computed, and what a page needs to offer it.

    `function(**tensors, **parameters, reduction=...)` is PyTorch's own call. `rows` takes the same with a batch
    dimension in front of every tensor and gives the loss of each row, `[N, …] -> [N]` (`[N, *output]` for `"none"`).
    `output_shape(shapes)` is the shape of the unreduced loss; it raises ValueError for shapes that do not fit. It takes
    the parameters named in `shaping` besides.
    `needs(parameters)` is what they ask of the tensors.
    `divisor(tensors, parameters, reduction)` is what `"mean"` and `"batchmean"` divide by.
    `formula` and `derivative` (in the primary tensor) are LaTeX of one element, before reduction; where the form
    depends on parameters or on which optional tensors are there, functions of both by name. Behind `, \\quad` stand the
    definitions of what they use; the derivative may use those of the formula. `brief` is the formula at the defaults in
    plain text, for a list; there is none where the loss is called by it.
    `other_derivatives` are those in the other tensors, by their names; in what is not there, none is written out.
    `code` is the call as a program writes it, with `{options}` where optional tensors, parameters and reduction go, or
    like `formula` a function that writes it; `mean_code` the one for `"mean"` where PyTorch's own warns. A loss that
    takes several lines has them there: the last one is the losses of all elements, which a program reduces.
    `exact_rows(dtype, size)` is whether `rows` has the very bits of `function` of each row, in the loss and in the
    gradient, for so many unreduced losses. Where it has not, a sweep calls `function` row by row.
    `rows_twice` is whether `rows`, differentiated twice, is what `function` is.
    `calls(parameters)` is what one such call costs, counted in calls of an ordinary loss.
    `samples` are the tensors that have a row for each sample, where a page can show several.
    `remarks` are what PyTorch does beside it at some values.
    `line` says which tensors are a line and which its data, where the loss is that of a line.
    `starred` are the few a course begins with, `advanced` the rare ones. `dtypes` are those PyTorch computes it in.
    """

    name: str
    family: str
    function: Callable[..., Tensor]
    rows: Callable[..., Tensor]
    tensors: tuple[TensorArgument, ...]
    output_shape: Callable[..., Shape]
    formula: Latex
    derivative: Latex
    code: Latex
    reference: str
    brief: str = ""
    other_derivatives: tuple[tuple[str, Latex], ...] = ()
    parameters: tuple[Parameter, ...] = ()
    reductions: tuple[str, ...] = ("mean", "sum", "none")
    divisor: Callable[..., Divisor] = count_elements
    sizes: tuple[int, int] = (1, 8)
    size: int = 1
    companion: Companion | None = None
    remarks: tuple[Remark, ...] = ()
    line: Line | None = None
    mean_code: str | None = None
    starred: bool = False
    advanced: bool = False
    dtypes: tuple[str, ...] = DTYPES
    shaping: tuple[str, ...] = ()
    needs: Callable[[Mapping[str, Value]], Needs] = lambda _: Needs()
    samples: tuple[str, ...] = ()
    exact_rows: ExactRows = in_full_precision
    rows_twice: bool = True
    calls: Callable[[Mapping[str, Value]], float] = lambda _: 1.0

    @property
    def primary(self) -> TensorArgument:
        """The tensor that is differentiated unless an experiment says otherwise."""
        return self.tensors[0]

    @property
    def required(self) -> tuple[TensorArgument, ...]:
        """The tensors that cannot be left out."""
        return tuple(argument for argument in self.tensors if not argument.optional)

    def tensor(self, name: str) -> TensorArgument:
        """The tensor argument called `name`."""
        return next(argument for argument in self.tensors if argument.name == name)

    def derivative_in(self, name: str) -> Latex | None:
        """The LaTeX of the derivative in the tensor called `name`, where there is one."""
        return dict(((self.primary.name, self.derivative), *self.other_derivatives)).get(name)

    def shown(self, name: str, parameters: Mapping[str, Value]) -> TensorArgument:
        """The tensor argument called `name` as a page shows it at these parameters and the defaults of the others."""
        argument = self.tensor(name)
        return argument.instead(self.complete(parameters)) or argument

    def shape_of(self, name: str, size: int, samples: int = 1) -> Shape:
        """The shape of the tensor called `name` at size n, with an axis in front for several samples."""
        shape = self.tensor(name).shape(size)
        return (samples, *shape) if samples > 1 and name in self.samples else shape

    def shape_at(self, shapes: Mapping[str, Shape], parameters: Mapping[str, Value]) -> Shape:
        """The shape of the unreduced loss at these parameters; raises ValueError for shapes that do not fit."""
        return self.output_shape(shapes, **{name: parameters[name] for name in self.shaping})

    def complete(self, parameters: Mapping[str, Value]) -> dict[str, Value]:
        """These parameters, and the others at their defaults."""
        return {parameter.name: parameter.default for parameter in self.parameters} | dict(parameters)

    def classes(
        self, argument: TensorArgument, shapes: Mapping[str, Shape], parameters: Mapping[str, Value]
    ) -> tuple[int, ...]:
        """The class indices a page offers for a target at these parameters: without the one that is excluded."""
        excluded = self.complete(parameters).get(argument.excluded)
        return tuple(index for index in argument.classes(shapes) if index != excluded)

    def is_written_with(self, parameter: Parameter) -> bool:
        """Whether the formula or the derivative is another one at another position of this parameter's slider."""
        ends = (parameter.slider.low, parameter.default, parameter.slider.high) if parameter.slider else ()
        forms = {
            (self.written(self.formula, {parameter.name: end}), self.written(self.derivative, {parameter.name: end}))
            for end in ends
        }
        return len(forms) > 1

    def written(self, latex: Latex, parameters: Mapping[str, Value], optional: Iterable[str] = ()) -> str:
        """The formula, the derivative or the code as it is at these parameters, and with these optional tensors."""
        if isinstance(latex, str):
            return latex
        given = {argument.name: argument.name in optional for argument in self.tensors if argument.optional}
        return latex(**(self.complete(parameters) | given))
