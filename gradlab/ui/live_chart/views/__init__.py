"""The views that can be opened beside the curve, a file each, with its script and its style beside it."""

from pathlib import Path

from gradlab.ui.live_chart.views.compare import COMPARE
from gradlab.ui.live_chart.views.curvature import CURVATURE
from gradlab.ui.live_chart.views.data import DATA
from gradlab.ui.live_chart.views.graph import GRAPH
from gradlab.ui.live_chart.views.guess import GUESS
from gradlab.ui.live_chart.views.map import MAP
from gradlab.ui.live_chart.views.pin import PIN
from gradlab.ui.live_chart.views.reductions import REDUCTIONS
from gradlab.ui.live_chart.views.samples import SAMPLES
from gradlab.ui.live_chart.views.secant import SECANT
from gradlab.ui.live_chart.views.slope import SLOPE
from gradlab.ui.live_chart.views.step import STEP
from gradlab.ui.live_chart.views.view import Addition, Scene, View

# By their names in the address and in the words, in the order in which they are offered.
VIEWS: dict[str, View] = {
    "data": DATA,
    "samples": SAMPLES,
    "reductions": REDUCTIONS,
    "slope": SLOPE,
    "curvature": CURVATURE,
    "step": STEP,
    "secant": SECANT,
    "compare": COMPARE,
    "pin": PIN,
    "map": MAP,
    "graph": GRAPH,
    "guess": GUESS,
}

FOLDER = Path(__file__).parent

__all__ = ["FOLDER", "VIEWS", "Addition", "Scene", "View"]
