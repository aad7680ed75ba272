"""What is said of every stage of a training step: each finding has its sentence, each preset its ratio."""

from dataclasses import replace
from itertools import product

import pytest

from gradlab.compute.scaling import OPTIMIZERS, PRESETS, STAGES, Pipeline, receipt, receipts_over_scales
from gradlab.compute.scaling.pipeline import CLIPS, DIVISIONS, UNSCALINGS
from gradlab.text import LANGUAGES, words
from gradlab.ui.live_receipt.sentences import row_of
from gradlab.ui.live_receipt.summary import summary_of
from gradlab.ui.scaling.presets import OFFERED, OPENING
from tests.compute.scaling.claims import CLAIMS
from tests.ui.visits import over_languages

ENGLISH = words("en")["scaling"]

# Far from the presets: what each setting can be, one at a time.
OVERFLOW = PRESETS["overflow"]
VARIED = {
    **{f"divided {way}": replace(PRESETS["accumulate"], micro_batches=(2, 2, 2), division=way) for way in DIVISIONS},
    **{f"{way}, {clip}": replace(OVERFLOW, unscale=way, clip=clip) for way in UNSCALINGS for clip in CLIPS},
    **{name: replace(PRESETS["adam"], optimizer=name, weight_decay=0.1) for name in OPTIMIZERS},
    **{dtype: replace(PRESETS["swallowed"], weight_dtype=dtype, scaler=True) for dtype in ("float16", "bfloat16")},
    "left over, no gradient": replace(OVERFLOW, stale_backwards=2, factor=0.0),
    "subnormal": replace(PRESETS["vanishing"], scale=2.0**10),
    "left over": replace(OVERFLOW, stale_backwards=2, scale=1.0),
    "within": replace(PRESETS["clip"], clip_at=1e6, unscale="unscale_"),
    "subnormal in float32": replace(OFFERED[OPENING], scaler=True, inputs=((5e-24,),), factor=1e-20),
    "nothing in float32": replace(OFFERED[OPENING], scaler=True, inputs=((5e-24,),), factor=1e-22),
    "growing": replace(OVERFLOW, scale=1.0, growth_interval=1),
}
PIPELINES = {**{f"preset {name}": pipeline for name, pipeline in OFFERED.items()}, **VARIED}


@pytest.mark.parametrize("pipeline", PIPELINES.values(), ids=PIPELINES)
def test_every_row_of_every_scale_is_said_with_nothing_left_open(pipeline):
    tables = [words(language)["scaling"] for language in LANGUAGES]
    for at, table in product(receipts_over_scales(pipeline), tables):
        for row in [row_of(stage, table) for stage in at.stages]:
            assert row.said
            assert "{" not in row.said
            assert bool(row.named) == (row.severity != "fine")
        assert summary_of(at, table["summary"]).verdict


def test_what_is_true_of_one_element_names_it():
    # 0.0015 is less than half of what lies between 1 and its neighbour in bfloat16, 0.002 more.
    pipeline = Pipeline(weight=(1.0, 1.0), inputs=((3.0, 4.0),), weight_dtype="bfloat16", learning_rate=5e-4)
    said = row_of(receipt(pipeline).stage("write_back"), ENGLISH).said
    assert said.index("w[0]: ") < said.index("the weight stays") < said.index("w[1]: ")


@pytest.mark.parametrize(("stage", "kind"), sorted(CLAIMS))
@over_languages
def test_everything_that_can_be_found_has_its_sentence(language, stage, kind):
    assert words(language)["scaling"]["said"][stage][kind]


def test_every_sentence_is_of_something_that_can_be_found():
    assert {(stage, kind) for stage, kinds in ENGLISH["said"].items() for kind in kinds} == set(CLAIMS)
    assert set(ENGLISH["said"]) == set(STAGES)


@pytest.mark.parametrize(
    ("preset", "ratio", "severity"),
    [("plain", "1", "fine"), ("mean_or_sum", "1", "fine"), ("accumulate", "0.744", "damage"),
     ("overflow", "0", "damage"), ("forgotten_unscale", "1024", "damage"), ("adam", "2e−4", "fine"),
     ("precision", "0.9978", "rounding"), ("swallowed", "0", "damage")],
)  # fmt: skip
def test_the_ratio_is_that_of_the_preset(preset, ratio, severity):
    # By hand: 27.7778/37.3333 = 0.744; Adam steps by the learning rate, so 0.1/(0.1 · 5000) = 2e−4.
    summary = summary_of(receipt(OFFERED[preset]), ENGLISH["summary"])
    assert (summary.ratio.replace("0.0002", "2e−4"), summary.severity) == (ratio, severity)


@pytest.mark.parametrize("settings", [{"inputs": ((0.0,),)}, {"learning_rate": 0.0}], ids=str)
def test_where_there_is_no_ratio_nothing_is_said_of_what_it_should_be(settings):
    summary = summary_of(receipt(Pipeline(**settings)), ENGLISH["summary"])
    assert (summary.expected, "there is no ratio" in summary.verdict) == ("", True)
