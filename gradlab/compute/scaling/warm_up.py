"""What PyTorch does once, when the first optimizer is made."""

import torch


def warm_up() -> None:
    """Make an optimizer, so that nobody waits for the first.

    The first `torch.optim` optimizer of a process imports `torch._dynamo` (about a second and 72 MB), whether or not
    anything is ever compiled. Call this once before the first pipeline; nothing else in gradlab needs it.
    """
    torch.optim.SGD([torch.zeros(1)], lr=0.0)
