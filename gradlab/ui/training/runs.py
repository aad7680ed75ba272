"""The runs of a server: each is computed once for all who ask for it, beside the pages, and can be abandoned."""

from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import streamlit as st

from gradlab.compute.training import Record, Recorder, Training

MOST_KEPT = 32


class Run:
    """A training that waits, runs or has run. Many sessions may hold it; when none does any more, it stops."""

    def __init__(self, training: Training) -> None:
        """Nothing is computed yet."""
        self.training = training
        self.holders = 0
        self.done = Event()
        self.failure: Exception | None = None
        self._record: Record | None = None
        self._recorder: Recorder | None = None
        self._abandoned = False

    def advance(self) -> None:
        """Take the next chunk of steps; done after the last, or where nobody waits for it any more."""
        try:
            if not self._abandoned:
                self._recorder = self._recorder or Recorder(self.training)
                if not self._recorder.is_done:
                    self._recorder.advance()
                    return
                self._record = self._recorder.record()
        except Exception as error:  # whoever waits for it is told, in their own session
            self.failure = error
        self.done.set()

    def abandon(self) -> None:
        """Stop after the present chunk."""
        self._abandoned = True

    @property
    def progress(self) -> tuple[int, float]:
        """How many steps were taken, and the last loss."""
        return (self._recorder.recorded, self._recorder.loss) if self._recorder else (0, float("nan"))

    def record(self) -> Record | None:
        """The record, or of a run that is not done what there is so far; raises what the run has failed with."""
        if self.failure:
            raise self.failure
        if self._record is None and self._recorder and self._recorder.recorded:
            return self._recorder.record()
        return self._record


class Runs:
    """All runs of a server, the last ones asked for kept."""

    def __init__(self) -> None:
        """One thread, in which runs take turns: none waits for the end of another, and pages get most of the time."""
        self._runs: OrderedDict[Training, Run] = OrderedDict()
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="training")

    def hold(self, wanted: Iterable[Training], instead_of: Iterable[Run] = ()) -> list[Run]:
        """The runs of these trainings, begun if they were not, for a session that gives back those it had."""
        with self._lock:
            runs = [self._held(training) for training in wanted]
            for run in instead_of:
                self._give_back(run)
            self._forget_oldest()
        return runs

    def _held(self, training: Training) -> Run:
        run = self._runs.get(training)
        if run is None:
            run = self._runs[training] = Run(training)
            self._worker.submit(self._advance, run)
        self._runs.move_to_end(training)
        run.holders += 1
        return run

    def _advance(self, run: Run) -> None:
        run.advance()
        if not run.done.is_set():
            self._worker.submit(self._advance, run)

    def _give_back(self, run: Run) -> None:
        run.holders -= 1
        if run.holders <= 0 and not run.done.is_set() and self._runs.get(run.training) is run:
            run.abandon()
            del self._runs[run.training]

    def _forget_oldest(self) -> None:
        finished = [training for training, run in self._runs.items() if run.done.is_set()]
        for training in finished[: max(0, len(self._runs) - MOST_KEPT)]:
            del self._runs[training]


@st.cache_resource(show_spinner=False)
def runs() -> Runs:
    """The runs of this server."""
    return Runs()
