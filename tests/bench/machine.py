"""What the measurements were taken on."""

import os
import platform

import plotly
import streamlit
import torch


def machine(chromium: str) -> str:
    """The processor and the versions, in one line."""
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    versions = {
        "Python": platform.python_version(),
        "torch": torch.__version__,
        "streamlit": streamlit.__version__,
        "plotly": plotly.__version__,
        "Chromium": chromium,
    }
    named = ", ".join(f"{name} {version}" for name, version in versions.items())
    return f"{os.cpu_count()} cores, {models[0] if models else platform.machine()}; {named}"
