"""The settings of a training as the page's plain values, by their key in the session and in the address, and back."""

from collections.abc import Mapping
from math import log2
from typing import Any

from gradlab.compute.experiment import Experiment
from gradlab.compute.training import Network, Training, options_of

State = dict[str, Any]

TENSORS, NETWORK = "tensors", "network"
SUBJECTS = (TENSORS, NETWORK)

# The fields that are a widget each, by its key. No other page has keys that begin so.
_TRAINING = {
    "t_optimizer": "optimizer",
    "t_rate": "learning_rate",
    "t_steps": "steps",
    "t_seed": "seed",
    "t_schedule": "schedule",
    "t_accumulation": "accumulation",
    "t_zero_grad": "zero_grad",
    "t_clip": "clip",
    "t_clip_at": "clip_at",
    "t_clip_scaled": "clip_scaled",
    "t_autocast": "autocast",
    "t_scaler": "scaler",
    "t_growth": "growth_interval",
    "t_device": "device",
}
_NETWORK = {
    "t_data": "dataset",
    "t_samples": "samples",
    "t_noise": "noise",
    "t_activation": "activation",
    "t_initialization": "initialization",
    "t_reduction": "reduction",
}
OPTIONS = tuple(f"t_{name}" for name in ("momentum", "beta1", "beta2", "alpha", "eps", "weight_decay"))


def state_of(training: Training) -> State:
    """The values of all widgets that describe a training; its experiment is none of them."""
    network = training.subject if isinstance(training.subject, Network) else Network()
    state: State = {key: getattr(training, field) for key, field in _TRAINING.items()}
    state |= {key: getattr(network, field) for key, field in _NETWORK.items()}
    return state | {
        "t_subject": NETWORK if isinstance(training.subject, Network) else TENSORS,
        "t_layers": len(network.hidden),
        "t_width": network.hidden[0],
        "t_batch": training.batch_size or 0,
        "t_scale": round(log2(training.scale)),
        **{f"t_{name}": value for name, value in training.options},
    }


def training_of(state: Mapping[str, Any], experiment: Experiment) -> Training:
    """The training that these values describe, of this experiment or of the network they describe.

    Batches are added up only where there are batches and `zero_grad` is called; a batch has at most all samples.
    Raises TooMuchWorkError where it would take too long.
    """
    network = state["t_subject"] == NETWORK
    subject: Experiment | Network = experiment
    if network:
        layers = (state["t_width"],) * state["t_layers"]
        subject = Network(hidden=layers, **{field: state[key] for key, field in _NETWORK.items()})
    whole = Training(subject)
    batch = min(state["t_batch"], whole.samples or 0) or None
    fields = {field: state[key] for key, field in _TRAINING.items()}
    if batch is None or not state["t_zero_grad"]:
        fields["accumulation"] = 1
    return Training(
        subject,
        batch_size=batch,
        scale=2.0 ** state["t_scale"],
        options={name: state[f"t_{name}"] for name in options_of(state["t_optimizer"])},
        **fields,
    )
