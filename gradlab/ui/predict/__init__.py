"""Predict: the slope is guessed before it is shown."""
