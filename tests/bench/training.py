"""A recorded training beside the bare loop that keeps nothing but the loss, what it weighs, and when it is seen."""

from dataclasses import dataclass, field
from statistics import median
from time import process_time
from urllib.parse import urlencode

import torch
from playwright.sync_api import Browser

from gradlab.compute.training import Network, Training, run
from gradlab.compute.training.model import model_of
from gradlab.compute.training.optimizers import optimizer_of
from tests.bench.servers import Server, gradlab_server
from tests.bench.visits import TRAINING, Visit, visit

TURNS = 5
OPENINGS = 10
_TRAINING = Training(Network(hidden=(32, 32)), learning_rate=0.1, steps=500, batch_size=32)


def training_figures() -> tuple[float, float, int]:
    """The seconds of CPU of the recorded loop and of the bare one, on one thread, and the bytes of the record."""
    torch.set_num_threads(1)
    record = run(_TRAINING)  # the first optimizer of a process takes a second
    recorded, bare = zip(*((_seconds(lambda: run(_TRAINING)), _seconds(_bare_loop)) for _ in range(TURNS)), strict=True)
    return median(recorded), median(bare), record.nbytes


@dataclass
class Seen:
    """What was measured on the page. opening_milliseconds: the server's CPU from Explore's button to the picture."""

    run_seconds: list[float] = field(default_factory=list)
    opening_milliseconds: list[float] = field(default_factory=list)


def training_seen(browser: Browser) -> Seen:
    """Change the seed of a run of 500 steps, again and again; then go to and fro between Explore and a known run."""
    seen = Seen()
    with gradlab_server() as server, visit(browser, TRAINING) as learner:
        learner.open(f"{server.address}/training?{urlencode(_LINK)}")
        learner.settled()
        for seed in range(1, TURNS + 1):
            learner.page.locator(".st-key-t_seed input").fill(str(seed))
            learner.ask(f"probe.change('keydown', () => {_LOSSES})")
            learner.page.keyboard.press("Enter")
            seen.run_seconds.append(learner.ask("probe.changed") / 1000)
            learner.settled()
        for _ in range(OPENINGS + 1):
            seen.opening_milliseconds.append(_open_from_explore(learner, server))
    return Seen(seen.run_seconds, seen.opening_milliseconds[1:])  # the first of them has computed the run


def _open_from_explore(learner: Visit, server: Server) -> float:
    learner.page.locator(".st-key-pages a").first.click()
    learner.until("document.querySelector('.gradlab')?.liveChart?.plot?.scale")
    learner.settled()
    used = server.cpu_milliseconds()
    learner.page.locator(".st-key-train button").first.click()
    learner.until("document.querySelector('.gradlab-training')?.liveTraining?.lanes?.plot.place")
    learner.settled()
    return server.cpu_milliseconds() - used


_LINK = {"preset": "network", "t_width": 32, "t_steps": 500, "t_batch": 32, "t_rate": 0.1}
_LOSSES = "document.querySelector('.gt-lanes path.js-line').getAttribute('d')"


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
