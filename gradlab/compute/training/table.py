"""A record as a table that other programs read."""

import csv
import io

import numpy as np

from gradlab.compute.training.record import Record


def record_csv(record: Record) -> str:
    """The record as CSV (RFC 4180), a row for each step.

    Columns: the step, the loss, and for every column of the record the unscaled gradient, what the optimizer was given,
    and how far it moved; with the loss scale, the learning rate and whether the step was skipped. For a layer the
    numbers are 2-norms. Each number is the shortest text that reads back as the same float64.
    """
    names = (
        [f"{name}.grad" for name in record.columns]
        if record.values is not None
        else [f"layer {name} gradient norm" for name in record.columns]
    )
    header = ["step", "loss", *names, *(f"{name} given" for name in names)]
    header += [f"{name} moved" for name in record.columns] + ["scale", "learning_rate", "skipped"]
    numbers = np.column_stack(
        [record.losses, record.gradients, record.given, record.moved, record.scales, record.learning_rates]
    )
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for step, (row, skipped) in enumerate(zip(numbers.tolist(), record.skipped.tolist(), strict=True)):
        writer.writerow([step, *row, skipped])
    return text.getvalue()
