"""What one writes with Streamlit today: a slider, a chart made anew for each value, a number beside it.

The measure that gradlab is held against. It is run with Streamlit's default settings.
"""

import plotly.graph_objects as go
import streamlit as st
import torch

value = st.slider("A", -5.0, 5.0, 2.5, 0.05)

A = torch.tensor([value], requires_grad=True)
loss = (A**2).sum()
loss.backward()
slope = A.grad.item()

positions = torch.linspace(-5.0, 5.0, 201)
ends = torch.tensor([value - 1.5, value + 1.5])

figure = go.Figure()
figure.add_scatter(x=positions.tolist(), y=(positions**2).tolist(), mode="lines", name="loss")
figure.add_scatter(x=ends.tolist(), y=(loss.item() + slope * (ends - value)).tolist(), mode="lines", name="tangent")
figure.add_scatter(x=[value], y=[loss.item()], mode="markers", marker={"size": 14}, name="A")
figure.update_layout(xaxis={"title": "A", "range": [-5, 5]}, yaxis={"title": "loss", "range": [-5, 30]})
st.plotly_chart(figure)
st.metric("A.grad", f"{slope:.4f}")
