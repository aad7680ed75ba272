"""How fast gradlab is: `python -m tests.bench`, from the root of the repository; it takes about half an hour.

gradlab is held against two other pages with the same picture: `floor.html`, plain JavaScript with nothing to wait for,
and `stock.py`, what one writes with Streamlit today. The three are measured by turns in one run, in one Chromium, so
that the ratios hold on any machine; the other numbers are this machine's. Medians, if nothing else is said.
"""

import shutil
import sys
from statistics import median, quantiles

from playwright.sync_api import Browser, sync_playwright

from tests.bench.changes import change_rows
from tests.bench.compute import sweep_and_direct
from tests.bench.formula import TEXTS, formula_milliseconds
from tests.bench.live import PRESSES, TOUCHES, Felt, felt
from tests.bench.live import ROUNDS as LIVE_ROUNDS
from tests.bench.load import load_rows
from tests.bench.machine import machine
from tests.bench.scaling import costliest_milliseconds, recomputation_milliseconds
from tests.bench.slowest import slowest_rows
from tests.bench.start import Started, started
from tests.bench.table import Bound, Row, markdown
from tests.bench.training import training_figures, training_seen

# As in tests/browser; and the means by which Chromium's own benchmarks drag the mouse.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"]
DRAGGING = ["--enable-gpu-benchmarking"]


def measured() -> str:
    """All measures, and what they were taken on."""
    system = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system, args=QUIET + DRAGGING)
        rows = [
            *live_rows(*felt(browser)),
            sweep_row(),
            *formula_rows(),
            *scaling_rows(),
            *training_rows(browser),
            *start_rows(*started(browser)),
        ]
        rows += [*change_rows(), *slowest_rows(), *load_rows()]
        taken_on = machine(browser.version)
        browser.close()
    return f"{markdown(rows)}\n\n{taken_on}\n"


def live_rows(
    gradlab: Felt, floor: Felt, stock: Felt, several: Felt, shaped: Felt, everything: Felt, trained: Felt
) -> list[Row]:
    """What a learner feels. Touching another element is held against any change of the stock page."""
    pages = (gradlab, floor, stock)
    tangents = [median(page.tangents_per_second) for page in pages]
    reshaped = [median(page.reshaped_per_second) for page in (shaped, floor)]
    as_fast = Bound("≥", 0.95, "floor")
    touches, changes = LIVE_ROUNDS * TOUCHES, LIVE_ROUNDS * PRESSES
    touch, change, third = several.touch_milliseconds, stock.key_milliseconds, Bound("≤", 1 / 3, "stock")
    return [
        Row("tangents painted a second, slider dragged for 3 s", *tangents, as_fast),
        Row("the same with every view open", median(everything.tangents_per_second), tangents[1], None, as_fast),
        Row("steps of a training painted a second", median(trained.tangents_per_second), tangents[1], None, as_fast),
        Row("key press to painted step, ms", median(trained.key_milliseconds), median(floor.key_milliseconds)),
        Row("messages sent while its scrubber is dragged, most", max(trained.messages_sent), wanted=Bound("≤", 0)),
        Row("curves painted a second, a parameter dragged through 40 positions", *reshaped, None, as_fast),
        Row("messages sent while a parameter is dragged, most", max(shaped.messages_sent), wanted=Bound("≤", 0)),
        Row("messages sent in a drag and after it, most", *(max(page.messages_sent) for page in pages), Bound("≤", 0)),
        Row("key press to painted tangent, ms", *(median(p.key_milliseconds) for p in pages), Bound("≤", 2, "floor")),
        Row("the same, 95th percentile", *(p95(page.key_milliseconds) for page in pages)),
        Row(
            "the same with every view open",
            median(everything.key_milliseconds),
            median(floor.key_milliseconds),
            None,
            Bound("≤", 2, "floor"),
        ),
        Row("touch of another element to its curve, ms", median(touch), None, median(change), third),
        Row("the same, 95th percentile", p95(touch), None, p95(change)),
        Row("the same with every view open", median(everything.touch_milliseconds), None, median(change), third),
        Row("the same by keyboard, nothing sent ahead, ms", median(several.focus_milliseconds)),
        Row("bytes received at the first load", gradlab.first_bytes, None, stock.first_bytes),
        Row("bytes received for a touch", several.bytes_received / touches, None, stock.bytes_received / changes),
        Row("server CPU for a touch, ms", several.cpu_milliseconds / touches, None, stock.cpu_milliseconds / changes),
    ]


def sweep_row() -> Row:
    """The floor of a sweep is the same batch in torch."""
    ours, direct = sweep_and_direct()
    return Row("sweep of 201 positions × 4 elements, µs", ours, direct, None, Bound("≤", 1.5, "floor"))


def formula_rows() -> list[Row]:
    """What one text costs the server, whatever a reader or a link sends."""
    milliseconds = formula_milliseconds()
    return [
        Row(f"CPU for one of {TEXTS} formulas, hostile ones among them, ms", median(milliseconds)),
        Row("the same, 99.9th percentile", quantiles(milliseconds, n=1000)[-1], wanted=Bound("≤", 50)),
    ]


def scaling_rows() -> list[Row]:
    """What the server computes when a setting of the page from gradient to step changes."""
    slowest = "CPU for a receipt, 25 loss scales and 50 steps, slowest preset, ms"
    costliest = "CPU for the receipts of 25 loss scales, 750 backward passes in the costliest settings, ms"
    return [
        Row(slowest, recomputation_milliseconds(), wanted=Bound("≤", 60)),
        Row(costliest, costliest_milliseconds(), wanted=Bound("≤", 200)),
    ]


def training_rows(browser: Browser) -> list[Row]:
    """What a run of 500 steps of a network costs beside the bare loop, what is kept of it, and what a learner waits."""
    recorded, bare, size = training_figures()
    seen = training_seen(browser)
    return [
        Row("500 recorded steps of a network, s of CPU", recorded, bare, wanted=Bound("≤", 1.5, "floor")),
        Row("a change of its seed to its picture, s", median(seen.run_seconds), wanted=Bound("≤", 3)),
        Row("bytes kept of it", size, wanted=Bound("≤", 1_000_000)),
        Row(
            "server CPU to open a known run from Explore, ms", median(seen.opening_milliseconds), wanted=Bound("≤", 20)
        ),
    ]


def start_rows(gradlab: Started, floor: Started, stock: Started) -> list[Row]:
    """What a teacher waits for, and what the server needs."""
    pages = (gradlab, floor, stock)
    return [
        Row("start to first chart, s", *(median(page.seconds) for page in pages), Bound("≤", 1.15, "stock")),
        Row("memory with one learner, MB", *(median(page.megabytes) for page in pages), Bound("≤", 300)),
    ]


def p95(numbers: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(numbers, n=20)[-1]


if __name__ == "__main__":
    sys.stdout.write(measured())
