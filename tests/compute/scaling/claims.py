"""What each finding claims, worked out once more from the numbers of its stage: formats by exact rationals, sums in
float64, optimizers by their formulas. A claim is a function of the pipeline, the stage and the finding."""

from collections.abc import Callable
from math import sqrt

import numpy as np

from gradlab.compute.scaling import Finding, Pipeline, Stage
from tests.compute.scaling.rounding import FORMATS, rounded

Claim = Callable[[Pipeline, Stage, Finding], bool]


def largest(dtype: str) -> float:
    digits, _, highest = FORMATS[dtype]
    return (2 - 2.0 ** (1 - digits)) * 2.0**highest


def too_large(number: float, dtype: str) -> bool:
    return np.isinf(rounded(number, dtype)) and abs(number) > largest(dtype)


def too_small(number: float, dtype: str) -> bool:
    return number != 0 and rounded(number, dtype) == 0


def is_subnormal(number: float, dtype: str) -> bool:
    return abs(number) < 2.0 ** FORMATS[dtype][1]


def of(numbers: np.ndarray, finding: Finding) -> np.ndarray:
    """The numbers of the elements a finding is about."""
    return numbers[..., list(finding.elements)]


def before(stage: Stage, finding: Finding) -> np.ndarray:
    return of(stage.before, finding)


def after(stage: Stage, finding: Finding) -> np.ndarray:
    return of(stage.after, finding)


def off(wanted: np.ndarray, got: np.ndarray) -> float:
    """The largest relative error."""
    return max(0.0 if w == g else abs(g - w) / abs(w) if w else np.inf for w, g in zip(wanted, got, strict=True))


def says_how_far_off(wanted: np.ndarray, stage: Stage, finding: Finding) -> bool:
    return np.isclose(off(wanted, after(stage, finding)), finding.values["off"], rtol=1e-6, atol=1e-12)


def adds_up(samples: np.ndarray, gradient: np.ndarray) -> bool:
    return np.allclose(samples.sum(0), gradient, atol=1e-12 * np.abs(samples).max())


def unchanged(_: Pipeline, stage: Stage, finding: Finding) -> bool:
    return np.array_equal(before(stage, finding), after(stage, finding), equal_nan=True)


def factor(_: Pipeline, stage: Stage, finding: Finding) -> bool:
    differs = off(stage.before, stage.after) > 1e-9
    return differs and np.allclose(finding.values["factor"] * stage.before, stage.after)


def of_zero(_: Pipeline, stage: Stage, finding: Finding) -> bool:
    return (stage.before == 0).any() and off(stage.before, stage.after) > 1e-9


def not_finite(numbers: np.ndarray) -> bool:
    return not np.isfinite(numbers).any()


def backward_wanted(finding: Finding) -> np.ndarray:
    return finding.values["wanted_grad"]


def lost_in(check: Callable[[float, str], bool], result: Callable[[np.ndarray], bool]) -> Claim:
    """Something happened to a number in a format, and this came of it."""
    return lambda _, stage, found: check(found.values["number"], found.values["dtype"]) and result(after(stage, found))


def anything(_: float, __: str) -> bool:
    return True


def all_zero(numbers: np.ndarray) -> bool:
    return not numbers.any()


def sizes(pipeline: Pipeline, found: Finding) -> np.ndarray:
    """What an adaptive optimizer divides by the size of: the gradient, with the decay in it where it is added there."""
    added = pipeline.weight_decay if pipeline.optimizer != "adamw" else 0.0
    return found.values["given"] + (added * found.values["before"] if added else 0.0)


def root(pipeline: Pipeline) -> float:
    """√(1 − α) of RMSprop; 1 for those that correct for it or take the whole square."""
    return sqrt(0.01) if pipeline.optimizer == "rmsprop" else 1.0


def times(pipeline: Pipeline, found: Finding) -> np.ndarray:
    size = np.abs(sizes(pipeline, found))
    return size / (root(pipeline) * size + pipeline.eps)


def settled(pipeline: Pipeline, _: Stage, found: Finding) -> bool:
    """The gradient's own size decides: eps takes less than a hundredth."""
    return np.allclose(found.values["times"], 1 / root(pipeline), rtol=0.0101) and np.allclose(
        found.values["times"], times(pipeline, found), rtol=1e-6
    )


def eps_counts(pipeline: Pipeline, _: Stage, found: Finding) -> bool:
    return (np.abs(found.values["times"] * root(pipeline) - 1) > 0.0099).any() and np.allclose(
        found.values["times"], times(pipeline, found), rtol=1e-6
    )


def proportional(pipeline: Pipeline, stage: Stage, found: Finding) -> bool:
    ahead = 1.9 if pipeline.optimizer == "nesterov" else 1.0
    decay = pipeline.weight_decay * found.values["before"] if pipeline.weight_decay else 0.0
    gradient = found.values["given"] + decay
    return np.allclose(after(stage, found), -pipeline.learning_rate * ahead * gradient, rtol=1e-6, atol=0)


CLAIMS: dict[tuple[str, str], Claim] = {
    ("per_sample", "plain"): lambda p, s, f: f.values["samples"] == p.samples == len(s.after),
    ("reduction", "mean"): lambda p, s, f: adds_up(s.before / p.samples, s.after),
    ("reduction", "sum"): lambda p, s, f: adds_up(s.before, s.after),
    ("gradient", "plain"): unchanged,
    ("accumulation", "plain"): lambda p, s, f: np.allclose(s.before, s.after, rtol=1e-9, atol=0),
    ("accumulation", "undivided"): factor,
    ("accumulation", "undivided_of_0"): of_zero,
    ("accumulation", "misweighted"): factor,
    ("accumulation", "misweighted_of_0"): of_zero,
    ("accumulation", "divided_sum"): lambda p, s, f: p.reduction == "sum" and factor(p, s, f),
    ("accumulation", "divided_sum_of_0"): lambda p, s, f: p.reduction == "sum" and of_zero(p, s, f),
    ("zero_grad", "plain"): unchanged,
    ("zero_grad", "stale"): lambda p, s, f: np.allclose(s.after, (f.values["passes"] + 1) * s.before),
    ("backward", "scaled"): lambda p, s, f: p.scaler and f.values["scale"] == p.scale,
    ("backward", "float32"): lambda p, s, f: set(s.formats) == {"float32"} and off(backward_wanted(f), after(s, f)) < 2e-6,
    ("backward", "held"): lambda p, s, f: off(backward_wanted(f), after(s, f)) < 2e-6,
    ("backward", "unused"): lambda p, s, f: p.autocast not in (s.formats[0], "off") and f.values["ran"] == s.formats[0],
    ("backward", "rounded"): lambda p, s, f: says_how_far_off(backward_wanted(f), s, f) and 1e-6 < f.values["off"] < 0.032,
    ("backward", "overflow"): lost_in(too_large, not_finite),
    ("backward", "inf"): lost_in(anything, not_finite),
    ("backward", "nan"): lost_in(anything, not_finite),
    ("backward", "underflow"): lost_in(too_small, np.size),
    ("backward", "zero"): lost_in(anything, np.size),
    ("backward", "subnormal"): lambda p, s, f: is_subnormal(f.values["number"], f.values["dtype"]) and says_how_far_off(backward_wanted(f), s, f),
    ("backward", "cancelled"): lambda p, s, f: np.isfinite(after(s, f)).all() and says_how_far_off(backward_wanted(f), s, f),
    ("backward", "hidden"): lambda p, s, f: p.clip_each == "micro_batch" and np.isfinite(after(s, f)).all(),
    ("backward", "in_parts"): lambda p, s, f: p.clip_each == "micro_batch" and says_how_far_off(backward_wanted(f), s, f),
    ("backward", "broke"): lambda p, s, f: not_finite(after(s, f)),
    ("backward", "residue"): lambda p, s, f: not backward_wanted(f).any() and after(s, f).all(),
    ("unscale", "plain"): lambda p, s, f: off(before(s, f) / p.scale, after(s, f)) < 2e-6,
    ("unscale", "in_step"): lambda p, s, f: p.unscale == "in_step" and off(before(s, f) / p.scale, after(s, f)) < 2e-6,
    ("unscale", "zero"): lambda p, s, f: all_zero(before(s, f)) and all_zero(after(s, f)),
    ("unscale", "not_finite"): lambda p, s, f: not_finite(before(s, f)) and unchanged(p, s, f),
    ("unscale", "rounded"): lambda p, s, f: says_how_far_off(before(s, f) / p.scale, s, f) and f.values["off"] < 0.032,
    ("unscale", "underflow"): lambda p, s, f: all(too_small(n, f.values["dtype"]) for n in before(s, f) / p.scale),
    ("unscale", "digits"): lambda p, s, f: says_how_far_off(before(s, f) / p.scale, s, f),
    ("unscale", "overflow"): lambda p, s, f: all(too_large(n, f.values["dtype"]) for n in before(s, f) / p.scale),
    ("unscale", "zero_result"): lambda p, s, f: all_zero(after(s, f)),
    ("unscale", "inf"): lambda p, s, f: np.isinf(after(s, f)).all(),
    ("unscale", "nan"): lambda p, s, f: np.isnan(after(s, f)).all(),
    ("unscale", "refused_twice"): lambda p, s, f: p.unscale == "twice" and s.calls == 2,
    ("unscale", "refused_float16"): lambda p, s, f: p.weight_dtype == "float16" and s.calls == 1,
    ("clip", "within"): lambda p, s, f: unchanged(p, s, f) and np.linalg.norm(s.before) <= p.clip_at * 1.01,
    ("clip", "at_limit"): lambda p, s, f: unchanged(p, s, f) and f.values["norm"] > p.clip_at,
    ("clip", "clipped"): lambda p, s, f: np.allclose(after(s, f), before(s, f) * p.clip_at / (np.linalg.norm(s.before) + 1e-6), rtol=3e-6),
    ("clip", "clipped_rounded"): lambda p, s, f: says_how_far_off(f.values["wanted"], s, f) and f.values["off"] < 0.032,
    ("clip", "norm_overflow"): lambda p, s, f: np.isinf(f.values["norm"]) and np.isfinite(s.before).all() and all_zero(after(s, f)),
    ("clip", "not_finite"): lambda p, s, f: not np.isfinite(s.before).all() and not np.isfinite(f.values["norm"]),
    ("clip", "value_within"): lambda p, s, f: unchanged(p, s, f) and (np.abs(before(s, f)) <= p.clip_at * 1.01).all(),
    ("clip", "value_clipped"): lambda p, s, f: (np.abs(before(s, f)) > p.clip_at * 0.999).all() and np.allclose(np.abs(after(s, f)), p.clip_at, rtol=2e-6),
    ("clip", "value_clipped_rounded"): lambda p, s, f: np.allclose(np.abs(after(s, f)), p.clip_at, rtol=0.032),
    ("clip", "stays_nan"): lambda p, s, f: np.isnan(before(s, f)).all() and np.isnan(after(s, f)).all(),
    ("clip", "inf_hidden"): lambda p, s, f: np.isinf(before(s, f)).all() and np.isfinite(after(s, f)).all(),
    ("clip", "underflow"): lambda p, s, f: all(too_small(n, f.values["dtype"]) for n in f.values["wanted"]) and all_zero(after(s, f)),
    ("clip", "zero"): lambda p, s, f: all_zero(after(s, f)),
    ("clip", "overflow"): lambda p, s, f: all(too_large(n, f.values["dtype"]) for n in f.values["wanted"]),
    ("clip", "inf"): lambda p, s, f: np.isinf(after(s, f)).all(),
    ("clip", "nan"): lambda p, s, f: np.isnan(after(s, f)).all(),
    ("clip", "digits"): lambda p, s, f: says_how_far_off(f.values["wanted"], s, f),
    ("clip", "clipped_scaled"): lambda p, s, f: p.scaler and p.scale != 1 and (p.clip_each == "micro_batch" or p.unscale != "unscale_"),
    ("clip", "clipped_parts"): lambda p, s, f: len(f.values["norms"]) == f.values["parts"] == len(p.micro_batches) * (p.stale_backwards + 1),
    ("clip", "clipped_parts_values"): lambda p, s, f: f.values["parts"] == len(p.micro_batches) * (p.stale_backwards + 1),
    ("clip", "refused"): lambda p, s, f: bool(s.error),
    ("unscale", "refused"): lambda p, s, f: bool(s.error),
    ("step", "plain"): proportional,
    ("step", "plain_nesterov"): proportional,
    ("step", "decayed"): proportional,
    ("step", "decayed_nesterov"): proportional,
    ("step", "adaptive"): settled,
    ("step", "decayed_adaptive"): settled,
    ("step", "decoupled_adaptive"): settled,
    ("step", "eps"): eps_counts,
    ("step", "decayed_eps"): eps_counts,
    ("step", "decoupled_eps"): eps_counts,
    ("step", "decay_alone"): lambda p, s, f: not f.values["given"].any() and np.allclose(after(s, f), -p.learning_rate * p.weight_decay * f.values["before"], rtol=1e-6),
    ("step", "no_rate"): lambda p, s, f: p.learning_rate == 0 and all_zero(after(s, f)),
    ("step", "nothing"): lambda p, s, f: all_zero(before(s, f)) and all_zero(after(s, f)),
    ("step", "too_small"): lambda p, s, f: all_zero(after(s, f)),
    ("step", "not_finite"): lambda p, s, f: not_finite(before(s, f)) or not_finite(after(s, f)),
    ("step", "skipped"): lambda p, s, f: p.scaler and all_zero(s.after),
    ("step", "scaled_step"): lambda p, s, f: p.unscale == "forgotten" and p.scale != 1,
    ("step", "square_0"): lambda p, s, f: f.values["held_eps"] == 0 and not f.values["root_of"].any() and not_finite(after(s, f)),
    ("step", "square_0_of_0"): lambda p, s, f: f.values["held_eps"] == 0 and all_zero(f.values["squared"]) and np.isnan(after(s, f)).all(),
    ("step", "square_overflow"): lambda p, s, f: np.isinf(f.values["root_of"]).all(),
    ("step", "square_digits"): lambda p, s, f: (np.abs(f.values["root_of"]) < 2.0 ** FORMATS[p.weight_dtype][1]).all(),
    ("step", "refused"): lambda p, s, f: bool(s.error),
    ("write_back", "plain"): lambda p, s, f: off(f.values["step"], after(s, f) - before(s, f)) <= 2.0**-10,
    ("write_back", "same"): lambda p, s, f: unchanged(p, s, f) and all_zero(f.values["step"]),
    ("write_back", "moved_alone"): lambda p, s, f: all_zero(f.values["step"]),
    ("write_back", "swallowed"): lambda p, s, f: unchanged(p, s, f) and f.values["step"].all()
        and all(rounded(b + d, p.weight_dtype) == b or abs(d) < 2.0 ** (1 - FORMATS[p.weight_dtype][0]) * abs(b) for b, d in zip(before(s, f), f.values["step"], strict=True)),
    ("write_back", "rounded"): lambda p, s, f: says_how_far_off(before(s, f) + f.values["step"], s, f) or f.values["off"] <= 0.5,
    ("write_back", "digits"): lambda p, s, f: f.values["off"] > 0.5 and not unchanged(p, s, f),
    ("write_back", "overflow"): lambda p, s, f: all(too_large(n, p.weight_dtype) for n in before(s, f) + f.values["step"]),
    ("write_back", "broke"): lambda p, s, f: not_finite(after(s, f)),
    ("write_back", "not_finite"): lambda p, s, f: not_finite(f.values["step"]) and not_finite(after(s, f)),
    ("write_back", "was_not_finite"): lambda p, s, f: not_finite(before(s, f)),
    ("scale_update", "same"): unchanged,
    ("scale_update", "halved"): lambda p, s, f: (s.after * 2 == s.before).all(),
    ("scale_update", "doubled"): lambda p, s, f: (s.after == s.before * 2).all() and p.growth_interval == 1,
}  # fmt: skip
