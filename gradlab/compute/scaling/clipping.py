"""Gradient clipping, by PyTorch's own functions."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_, clip_grad_value_, clip_grads_with_norm_

from gradlab.compute.gradient import as_array
from gradlab.compute.scaling.pipeline import Pipeline


def clip(pipeline: Pipeline, weight: Tensor) -> float | None:
    """Clip `.grad` of the weight in place, as the pipeline says: its norm to clip_at, or each element to ±clip_at.

    Returns the norm as PyTorch worked it out, where it does: in the format of the gradient, which it may overflow.
    R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, 2013.
    """
    if pipeline.clip == "norm":
        return clip_grad_norm_([weight], max_norm=pipeline.clip_at).item()
    if pipeline.clip == "value":
        clip_grad_value_([weight], clip_value=pipeline.clip_at)
    return None


def clip_rows(pipeline: Pipeline, gradients: Tensor) -> Tensor | None:
    """The same for many gradients at once, `[rows, elements]`, each by itself. Returns their norms `[rows]`.

    To the bit what `clip` does to each: the two halves of `clip_grad_norm_`, of which the second takes rows.
    """
    rows = torch.empty_like(gradients)
    rows.grad = gradients
    if pipeline.clip == "value":
        clip_grad_value_([rows], clip_value=pipeline.clip_at)
        return None
    norms = torch.linalg.vector_norm(gradients, dim=1, keepdim=True)
    norms = torch.linalg.vector_norm(norms, dim=1, keepdim=True)  # of the one norm there is, as PyTorch takes it
    clip_grads_with_norm_([rows], max_norm=pipeline.clip_at, total_norm=norms, foreach=False)
    return norms[:, 0]


def clipped(pipeline: Pipeline, gradient: Tensor) -> Tensor:
    """What the clipping makes of a gradient."""
    stand_in = torch.zeros_like(gradient, requires_grad=True)
    stand_in.grad = gradient.clone()
    clip(pipeline, stand_in)
    return stand_in.grad


def exactly_clipped(pipeline: Pipeline, gradient: np.ndarray) -> np.ndarray:
    """The same of a gradient in float64."""
    return as_array(clipped(pipeline, torch.tensor(gradient)))
