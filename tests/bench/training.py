"""A recorded training beside the bare loop that keeps nothing but the loss, and what a run of it weighs."""

from statistics import median
from time import process_time

import torch

from gradlab.compute.training import Network, Training, run
from gradlab.compute.training.model import model_of
from gradlab.compute.training.optimizers import optimizer_of

TURNS = 5
_TRAINING = Training(Network(hidden=(32, 32)), learning_rate=0.1, steps=500, batch_size=32)


def training_figures() -> tuple[float, float, int]:
    """The seconds of CPU of the recorded loop and of the bare one, on one thread, and the bytes of the record."""
    torch.set_num_threads(1)
    record = run(_TRAINING)  # the first optimizer of a process takes a second
    recorded, bare = zip(*((_seconds(lambda: run(_TRAINING)), _seconds(_bare_loop)) for _ in range(TURNS)), strict=True)
    return median(recorded), median(bare), record.nbytes


def _bare_loop() -> None:
    model = model_of(_TRAINING, torch.device("cpu"))
    optimizer = optimizer_of("sgd", model.parameters, _TRAINING.learning_rate, {})
    batches, losses = model.batches(), []
    for _ in range(_TRAINING.steps):
        optimizer.zero_grad()
        batch = next(batches)
        loss = model.loss(batch, model.prediction(batch))
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())


def _seconds(act) -> float:
    start = process_time()
    act()
    return process_time() - start
