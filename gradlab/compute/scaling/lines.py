"""The lines of PyTorch that each stage of a pipeline is, as a teacher would write them."""

from gradlab.compute.device import resolve
from gradlab.compute.program import literal
from gradlab.compute.scaling.optimizers import OPTIMIZERS
from gradlab.compute.scaling.pipeline import Pipeline

UNSCALE_LINE = "scaler.unscale_(optimizer)"


def line_of(pipeline: Pipeline, key: str) -> str:
    """The line, or lines, of PyTorch behind one stage of the receipt."""
    return _LINES[key](pipeline)


def optimizer_line(pipeline: Pipeline) -> str:
    """The line that makes the optimizer."""
    entry = OPTIMIZERS[pipeline.optimizer]
    code = entry.code(learning_rate=pipeline.learning_rate, weight_decay=pipeline.weight_decay, eps=pipeline.eps)
    return f"optimizer = {code}"


def scaler_line(pipeline: Pipeline) -> str:
    """The line that makes the scaler: options only where they differ from PyTorch's defaults."""
    options = f", init_scale={literal(pipeline.scale)}" if pipeline.scale != Pipeline.scale else ""
    if pipeline.growth_interval != Pipeline.growth_interval:
        options += f", growth_interval={pipeline.growth_interval}"
    return f'scaler = torch.amp.GradScaler("{_device_type(pipeline)}"{options})'


def prediction_line(pipeline: Pipeline) -> str:
    """The line, or lines, that compute the prediction."""
    code = f"prediction = {pipeline.operation_code}"
    if pipeline.autocast == "off":
        return code
    return f'with torch.autocast("{_device_type(pipeline)}", dtype=torch.{pipeline.autocast}):\n    {code}'


def loss_line(pipeline: Pipeline) -> str:
    """The line that computes the loss of a (micro-)batch, in float32."""
    prediction = "prediction.float()" if _is_narrow(pipeline) else "prediction"
    factor = f" * {literal(pipeline.factor)}" if pipeline.factor != 1.0 else ""
    if pipeline.targets is None:
        return (
            f"loss = ({prediction}{factor}).{pipeline.reduction}()"
            if factor
            else (f"loss = {prediction}.{pipeline.reduction}()")
        )
    reduction = ', reduction="sum"' if pipeline.reduction == "sum" else ""
    return f"loss = F.mse_loss({prediction}, y{reduction}){factor}"


def backward_line(pipeline: Pipeline) -> str:
    """The line that calls `backward()` on a (micro-)batch."""
    shared = f"loss{_share(pipeline)}"
    if pipeline.scaler:
        return f"scaler.scale({shared}).backward()"
    return f"({shared}).backward()" if shared != "loss" else "loss.backward()"


def _share(pipeline: Pipeline) -> str:
    if pipeline.division == "count" and len(pipeline.micro_batches) > 1:
        return f" / {len(pipeline.micro_batches)}"
    if pipeline.division == "size" and len(pipeline.micro_batches) > 1:
        return f" * (len(x) / {pipeline.samples})"
    return ""


def _is_narrow(pipeline: Pipeline) -> bool:
    """Whether a prediction can come in less than float32."""
    computed_narrow = pipeline.autocast != "off" and pipeline.operation == "linear"
    return computed_narrow or pipeline.weight_dtype != "float32"


def _device_type(pipeline: Pipeline) -> str:
    return resolve(pipeline.device).type


def _zero_grad(pipeline: Pipeline) -> str:
    return "# optimizer.zero_grad()" if pipeline.stale_backwards else "optimizer.zero_grad()"


def _unscale(pipeline: Pipeline) -> str:
    if pipeline.unscale == "in_step":
        return f"{UNSCALE_LINE}  # called by scaler.step(optimizer)"
    return UNSCALE_LINE


def _clip(pipeline: Pipeline) -> str:
    function, limit = {"norm": ("norm_", "max_norm"), "value": ("value_", "clip_value")}[pipeline.clip]
    return f"torch.nn.utils.clip_grad_{function}([w], {limit}={literal(pipeline.clip_at)})"


def step_line(pipeline: Pipeline) -> str:
    """The line that takes the step."""
    through_scaler = pipeline.scaler and pipeline.unscale != "forgotten"
    return "scaler.step(optimizer)" if through_scaler else "optimizer.step()"


_LINES = {
    "per_sample": lambda _: "torch.autograd.grad(losses[i], w)",
    "reduction": lambda pipeline: f"{loss_line(pipeline)}\ntorch.autograd.grad(loss, w)",
    "gradient": lambda _: "torch.autograd.grad(loss, w)",
    "accumulation": backward_line,
    "zero_grad": _zero_grad,
    "backward": lambda pipeline: f"{prediction_line(pipeline)}\n{loss_line(pipeline)}\n{backward_line(pipeline)}",
    "unscale": _unscale,
    "clip": _clip,
    "step": step_line,
    "write_back": lambda _: "w.tolist()",
    "scale_update": lambda _: "scaler.update()",
}
