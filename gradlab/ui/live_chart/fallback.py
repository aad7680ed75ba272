"""The chart for browsers in which the live one could not be loaded: a stock one, redrawn by the server."""

from collections.abc import Mapping

import streamlit as st

from gradlab.figures.loss_curve import plot_still_chart
from gradlab.ui.experiment.elements import Element
from gradlab.ui.live_chart.exploration import Exploration
from gradlab.ui.live_chart.payload import loss_curve_of, point_of


def stock_chart(exploration: Exploration, active: Element, words: Mapping[str, str]) -> None:
    """Draw curve, point and tangent where the element stands now."""
    figure = plot_still_chart(loss_curve_of(exploration, active, words), point_of(exploration))
    description = words["description"].format(element=active.name)
    with st.container(key="stock"):
        st.caption(words["fallback"])
        st.plotly_chart(figure, config={"displayModeBar": False}, theme=None, alt=description)
