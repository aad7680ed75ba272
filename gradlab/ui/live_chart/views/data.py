"""The data that a line is fitted to, and the line: what moves while the loss goes along its curve."""

from gradlab.compute.experiment import flat
from gradlab.compute.line import predictions
from gradlab.compute.losses import LOSSES
from gradlab.figures.data_axes import data_axes, padded
from gradlab.ui.experiment.elements import sliders_in
from gradlab.ui.live_chart.views.view import Addition, Scene, View


def _add(scene: Scene) -> Addition:
    """The points, and for every position of the active element the line: at the points and at both ends of the axis."""
    exploration = scene.exploration
    experiment = exploration.experiment
    loss = LOSSES[experiment.loss]
    line, x, y = loss.line, loss.tensor(loss.line.x).slider, loss.tensor(loss.line.y).slider
    moving = {"tensor": exploration.tensor, "element": exploration.element, "positions": exploration.positions}
    x_range, y_range = padded((x.low, x.high)), padded((y.low, y.high))
    figure = data_axes(x_title=line.x, y_title=line.y, x_range=x_range, y_range=y_range)
    numbers = {
        "weight": flat(experiment.tensor(line.weight)),
        "bias": flat(experiment.tensor(line.bias)),
        "x": flat(experiment.tensor(line.x)),
        "y": flat(experiment.tensor(line.y)),
        "predictions": predictions(experiment, **moving),
        "end_x": x_range,
        "ends": predictions(experiment, **moving, x=x_range),
        "x_offered": x.positions,
        "y_offered": y.positions,
    }
    keys = {role: [e.key for e in sliders_in(experiment) if e.tensor == name] for role, name in vars(line).items()}
    return Addition(numbers, {"figure": figure, "keys": keys, "names": vars(line)})


DATA = View(_add, possible=lambda controls: controls.loss.line is not None, always=True)
