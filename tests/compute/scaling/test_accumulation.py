"""From the gradients of the samples to what is in `.grad`: mean or sum, micro-batches, a forgotten zero_grad."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
import torch

from gradlab.compute.scaling import Pipeline, receipt, receipts_over_scales
from tests.compute.scaling.pipelines import LINE, on_devices

# d/dw (w·x − y)² = 2x(w·x − y), by hand, exactly.
PER_SAMPLE = [Fraction(2 * x * (1 * x - (2 * x + 1))) for x in range(1, 7)]
MEAN = sum(PER_SAMPLE) / 6


def values(pipeline: Pipeline, key: str) -> list[float]:
    return receipt(pipeline).stage(key).after.tolist()


@on_devices
def test_every_sample_has_a_gradient_of_its_own(device):
    assert values(Pipeline(**LINE, device=device), "per_sample") == [[float(g)] for g in PER_SAMPLE]


@on_devices
@pytest.mark.parametrize(("reduction", "wanted"), [("sum", sum(PER_SAMPLE)), ("mean", MEAN)])
def test_the_reduction_adds_them_and_a_mean_divides_by_how_many(device, reduction, wanted):
    stage = receipt(Pipeline(**LINE, reduction=reduction, device=device)).stage("reduction")

    assert stage.after == pytest.approx([float(wanted)], rel=1e-15)
    assert stage.factor == pytest.approx([1.0 if reduction == "sum" else 1 / 6])
    assert stage.damage is None


@pytest.mark.parametrize("samples", [1, 2, 4, 8])
def test_a_sum_grows_with_the_batch_and_a_mean_does_not(samples):
    # x = 5 and an error of 2 in every sample: 2·2·5 each.
    same = {"weight": [1.0], "inputs": [[5.0]] * samples, "targets": [3.0] * samples}

    assert receipt(Pipeline(**same, reduction="sum")).gradient.tolist() == [20.0 * samples]
    assert receipt(Pipeline(**same, reduction="mean")).gradient.tolist() == [20.0]


def shares(sizes: tuple[int, ...], division: str) -> list[Fraction]:
    return [{"none": Fraction(1), "count": Fraction(1, len(sizes)), "size": Fraction(n, 6)}[division] for n in sizes]


def accumulated(sizes: tuple[int, ...], division: str) -> Fraction:
    """Σ dⱼ·(mean of the micro-batch j), by hand."""
    ends = np.cumsum(sizes).tolist()
    means = [sum(PER_SAMPLE[end - n : end]) / n for n, end in zip(sizes, ends, strict=True)]
    return sum(d * m for d, m in zip(shares(sizes, division), means, strict=True))


@on_devices
@pytest.mark.parametrize(
    ("sizes", "division", "damage"),
    [
        ((2, 2, 2), "none", "undivided"),
        ((2, 2, 2), "count", None),
        ((2, 2, 2), "size", None),
        ((1, 2, 3), "none", "undivided"),
        ((1, 2, 3), "count", "misweighted"),
        ((1, 2, 3), "size", None),
    ],
)
def test_micro_batches_give_the_whole_mean_only_if_weighted_by_their_size(device, sizes, division, damage):
    stage = receipt(Pipeline(**LINE, micro_batches=sizes, division=division, device=device)).stage("accumulation")

    assert stage.after == pytest.approx([float(accumulated(sizes, division))], rel=1e-14)
    assert stage.before == pytest.approx([float(MEAN)], rel=1e-15)
    assert stage.damage == damage


def test_equal_micro_batches_add_up_to_8_40_and_112():
    # The running sum a learner sees, of micro-batch means: the example of every thread on gradient accumulation.
    assert [float(sum(PER_SAMPLE[:2]) / 2), float(accumulated((2, 2, 2), "none"))] == [-8.0, -112.0]
    assert values(Pipeline(**LINE, micro_batches=(2, 2, 2)), "accumulation") == [-112.0]


@pytest.mark.parametrize(("division", "damage"), [("none", None), ("count", "divided_sum"), ("size", "divided_sum")])
def test_a_sum_over_micro_batches_must_not_be_divided(division, damage):
    pipeline = Pipeline(**LINE, reduction="sum", micro_batches=(2, 2, 2), division=division)

    assert receipt(pipeline).stage("accumulation").damage == damage


@on_devices
@pytest.mark.parametrize("forgotten", [1, 2])
def test_a_forgotten_zero_grad_adds_the_earlier_passes(device, forgotten):
    stage = receipt(Pipeline(**LINE, stale_backwards=forgotten, device=device)).stage("zero_grad")

    assert stage.after == pytest.approx([float(MEAN * (forgotten + 1))], rel=1e-14)
    assert stage.damage == "stale"


def test_a_zero_gradient_leaves_nothing_stale():
    assert receipt(Pipeline(inputs=[[0.0]], stale_backwards=3)).stage("zero_grad").damage is None


def test_two_elements_keep_their_gradients_apart():
    pipeline = Pipeline(weight=[1.0, 1.0], inputs=[[3.0, 4.0], [1.0, 0.0]], reduction="sum")

    assert values(pipeline, "per_sample") == [[3.0, 4.0], [1.0, 0.0]]
    assert values(pipeline, "reduction") == [4.0, 4.0]


def test_forward_passes_are_shared_by_all_scales_and_backward_passes_by_all_earlier_ones(monkeypatch):
    # What a page waits for: 6 micro-batches, 25 scales, and 5 passes that would be 750 of each.
    calls = Counter()

    def counted(module, name):
        original = getattr(module, name)

        def call(*given, **options):
            calls[name] += 1
            return original(*given, **options)

        monkeypatch.setattr(module, name, call)

    counted(torch.autograd, "grad"), counted(torch.Tensor, "backward"), counted(torch.nn.functional, "linear")
    receipts_over_scales(Pipeline(**LINE, micro_batches=(1,) * 6, stale_backwards=4, scaler=True))
    assert calls["grad"] + calls["backward"] <= 25 * 6 + 20
    assert calls["linear"] <= 20
