"""Gradient clipping, by PyTorch's own functions."""

import torch
from torch import Tensor
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

from gradlab.compute.scaling.pipeline import Pipeline


def clip(pipeline: Pipeline, weight: Tensor) -> None:
    """Clip `.grad` of the weight in place, as the pipeline says: its norm to clip_at, or each element to ±clip_at.

    R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, 2013.
    """
    if pipeline.clip == "norm":
        clip_grad_norm_([weight], max_norm=pipeline.clip_at)
    elif pipeline.clip == "value":
        clip_grad_value_([weight], clip_value=pipeline.clip_at)


def clipped(pipeline: Pipeline, gradient: Tensor) -> Tensor:
    """What the clipping makes of a gradient."""
    stand_in = torch.zeros_like(gradient, requires_grad=True)
    stand_in.grad = gradient.clone()
    clip(pipeline, stand_in)
    return stand_in.grad
