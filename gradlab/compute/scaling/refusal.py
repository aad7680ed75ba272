"""What PyTorch itself says about a device that is not there."""

import torch


def device_refusal(device: str) -> str:
    """PyTorch's words when a tensor is asked for on a device such as `"cuda"`; nothing where it is there."""
    try:
        torch.empty(0, device=device)
    except (AssertionError, RuntimeError) as error:  # the first where PyTorch was built without CUDA
        return str(error)
    return ""
