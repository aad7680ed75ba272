"""Where an experiment runs."""

import torch

# What a reader may ask for, whether it is here or not.
DEVICES = ("auto", "cpu", "cuda")


class DeviceError(RuntimeError):
    """The experiment asks for a device this machine does not have."""


def available_devices() -> tuple[str, ...]:
    """The devices present here, `"cpu"` first: `("cpu", "cuda:0", …)`."""
    return ("cpu", *(f"cuda:{index}" for index in range(torch.cuda.device_count())))


def resolve(device: str) -> torch.device:
    """The torch device an experiment's `device` means here. `"auto"` is CUDA where there is one.

    Raises DeviceError for a device that is not there.
    """
    present = available_devices()
    wanted = {"auto": present[1] if len(present) > 1 else "cpu", "cuda": "cuda:0"}.get(device, device)
    if wanted not in present:
        raise DeviceError(f"expected a device present here ({', '.join(present)}), got {device}")
    return torch.device(wanted)


def limit_threads() -> None:
    """One thread a call: at these sizes more gain nothing, and learners on one server would fight for the cores."""
    torch.set_num_threads(1)
