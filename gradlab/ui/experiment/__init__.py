"""The widgets that describe an Experiment."""
