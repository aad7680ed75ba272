"""From gradient to step: what every stage of a training step does to the unscaled gradient, by PyTorch itself."""

from gradlab.compute.scaling.finding import SEVERITIES, Finding
from gradlab.compute.scaling.float_range import FloatRange, float_range
from gradlab.compute.scaling.formulas import symbols_in
from gradlab.compute.scaling.history import history
from gradlab.compute.scaling.optimizers import OPTIMIZERS
from gradlab.compute.scaling.pipeline import Pipeline, PipelineError
from gradlab.compute.scaling.presets import PRESETS
from gradlab.compute.scaling.program import notebook, program, script
from gradlab.compute.scaling.receipt import STAGES, History, Receipt, Stage
from gradlab.compute.scaling.receipts import SCALES, receipt, receipts_over_scales
from gradlab.compute.scaling.refusal import device_refusal
from gradlab.compute.scaling.warm_up import warm_up

__all__ = [
    "OPTIMIZERS",
    "PRESETS",
    "SCALES",
    "SEVERITIES",
    "STAGES",
    "Finding",
    "FloatRange",
    "History",
    "Pipeline",
    "PipelineError",
    "Receipt",
    "Stage",
    "device_refusal",
    "float_range",
    "history",
    "notebook",
    "program",
    "receipt",
    "receipts_over_scales",
    "script",
    "symbols_in",
    "warm_up",
]
