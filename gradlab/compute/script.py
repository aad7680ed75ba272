"""The program of an experiment as a file that runs by itself and prints its gradient."""

import re
from collections.abc import Mapping

from gradlab.compute.experiment import Experiment
from gradlab.compute.program import calculation, commented


def script(experiment: Experiment, printed: Mapping[str, str]) -> str:
    """The whole PyTorch program. printed: `.grad` of each tensor that requires it, as PyTorch prints it."""
    imports, *lines = sections(experiment, printed)
    return f"{imports}\n\n" + "\n".join(lines) + "\n"


def sections(experiment: Experiment, printed: Mapping[str, str]) -> tuple[str, str, str]:
    """The program in three parts: its imports, the calculation up to `backward()`, and the gradients it prints."""
    lines = calculation(experiment)
    prints = [commented(f"print({name}.grad)", printed[name]) for name in experiment.requires_grad]
    return imports_of(lines), lines, "\n".join(prints)


def imports_of(lines: str) -> str:
    """The imports that lines of PyTorch need."""
    functional = "\nfrom torch.nn import functional as F" if re.search(r"\bF\.", lines) else ""
    return f"import torch{functional}"
