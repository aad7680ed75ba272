"""Results as figures, in Plotly or DOT: plain numbers in, a figure out."""
