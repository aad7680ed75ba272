"""Every loss written down a second time, in mpmath at 30 digits and more, from its definition and not from PyTorch.

Elementary functions: any calculus textbook. Activations: the papers that named them (ELU: Clevert 2015, SiLU: Elfwing
2017, GELU: Hendrycks 2016). The others: the formulas in the documentation of torch.nn.functional and torch.nn.
Each is of one element, or of one sample where a loss has several elements together. And where each has its corners.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, product

from mpmath import mp, mpf

# What PyTorch adds to squared lengths before it divides by them (EPSILON in aten/src/ATen/native/Loss.cpp).
COSINE_EPSILON = mpf("1e-12")
PAIRWISE_EPSILON = mpf("1e-6")  # eps of torch.nn.functional.pairwise_distance


@dataclass(frozen=True)
class Reference:
    """The loss of one element (`sample=False`) or sample by keyword, and what the mean of several divides by.

    `divisor(samples, parameters)` takes the keywords of each; by default their number.
    """

    loss: Callable[..., mpf]
    sample: bool = False
    divisor: Callable[[list[dict], dict], mpf] = lambda samples, parameters: mpf(len(samples))


def line_fit(w, b, x, y, criterion, delta):
    residual = w * x + b - y
    return {"mse_loss": residual**2, "l1_loss": abs(residual), "huber_loss": huber(residual, delta)}[criterion]


def sigma(x):
    return 1 / (1 + mp.exp(-x))


def piece(condition, value, other):
    return value if condition else other


def weighted(loss):
    return lambda input, target, weight=1, **options: weight * loss(input - target, **options)


def sum_of_weights(samples, parameters):
    return sum(sample.get("weight", 1) for sample in samples)


def smooth_l1(difference, beta):
    return difference**2 / (2 * beta) if abs(difference) < beta else abs(difference) - beta / 2


def huber(difference, delta):
    return difference**2 / 2 if abs(difference) <= delta else delta * (abs(difference) - delta / 2)


def binary(probability, target, weight, pos_weight=1):
    return -weight * (pos_weight * target * mp.log(probability) + (1 - target) * mp.log(1 - probability))


def binary_cross_entropy(input, target, weight=1):
    return binary(input, target, weight)


def binary_cross_entropy_with_logits(input, target, weight=1, pos_weight=1):
    return binary(sigma(input), target, weight, pos_weight)


def focal(input, target, alpha, gamma):
    """Lin et al. 2017, equation 5."""
    own, factor = (sigma(input), alpha) if target == 1 else (1 - sigma(input), 1 - alpha)
    return -factor * (1 - own) ** gamma * mp.log(own)


def pinball(input, target, quantile):
    """Koenker and Bassett 1978: the mean of many is least at their quantile."""
    return quantile * (target - input) if target > input else (1 - quantile) * (input - target)


def multilabel_soft_margin(input, target, weight=None):
    weight = weight or [1] * len(input)
    return sum(binary(sigma(x), y, w) for x, y, w in zip(input, target, weight, strict=True)) / len(input)


def log_softmax(logits):
    total = mp.log(sum(mp.exp(x) for x in logits))
    return [x - total for x in logits]


def probable(logits, target, weight=None, label_smoothing=0):
    """Cross-entropy against a probability for each class, a part of it spread over all."""
    classes = len(logits)
    smoothed = [(1 - label_smoothing) * y + mpf(label_smoothing) / classes for y in target]
    weight = weight or [1] * classes
    return -sum(w * y * logarithm for w, y, logarithm in zip(weight, smoothed, log_softmax(logits), strict=True))


def cross_entropy(input, target, weight=None, ignore_index=-100, label_smoothing=0):
    if target == ignore_index:
        return mpf(0)
    return probable(input, [mpf(c == target) for c in range(len(input))], weight, label_smoothing)


def cross_entropy_with_probabilities(input, target, weight=None, label_smoothing=0):
    return probable(input, target, weight, label_smoothing)


def nll(input, target, weight=None, ignore_index=-100):
    return mpf(0) if target == ignore_index else -(weight[target] if weight else 1) * input[target]


def sum_of_target_weights(samples, parameters):
    counted = [sample for sample in samples if sample["target"] != parameters["ignore_index"]]
    return sum(sample["weight"][sample["target"]] if "weight" in sample else mpf(1) for sample in counted)


def linear_cross_entropy(input, linear_weight, target, linear_bias=None, options=None, **parameters):
    """Whatever the `options`, which say only in how many chunks and how precisely it is added up."""
    bias = linear_bias or [0] * len(linear_weight)
    logits = [
        sum(w * x for w, x in zip(row, input, strict=True)) + b for row, b in zip(linear_weight, bias, strict=True)
    ]
    return cross_entropy(logits, target, **parameters)


def ctc(logits, targets, blank, zero_infinity):
    """Graves 2006: the probability of all paths that become the labels when repeats, then blanks, are left out."""
    steps = [log_softmax(row) for row in logits]
    paths = product(range(len(logits[0])), repeat=len(logits))
    fitting = [path for path in paths if [c for c, _ in groupby(path) if c != blank] == list(targets)]
    total = sum(mp.exp(sum(step[c] for step, c in zip(steps, path, strict=True))) for path in fitting)
    return -mp.log(total) if total or not zero_infinity else mpf(0)


def kl_div(input, target, log_target):
    return mp.exp(target) * (target - input) if log_target else target * (mp.log(target) - input)


def poisson(input, target, log_input, full, eps):
    loss = mp.exp(input) - target * input if log_input else input - target * mp.log(input + eps)
    stirling = target * mp.log(target) - target + mp.log(2 * mp.pi * target) / 2 if target > 1 else 0
    return loss + (stirling if full else 0)


def gaussian(input, target, var, full, eps):
    variance = max(var, eps)
    return (mp.log(variance) + (input - target) ** 2 / variance + (mp.log(2 * mp.pi) if full else 0)) / 2


def multi_margin(input, target, p, margin, weight=None):
    hinges = (max(0, margin - input[target] + x) ** p for c, x in enumerate(input) if c != target)
    return (weight[target] if weight else 1) * sum(hinges) / len(input)


def multilabel_margin(input, target):
    labels = target[: target.index(-1)] if -1 in target else target
    others = [x for c, x in enumerate(input) if c not in labels]
    return sum((max(0, 1 - input[y] + x) for y in labels for x in others), mpf(0)) / len(input)


def dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def cosine_embedding(input1, input2, target, margin):
    lengths = mp.sqrt((dot(input1, input1) + COSINE_EPSILON) * (dot(input2, input2) + COSINE_EPSILON))
    cosine = dot(input1, input2) / lengths
    return 1 - cosine if target == 1 else max(0, cosine - margin)


def p_distance(p, eps):
    return lambda a, b: sum(abs(x - y + eps) ** p for x, y in zip(a, b, strict=True)) ** (1 / mpf(p))


def triplet(anchor, positive, negative, distance, margin, swap):
    far = distance(anchor, negative)
    far = min(far, distance(positive, negative)) if swap else far
    return max(0, distance(anchor, positive) - far + margin)


DISTANCES = {
    "pairwise_distance": p_distance(2, PAIRWISE_EPSILON),
    "squared_distance": lambda a, b: sum((x - y) ** 2 for x, y in zip(a, b, strict=True)),
    "cosine_distance": lambda a, b: 1 - dot(a, b) / mp.sqrt(dot(a, a) * dot(b, b)),
}


def elementary(function):
    return Reference(lambda A: function(A))


REFERENCES = {
    "times_five": elementary(lambda a: 5 * a),
    "square": elementary(lambda a: a * a),
    "cube": elementary(lambda a: a * a * a),
    "quartic_well": elementary(lambda a: (a * a - 1) ** 2 - 1),
    "reciprocal": elementary(lambda a: 1 / a),
    "sin": elementary(mp.sin),
    "cos": elementary(mp.cos),
    "exp": elementary(mp.exp),
    "log": elementary(mp.log),
    "sqrt": elementary(mp.sqrt),
    "gauss": elementary(lambda a: 1 / mp.exp(a * a)),
    "log_cosh": elementary(lambda a: mp.log((mp.exp(a) + mp.exp(-a)) / 2)),
    "sin_wave": elementary(lambda a: a + 2 * mp.sin(3 * a)),
    "abs": elementary(abs),
    "floor": elementary(mp.floor),
    "xsin1x": elementary(lambda a: a * mp.sin(1 / a)),
    "x2sin1x": elementary(lambda a: a * a * mp.sin(1 / a)),
    # The formula it opens with, in which no target stands.
    "expression": Reference(lambda A, expression, y=None: A * A + mp.sin(3 * A)),
    "relu": elementary(lambda a: max(0, a)),
    "leaky_relu": elementary(lambda a: max(0, a) + mpf("0.01") * min(0, a)),
    "elu": elementary(lambda a: a if a > 0 else mp.expm1(a)),
    "silu": elementary(lambda a: a / (1 + mp.exp(-a))),
    "gelu": elementary(lambda a: a * (1 + mp.erf(a / mp.sqrt(2))) / 2),
    "gelu_tanh": elementary(lambda a: a / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (a + mpf("0.044715") * a**3)))),
    "sigmoid": elementary(sigma),
    "logsigmoid": elementary(lambda a: mp.log(sigma(a))),
    "tanh": elementary(mp.tanh),
    "softplus": elementary(lambda a: mp.log(1 + mp.exp(a))),
    "mse_loss": Reference(weighted(lambda difference: difference**2), divisor=sum_of_weights),
    "l1_loss": Reference(weighted(abs), divisor=sum_of_weights),
    "smooth_l1_loss": Reference(weighted(smooth_l1)),
    "huber_loss": Reference(weighted(huber)),
    "pinball_loss": Reference(pinball),
    "line_fit": Reference(line_fit),
    "binary_cross_entropy": Reference(binary_cross_entropy),
    "binary_cross_entropy_with_logits": Reference(binary_cross_entropy_with_logits),
    "multilabel_soft_margin_loss": Reference(multilabel_soft_margin, sample=True),
    "focal_loss": Reference(focal),
    "cross_entropy": Reference(cross_entropy, sample=True, divisor=sum_of_target_weights),
    "cross_entropy_with_probabilities": Reference(cross_entropy_with_probabilities, sample=True),
    "nll_loss": Reference(nll, sample=True, divisor=sum_of_target_weights),
    "linear_cross_entropy": Reference(linear_cross_entropy, sample=True, divisor=sum_of_target_weights),
    "ctc_loss": Reference(ctc, sample=True, divisor=lambda samples, parameters: mpf(len(samples[0]["targets"]))),
    "kl_div": Reference(kl_div),
    "poisson_nll_loss": Reference(poisson),
    "gaussian_nll_loss": Reference(gaussian),
    "soft_margin_loss": Reference(lambda input, target: mp.log(1 + mp.exp(-target * input))),
    "hinge_embedding_loss": Reference(lambda input, target, margin: input if target == 1 else max(0, margin - input)),
    "margin_ranking_loss": Reference(
        lambda input1, input2, target, margin: max(0, -target * (input1 - input2) + margin)
    ),
    "multi_margin_loss": Reference(multi_margin, sample=True),
    "multilabel_margin_loss": Reference(multilabel_margin, sample=True),
    "cosine_embedding_loss": Reference(cosine_embedding, sample=True),
    "triplet_margin_loss": Reference(
        lambda anchor, positive, negative, p, eps, **options: triplet(
            anchor, positive, negative, p_distance(p, eps), **options
        ),
        sample=True,
    ),
    "triplet_margin_with_distance_loss": Reference(
        lambda anchor, positive, negative, distance_function, **options: triplet(
            anchor, positive, negative, DISTANCES[distance_function], **options
        ),
        sample=True,
    ),
}

# Where a default experiment has corners as this tensor's first element moves, with the slopes on both sides, all by
# calculus: max(0, …) where its argument is 0, |x - y| where x meets y. Every step of a staircase is one as well; on
# its left the slope has no bound.
KINKS = {
    ("abs", "A"): {0.0: (-1.0, 1.0)},
    ("relu", "A"): {0.0: (0.0, 1.0)},
    ("leaky_relu", "A"): {0.0: (0.01, 1.0)},
    ("floor", "A"): {float(step): (float("inf"), 0.0) for step in range(-3, 4)},
    ("l1_loss", "input"): {3.0: (-1.0, 1.0)},
    ("l1_loss", "target"): {5.0: (-1.0, 1.0)},
    # Where x meets y, at the quantile 0.9.
    ("pinball_loss", "input"): {3.0: (-0.9, 0.1)},
    ("pinball_loss", "target"): {5.0: (-0.1, 0.9)},
    # -y (x_1 - x_2) = 0 at y = 1, x_1 = 0.5, x_2 = 1.25.
    ("margin_ranking_loss", "input1"): {1.25: (-1.0, 0.0)},
    ("margin_ranking_loss", "input2"): {0.5: (0.0, 1.0)},
    # 1 - x_0 + x_c = 0 for x_c = 1 and -0.75, over 3 classes; for x_c = 1, -0.75 and -1.25, over 4.
    ("multi_margin_loss", "input"): {0.25: (-2 / 3, -1 / 3), 2.0: (-1 / 3, 0.0)},
    ("multilabel_margin_loss", "input"): {-0.25: (-3 / 4, -2 / 4), 0.25: (-2 / 4, -1 / 4), 2.0: (-1 / 4, 0.0)},
}
