"""Which devices there are, and what an experiment's `device` means here."""

import pytest
import torch

from gradlab import DeviceError, Experiment, available_devices, unscaled_gradient
from gradlab.compute.device import limit_threads, resolve


@pytest.fixture
def two_gpus(monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)


@pytest.fixture
def no_gpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)


def test_without_a_gpu_only_the_cpu_is_available(no_gpu):
    assert available_devices() == ("cpu",)


def test_every_gpu_is_available_after_the_cpu(two_gpus):
    assert available_devices() == ("cpu", "cuda:0", "cuda:1")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("auto", "cuda:0"), ("cuda", "cuda:0"), ("cuda:0", "cuda:0"), ("cuda:1", "cuda:1"), ("cpu", "cpu")],
)
def test_where_there_are_gpus_each_spelling_finds_its_device(two_gpus, written, meant):
    assert resolve(written) == torch.device(meant)


@pytest.mark.parametrize("written", ["auto", "cpu"])
def test_where_there_is_no_gpu_auto_and_cpu_run_on_the_cpu(no_gpu, written):
    assert resolve(written) == torch.device("cpu")


@pytest.mark.parametrize("device", available_devices())
def test_an_available_device_resolves_to_itself(device):
    assert str(resolve(device)) == device


def test_a_device_that_is_not_there_is_refused_with_the_ones_that_are(two_gpus):
    with pytest.raises(DeviceError, match=r"expected .*\(cpu, cuda:0, cuda:1\), got cuda:2"):
        resolve("cuda:2")


def test_cuda_is_refused_where_there_is_no_gpu(no_gpu):
    with pytest.raises(DeviceError, match=r"expected .*\(cpu\), got cuda"):
        resolve("cuda")


def test_limit_threads_leaves_one_thread_a_call():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        limit_threads()
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


def test_an_experiment_on_a_device_that_is_not_there_is_refused_too():
    experiment = Experiment("square", {"A": 3.0}, device="cuda:999")

    with pytest.raises(DeviceError, match=rf"expected .*\({', '.join(available_devices())}\), got cuda:999"):
        unscaled_gradient(experiment)
