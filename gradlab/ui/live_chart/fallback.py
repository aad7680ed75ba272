"""The chart for browsers in which the live one could not be loaded: a stock one, redrawn by the server."""

from collections.abc import Collection, Mapping
from math import nan

import streamlit as st

from gradlab.figures.loss_curve import Point, plot_still_chart
from gradlab.ui.experiment.elements import Element
from gradlab.ui.live_chart.exploration import Exploration
from gradlab.ui.live_chart.payload import loss_curve_of, point_of

_WITH_THE_TANGENT = frozenset({"tangent", "answer"})


def stock_chart(
    exploration: Exploration, active: Element, words: Mapping[str, str], hidden: Collection[str] = ()
) -> None:
    """Draw curve and point where the element stands now, and the tangent where that is not among what is hidden."""
    point = point_of(exploration)
    if _WITH_THE_TANGENT.intersection(hidden):
        point = Point(point.x, point.loss, slope=nan)
    figure = plot_still_chart(loss_curve_of(exploration, active, words), point)
    description = words["description"].format(element=active.name)
    with st.container(key="stock"):
        st.caption(words["fallback"])
        st.plotly_chart(figure, config={"displayModeBar": False}, theme=None, alt=description)
