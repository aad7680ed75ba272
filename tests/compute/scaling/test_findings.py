"""What the stages are said to have done, against the numbers: every claim is worked out once more."""

import random

import pytest

from gradlab.compute.scaling import OPTIMIZERS, Pipeline, receipt
from gradlab.compute.scaling.pipeline import AUTOCASTS, CLIPPINGS, CLIPS, DIVISIONS, OPERATIONS, REDUCTIONS, UNSCALINGS
from gradlab.compute.scaling.pipeline import WEIGHT_DTYPES as DTYPES
from tests.compute.scaling.claims import CLAIMS

NUMBERS = (0.0, 1.0, -0.5, 3.0, 5.0, -4.0, 0.1, 1e-3, 1e-4, 1e-8, 300.0, 1e3, 6e4, 1e6)


def any_pipeline(chance: random.Random) -> Pipeline:
    """Settings at random, the edges of the formats among them."""
    samples, elements = chance.choice((1, 1, 2, 3, 6)), chance.choice((1, 1, 2))
    numbers = lambda count: [chance.choice(NUMBERS) for _ in range(count)]  # noqa: E731
    whole = chance.random() < 0.5
    return Pipeline(
        weight=numbers(elements),
        inputs=[numbers(elements) for _ in range(samples)],
        targets=chance.choice((None, numbers(samples))),
        factor=chance.choice((1.0, 1.0, 1e-8, 1e-3, 0.24, 1000.0, 15000.0, 1e9)),
        operation=chance.choice(OPERATIONS),
        reduction=chance.choice(REDUCTIONS),
        micro_batches=None if whole else [1] * samples,
        division=chance.choice(DIVISIONS),
        stale_backwards=chance.choice((0, 0, 0, 2)),
        weight_dtype=chance.choice(("float32", *DTYPES)),
        autocast=chance.choice(AUTOCASTS),
        scaler=chance.random() < 0.5,
        scale=2.0 ** chance.randint(0, 24),
        growth_interval=chance.choice((1, 2000)),
        unscale=chance.choice(("unscale_", *UNSCALINGS)),
        clip=chance.choice(CLIPS),
        clip_at=chance.choice((1.0, 0.01, 5.0, 1e6)),
        clip_each=chance.choice(CLIPPINGS),
        optimizer=chance.choice(tuple(OPTIMIZERS)),
        learning_rate=chance.choice((0.1, 0.0, 1e-3, 5e-4, 1.0)),
        weight_decay=chance.choice((None, None, 0.1)),
        eps=chance.choice((None, None, 1e-3, 0.0)),
        device="cpu",
    )


def untrue(pipeline: Pipeline) -> list[tuple]:
    """The findings of a pipeline's receipt that claim what is not so."""
    return [
        (stage.key, finding)
        for stage in receipt(pipeline).stages
        for finding in stage.findings
        if not CLAIMS[stage.key, finding.kind](pipeline, stage, finding)
    ]


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of inf − inf, in the claims' own arithmetic
@pytest.mark.parametrize("seed", range(10))
def test_what_is_said_of_a_stage_is_so(seed):
    chance = random.Random(seed)
    for _ in range(50):
        pipeline = any_pipeline(chance)
        assert untrue(pipeline) == [], pipeline


@pytest.mark.parametrize(
    ("settings", "key", "kinds"),
    [
        # float16 weights with Adam: eps 1e−8 is 0 there, and 0 ÷ 0 is nan.
        (
            {"weight": [1.0], "inputs": [[0.0]], "weight_dtype": "float16", "optimizer": "adam"},
            "step",
            ["square_0_of_0"],
        ),
        ({"learning_rate": 0.0}, "step", ["no_rate"]),
        ({"optimizer": "nesterov"}, "step", ["plain_nesterov"]),
        ({"optimizer": "adam", "inputs": [[1.0]], "factor": 1e-9}, "step", ["eps"]),
        ({"autocast": "float16", "inputs": [[1e6]]}, "backward", ["unused"]),
        (
            {"weight": [1.0, 1.0], "inputs": [[3.0, 4.0]], "weight_dtype": "bfloat16", "learning_rate": 5e-4},
            "write_back",
            ["swallowed", "digits"],
        ),
    ],
)
def test_what_was_reported_is_told(settings, key, kinds):
    assert [finding.kind for finding in receipt(Pipeline(**settings)).stage(key).findings] == kinds


def test_a_decay_beside_the_step_hides_nothing_of_it():
    # Beside 0.1 × 1e30 nothing is left of a step of 0.1: Adam's is g / (|g| + eps) = 1 × the rate all the same.
    pipeline = Pipeline(weight=[1e30], inputs=[[5.0]], optimizer="adamw", weight_decay=0.1)
    (finding,) = receipt(pipeline).stage("step").findings
    assert (finding.kind, finding.values["times"]) == ("decoupled_adaptive", pytest.approx(1.0))


@pytest.mark.parametrize(
    ("settings", "what", "dtype", "number"),
    [
        # 32768 itself would fit: it is the 65536 on the way that does not.
        ({"inputs": [[0.5]], "autocast": "float16", "scaler": True}, "to_prediction", "float16", 65536.0),
        # Computed in bfloat16, where 5 · 30000 is 149504, it does not fit the float16 weight's own format.
        ({"autocast": "bfloat16", "weight_dtype": "float16", "factor": 30000.0}, "to_weight", "float16", 149504.0),
    ],
)
def test_an_overflow_is_told_of_the_number_and_the_format_it_happened_in(settings, what, dtype, number):
    found = receipt(Pipeline(operation="linear", **settings)).stage("backward").worst

    assert (found.kind, found.values["what"], found.values["dtype"], found.values["number"]) == (
        "overflow", what, dtype, number,
    )  # fmt: skip
