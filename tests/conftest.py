"""Every test has PyTorch on one thread, as the page has it: set before anything imports torch."""

import os

os.environ["OMP_NUM_THREADS"] = "1"
