"""Gradient clipping, by PyTorch's own functions."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

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


def clipped(pipeline: Pipeline, gradient: Tensor) -> Tensor:
    """What the clipping makes of a gradient."""
    stand_in = torch.zeros_like(gradient, requires_grad=True)
    stand_in.grad = gradient.clone()
    clip(pipeline, stand_in)
    return stand_in.grad


def exactly_clipped(pipeline: Pipeline, gradient: np.ndarray) -> np.ndarray:
    """The same of a gradient in float64."""
    return as_array(clipped(pipeline, torch.tensor(gradient)))
