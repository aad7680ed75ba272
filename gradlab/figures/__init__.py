"""Results as Plotly figures: plain numbers in, a figure out."""
