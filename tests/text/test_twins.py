"""What Python and JavaScript both say is the same: one table of cases, run in both (tests/scripts/twins.test.js)."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from gradlab.compute.cause import Cause
from gradlab.compute.slopes import Verdict
from gradlab.text.written import signed, written
from gradlab.ui.experiment.elements import Element
from gradlab.ui.live_chart import sentence as said
from gradlab.ui.live_chart.variations import typical_size

TWINS = json.loads((Path(__file__).parents[1] / "scripts" / "twins.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", TWINS["written"], ids=lambda case: f"{case['number']} {case.get('digits', '')}")
def test_a_number_is_written_as_in_the_table(case):
    number, digits = float(case["number"]), case.get("digits", 6)

    assert (written(number, digits), signed(number, digits)) == (case["written"], case["signed"])


@pytest.mark.parametrize("case", TWINS["typical_size"])
def test_the_typical_size_is_that_of_the_table(case):
    gradients = {"A": np.array([float(number) for number in case["numbers"]])}

    assert typical_size(SimpleNamespace(gradients=gradients)) == case["size"]


@pytest.mark.parametrize("case", TWINS["sentence"], ids=lambda case: case["said"])
def test_the_sentence_is_that_of_the_table(case):
    row = case["row"]
    cause = row["cause"] and Cause(row["cause"]["stage"], row["cause"]["operation"], None)
    exploration = SimpleNamespace(
        row=0,
        positions=[row["position"]],
        sweep=SimpleNamespace(losses=[float(row["loss"])]),
        slope=[float(row["slope"])],
        slopes=SimpleNamespace(
            verdict=[Verdict[row["verdict"].upper()]],
            left=[row["left"]],
            right=[row["right"]],
            slope=[row["true"]],
            loss=[row["exact_loss"]],
        ),
        experiment=SimpleNamespace(dtype="float16"),
        causes={0: cause} if cause else {},
        gradients=np.zeros((1, 2 if row["several"] else 1)),
        remarks={"it": np.array([bool(row["remark"])])},
    )
    words = {"sentence": TWINS["words"], "remarks": {"it": row["remark"]}}

    assert said.sentence(exploration, Element("A", 0, (2,), None, 0.0), words) == case["said"]
