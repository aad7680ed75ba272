"""What the derivative comes to where the point is: a number beside the formula, written by the live chart."""

import streamlit as st


def formula_value() -> None:
    """Keep a place for the number. The chart finds it by its class."""
    st.html('<code class="gl-formula-value"></code>', width="content")
