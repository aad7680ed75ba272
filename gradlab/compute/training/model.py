"""What a training trains, in PyTorch: the parameters, the batches they see, and the loss of a batch."""

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from gradlab.compute.experiment import Experiment
from gradlab.compute.gradient import call, leaf, vector_of
from gradlab.compute.training.network import ACTIVATIONS, INITIALIZATIONS, Network
from gradlab.compute.training.training import Training

Batch = tuple[Tensor, ...]


class Model(Protocol):
    """What the loop needs to know of what it trains.

    parameters: the leaves, in order. vector: the v of `backward(gradient=v)`, or None.
    """

    parameters: list[Tensor]
    vector: Tensor | None

    def batches(self) -> Iterator[Batch]:
        """The batches, epoch after epoch, without end; `()` where the loss has no samples."""

    def prediction(self, batch: Batch) -> Tensor | None:
        """What the model says of a batch, the part that autocast is meant for; None where the loss is all there is."""

    def loss(self, batch: Batch, prediction: Tensor | None) -> Tensor:
        """The loss of a batch."""


def model_of(training: Training, device: torch.device) -> Model:
    """The model of a training at its start."""
    if isinstance(training.subject, Experiment):
        return TensorModel(training, device)
    return NetworkModel(training, device)


class TensorModel:
    """The differentiated tensors of an experiment, trained on its own loss."""

    def __init__(self, training: Training, device: torch.device) -> None:
        """Create the leaves at the values of the experiment."""
        self._training, self._experiment = training, training.subject
        self.tensors = {name: leaf(self._experiment, name, device) for name, _ in self._experiment.tensors}
        self.parameters = [self.tensors[name] for name in self._experiment.requires_grad]
        self.vector = vector_of(self._experiment, device)

    def batches(self) -> Iterator[Batch]:
        """The data points of a line, where they come in batches."""
        if self._training.batch_size is None:
            return repeat(())
        line = self._training.line
        data = TensorDataset(self.tensors[line.x].detach(), self.tensors[line.y].detach())
        return epochs(data, self._training, torch.Generator().manual_seed(self._training.seed))

    def prediction(self, batch: Batch) -> None:
        """Nothing: the loss is of the tensors themselves."""

    def loss(self, batch: Batch, prediction: None) -> Tensor:  # noqa: ARG002
        """PyTorch's own loss, reduced as the experiment says."""
        if not batch:
            return call(self._experiment, self.tensors)
        line = self._training.line
        return call(self._experiment, {**self.tensors, line.x: batch[0], line.y: batch[1]})


class NetworkModel:
    """A network, its data set and its loss."""

    vector = None

    def __init__(self, training: Training, device: torch.device) -> None:
        """Make the data and the first weights from the seed: on the CPU, so that they are the same on every device."""
        network, self._training = training.subject, training
        self._generator = torch.Generator().manual_seed(training.seed)
        inputs, targets = network.data.make(network.samples, network.noise, self._generator)
        self.inputs, self.targets = inputs.to(device), targets.to(device)
        self.module = _module(network, self._generator).to(device)
        self.parameters = list(self.module.parameters())
        loss = nn.BCEWithLogitsLoss if network.data.classes else nn.MSELoss
        self._criterion = loss(reduction=network.reduction)

    def batches(self) -> Iterator[Batch]:
        """Batches in an order of the seed's, or all samples at once."""
        if self._training.batch_size is None:
            return repeat((self.inputs, self.targets))
        return epochs(TensorDataset(self.inputs, self.targets), self._training, self._generator)

    def prediction(self, batch: Batch) -> Tensor:
        """The output `[samples]`: a logit, or a number."""
        return self.module(batch[0]).squeeze(-1)

    def loss(self, batch: Batch, prediction: Tensor) -> Tensor:
        """Binary cross-entropy or the mean squared error, in float32."""
        return self._criterion(prediction.float(), batch[1])


def epochs(data: TensorDataset, training: Training, generator: torch.Generator) -> Iterator[Batch]:
    """Shuffled batches, epoch after epoch."""
    loader = DataLoader(data, batch_size=training.batch_size, shuffle=True, generator=generator)
    return chain.from_iterable(repeat(loader))


def _module(network: Network, generator: torch.Generator) -> nn.Sequential:
    initialization = INITIALIZATIONS[network.initialization]
    layers = []
    for before, after in zip(network.widths, network.widths[1:], strict=False):
        # `skip_init` draws nothing from the generator that all of PyTorch shares: other learners draw from it, too.
        layer = nn.utils.skip_init(nn.Linear, before, after)
        initialization.function(layer.weight, **dict(initialization.options), generator=generator)
        nn.init.zeros_(layer.bias)
        layers += [layer, ACTIVATIONS[network.activation]()]
    return nn.Sequential(*layers[:-1])
