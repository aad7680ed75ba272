"""A guessed slope: a line through the point that the reader turns, before the tangent is shown."""

from gradlab.ui.frame.session import session
from gradlab.ui.live_chart.views.view import Addition, Scene, View

KEY = "guess"


def _add(scene: Scene) -> Addition:  # noqa: ARG001 - the page asks at one point
    """Where the line stands. Its slider, with this key, is the page's own."""
    expected = session().page.parameters[KEY].expected
    numbers = {"slope": session().value(KEY), "low": expected.low, "high": expected.high}
    return Addition(numbers)


# Explore asks for no guess: a page that does opens it.
GUESS = View(_add, possible=lambda _: False, always=True)
