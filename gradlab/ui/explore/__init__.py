"""Explore: what the page does with an experiment, beside the picture of it."""
