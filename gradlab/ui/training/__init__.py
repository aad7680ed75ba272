"""Training: the page that shows the unscaled gradient inside a real training loop."""
