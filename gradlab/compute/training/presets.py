"""The symptoms a training shows, each beside the healthy run: `PRESETS`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.compute.training.network import Network
from gradlab.compute.training.training import Training


@dataclass(frozen=True)
class Preset:
    """A training that shows something, and the healthy one it is seen against; None where it is healthy itself."""

    training: Training
    healthy: Training | None = None


def line(x: tuple[float, ...], y: tuple[float, ...], reduction: str = "mean") -> Experiment:
    """A line from w = 1, b = 1 to these points, by the catalogue's loss of a line, both of it trained."""
    (loss,) = (loss for loss in LOSSES.values() if loss.line)
    names = loss.line
    return Experiment(
        loss.name,
        {names.weight: [1.0], names.bias: [1.0], names.x: x, names.y: y},
        reduction=reduction,
        dtype="float32",
        requires_grad=(names.weight, names.bias),
    )


_X, _Y = (1.0, 2.0, 3.0, 4.0), (3.0, 8.5, 6.5, 9.0)
_LINE = Training(line(_X, _Y), learning_rate=0.02)
_FASTER = replace(_LINE, learning_rate=0.05)
_SUM = replace(_FASTER, subject=line(_X, _Y, "sum"))
_ADAM = replace(_LINE, optimizer="adam", options=(), learning_rate=0.1)

# The same points far from 0: x ten times as large, y moved up; and their x as the course has it, mean 0.
_FAR_Y = (23.0, 28.5, 26.5, 29.0)
_FAR = replace(_LINE, subject=line((10.0, 20.0, 30.0, 40.0), _FAR_Y), learning_rate=0.001)
_NORMALISED = replace(_LINE, subject=line((-1.5, -0.5, 0.5, 1.5), _FAR_Y), learning_rate=0.1)

_NETWORK = Training(Network(), learning_rate=0.5, steps=300, batch_size=32)
_DEEP = replace(_NETWORK, subject=Network(hidden=(16, 16, 16)))
_DEEP_RELU = replace(_DEEP, subject=Network(hidden=(16, 16, 16), activation="ReLU", initialization="kaiming"))
_NARROW = replace(
    _DEEP,
    subject=Network(hidden=(16, 16, 16), activation="Sigmoid", initialization="small"),
    optimizer="adam",
    options=(),
    learning_rate=0.01,
    steps=150,
    batch_size=None,
    autocast="float16",
)
_MIXED = replace(_NETWORK, steps=120, autocast="float16", scaler=True)
_CLIPPED = replace(_MIXED, clip="norm")


def _of(training: Training, **network: str) -> Training:
    return replace(training, subject=replace(training.subject, **network))


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "line": Preset(_LINE),
        "rate_too_large": Preset(replace(_LINE, learning_rate=0.2), _FASTER),
        "zero_grad_forgotten": Preset(replace(_FASTER, zero_grad=False), _FASTER),
        "not_normalised": Preset(_FAR, _NORMALISED),
        "sum_not_mean": Preset(_SUM, _FASTER),
        "adam_and_scale": Preset(replace(_ADAM, subject=line(_X, _Y, "sum")), _ADAM),
        "batch_of_one": Preset(replace(_FASTER, batch_size=1), _FASTER),
        "network": Preset(_NETWORK),
        "vanishing": Preset(
            _of(replace(_DEEP, learning_rate=0.1), activation="Sigmoid"), replace(_DEEP, learning_rate=0.1)
        ),
        "exploding": Preset(_of(_DEEP_RELU, initialization="large"), _DEEP_RELU),
        "dead_relu": Preset(replace(_DEEP_RELU, learning_rate=5.0), _DEEP_RELU),
        "float16_without_scaler": Preset(_NARROW, replace(_NARROW, scaler=True)),
        "scaler_skips": Preset(replace(_MIXED, scale=2.0**24, growth_interval=20), _MIXED),
        "clipped_too_early": Preset(replace(_CLIPPED, clip_scaled=True), _CLIPPED),
    }
)
"""By the name in the address. The first is what the page opens with."""
