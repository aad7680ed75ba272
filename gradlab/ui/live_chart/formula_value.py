"""What the derivative comes to where the point is: a number beside the formula, written by the live chart."""

import streamlit as st

_component = st.components.v2.component(
    "gradlab_formula_value",
    html='<code class="gl-formula-value"></code>',
    isolate_styles=False,  # the chart finds it by its class
)


def formula_value() -> None:
    """Keep a place for the number."""
    _component(key="formula-value")
