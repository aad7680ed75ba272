"""What is imported when: the first optimizer costs a second, and only those who take a step may pay it."""

import json
from pathlib import Path

import pytest

from tests.compute.interpreter import python

ROOT = Path(__file__).parents[3]

# Whether torch's compiler is there after each of these, in a Python of its own.
TOLD = """
import json, sys
sys.path.insert(0, {root!r})
loaded = {{}}

from gradlab import Experiment, unscaled_gradient
unscaled_gradient(Experiment("square", {{"A": [2.0]}}))
loaded["a gradient"] = "torch._dynamo" in sys.modules

from gradlab.compute.scaling import Pipeline, warm_up
Pipeline(optimizer="adam")
loaded["a pipeline"] = "torch._dynamo" in sys.modules

warm_up()
loaded["warm_up"] = "torch._dynamo" in sys.modules
print(json.dumps(loaded))
"""


@pytest.fixture(scope="module")
def loaded() -> dict[str, bool]:
    return json.loads(python("-c", TOLD.format(root=str(ROOT))))


@pytest.mark.parametrize("after", ["a gradient", "a pipeline"])
def test_nothing_loads_the_compiler_before_a_step_is_taken(loaded, after):
    assert not loaded[after]


def test_warming_up_loads_it_ahead(loaded):
    # If this fails, PyTorch has stopped importing it for an optimizer: delete warm_up.
    assert loaded["warm_up"]
