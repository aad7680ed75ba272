"""The program of a training: its loop line by line, and the whole of it as a file and as a notebook."""

import inspect
from dataclasses import dataclass
from textwrap import indent

from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment
from gradlab.compute.notebook import document
from gradlab.compute.program import definitions, literal, loss_lines, vector_code
from gradlab.compute.scaling import OPTIMIZERS
from gradlab.compute.training.network import ACTIVATIONS, INITIALIZATIONS, Network
from gradlab.compute.training.optimizers import SCHEDULES, keywords
from gradlab.compute.training.training import Training


@dataclass(frozen=True)
class Line:
    """A line of the loop. stage: one of `STAGES`, or `"zero_grad"`, `"batch"`, `"read"`, `"update"`, `"print"`."""

    stage: str
    code: str


def loop_lines(training: Training) -> list[Line]:
    """The loop, line by line; the unscaled gradient is what the line of stage `"read"` reads."""
    body = [*_zero_grad(training), *_passes(training), *_read_unscaled(training), *_steps(training)]
    return [
        Line("loop", f"for step in range({training.steps}):"),
        *(Line(line.stage, indent(line.code, "    ")) for line in body),
    ]


def script(training: Training) -> str:
    """The whole program, which runs by itself: at every step it prints the step, the loss and the unscaled gradient.

    Of a network it prints the 2-norm of each layer's gradient.
    """
    return "\n\n".join(_sections(training).values()) + "\n"


def notebook(training: Training, *, introduction: str) -> str:
    """The same as a Jupyter notebook (JSON), behind an introduction in Markdown."""
    return document(introduction, _sections(training))


def _sections(training: Training) -> dict[str, str]:
    setup = "\n".join([*_setup(training), *_optimizer(training)])
    loop = "\n".join(
        line.code for line in [*loop_lines(training), Line("print", indent(_print_line(training), "    "))]
    )
    data = inspect.getsource(training.subject.data.make) if isinstance(training.subject, Network) else ""
    imports = _imports(training, f"{data}\n{setup}\n{loop}")
    parts = {"imports": imports, "data": data.strip(), "setup": setup, "loop": loop}
    return {name: code for name, code in parts.items() if code}


def _imports(training: Training, code: str) -> str:
    lines = ["from itertools import chain, repeat", ""] if training.batch_size else []
    lines.append("import torch")
    lines += ["from torch import Generator, Tensor, nn"] if isinstance(training.subject, Network) else []
    lines += ["from torch.nn import functional as F"] if "F." in code else []
    lines += ["from torch.utils.data import DataLoader, TensorDataset"] if training.batch_size else []
    return "\n".join(lines)


def _setup(training: Training) -> list[str]:
    """The data and what is trained."""
    if isinstance(training.subject, Network):
        return [*_network(training, training.subject), *_loader(training, "x", "y", "generator")]
    lines = definitions(training.subject)
    if training.batch_size is None:
        return lines
    generator = f"torch.Generator().manual_seed({training.seed})"
    return [*lines, *_loader(training, training.line.x, training.line.y, generator)]


def _network(training: Training, network: Network) -> list[str]:
    activation = f"nn.{ACTIVATIONS[network.activation].__name__}()"
    widths = zip(network.widths, network.widths[1:], strict=False)
    layers = f", {activation}, ".join(f"nn.Linear({before}, {after})" for before, after in widths)
    place = _place(training)
    moved = [f'x, y, model = x.to("{place}"), y.to("{place}"), model.to("{place}")'] if place != "cpu" else []
    reduction = "" if network.reduction == "mean" else f'reduction="{network.reduction}"'
    return [
        f"generator = torch.Generator().manual_seed({training.seed})",
        f"x, y = {network.data.make.__name__}({network.samples}, {literal(network.noise)}, generator)",
        f"model = nn.Sequential({layers})",
        "for layer in model:",
        "    if isinstance(layer, nn.Linear):",
        f"        {INITIALIZATIONS[network.initialization].code()}",
        "        nn.init.zeros_(layer.bias)",
        *moved,
        f"criterion = nn.{'BCEWithLogitsLoss' if network.data.classes else 'MSELoss'}({reduction})",
    ]


def _loader(training: Training, x: str, y: str, generator: str) -> list[str]:
    if training.batch_size is None:
        return []
    data = f"TensorDataset({x}, {y})"
    return [
        f"loader = DataLoader({data}, batch_size={training.batch_size}, shuffle=True, generator={generator})",
        "batches = chain.from_iterable(repeat(loader))  # epoch after epoch",
    ]


def _optimizer(training: Training) -> list[str]:
    options = {"lr": training.learning_rate, **keywords(training.optimizer, dict(training.options))}
    written = ", ".join(f"{name}={value!r}" for name, value in options.items())
    name = OPTIMIZERS[training.optimizer].function.__name__
    lines = [f"optimizer = torch.optim.{name}({_parameters(training)}, {written})"]
    schedule = SCHEDULES[training.schedule].code
    if schedule:
        lines.append(f"scheduler = {schedule.format(steps=training.steps, third=max(1, training.steps // 3))}")
    if training.scaler:
        options = f"init_scale={literal(training.scale)}, growth_interval={training.growth_interval}"
        lines.append(f'scaler = torch.amp.GradScaler("{_kind(training)}", {options})')
    return lines


def _zero_grad(training: Training) -> list[Line]:
    return [Line("zero_grad", "optimizer.zero_grad()" if training.zero_grad else "# optimizer.zero_grad()")]


def _passes(training: Training) -> list[Line]:
    lines = [*_batch(training), *_forward(training), *_read_before(training), Line("backward", _backward(training))]
    if training.accumulation == 1:
        return lines
    head = [Line("batch", "total = 0.0"), Line("batch", f"for _ in range({training.accumulation}):")]
    inner = [*lines, Line("forward", "total += loss.item()")]
    return [*head, *(Line(line.stage, indent(line.code, "    ")) for line in inner)]


def _batch(training: Training) -> list[Line]:
    if training.batch_size is None:
        return []
    names = f"{training.line.x}, {training.line.y}" if training.line else "inputs, targets"
    return [Line("batch", f"{names} = next(batches)")]


def _forward(training: Training) -> list[Line]:
    lines = _network_forward(training) if isinstance(training.subject, Network) else _tensor_forward(training)
    divided = training.accumulation > 1 and training.subject.reduction != "sum"
    return [*lines, Line("forward", f"loss = loss / {training.accumulation}")] if divided else lines


def _network_forward(training: Training) -> list[Line]:
    inputs, targets = ("x", "y") if training.batch_size is None else ("inputs", "targets")
    prediction = f"prediction = model({inputs}).squeeze(-1)"
    if training.autocast == "off":
        return [Line("forward", prediction), Line("forward", f"loss = criterion(prediction, {targets})")]
    return [
        Line("forward", _with_autocast(training)),
        Line("forward", f"    {prediction}"),
        Line("forward", f"loss = criterion(prediction.float(), {targets})"),
    ]


def _tensor_forward(training: Training) -> list[Line]:
    """Autocast is for what a network predicts: the loss itself stays as precise as its tensors."""
    return [Line("forward", code) for code in loss_lines(training.subject)]


def _with_autocast(training: Training) -> str:
    return f'with torch.autocast("{_kind(training)}", dtype=torch.{training.autocast}):'


def _read_before(training: Training) -> list[Line]:
    """Where `.grad` will hold what was there before, the unscaled gradient is asked for beside it."""
    if training.zero_grad:
        return []
    vector = _vector(training)
    outputs = f", grad_outputs={vector}" if vector else ""
    code = f"gradients = torch.autograd.grad(loss, {_list(training)}, retain_graph=True{outputs})"
    return [Line("read", code)]


def _backward(training: Training) -> str:
    loss = "scaler.scale(loss)" if training.scaler else "loss"
    vector = _vector(training)
    return f"{loss}.backward({f'gradient={vector}' if vector else ''})"


def _vector(training: Training) -> str:
    subject = training.subject
    return vector_code(subject) if isinstance(subject, Experiment) and subject.vector is not None else ""


def _read_unscaled(training: Training) -> list[Line]:
    """With a scaler the number is there after `unscale_`; where something is clipped before, it is worked out."""
    unscale = [Line("unscale", "scaler.unscale_(optimizer)")] if training.scaler and not training.clip_scaled else []
    if not training.zero_grad:
        return unscale
    divided = " / scaler.get_scale()" if training.scaler and training.clip_scaled else ".clone()"
    return [*unscale, Line("read", f"gradients = [p.grad{divided} for p in {_parameters(training)}]")]


def _steps(training: Training) -> list[Line]:
    lines = []
    if training.clip != "off":
        function, limit = {"norm": ("norm_", "max_norm"), "value": ("value_", "clip_value")}[training.clip]
        code = f"torch.nn.utils.clip_grad_{function}({_parameters(training)}, {limit}={literal(training.clip_at)})"
        lines.append(Line("clip", code))
    lines.append(Line("step", "scaler.step(optimizer)" if training.scaler else "optimizer.step()"))
    lines += [Line("update", "scaler.update()")] if training.scaler else []
    return [*lines, Line("update", "scheduler.step()")] if SCHEDULES[training.schedule].code else lines


def _print_line(training: Training) -> str:
    vector = _vector(training)
    loss = "total" if training.accumulation > 1 else f"(loss * {vector}).sum().item()" if vector else "loss.item()"
    if isinstance(training.subject, Experiment):
        return f"print(step, {loss}, *torch.cat([gradient.flatten() for gradient in gradients]).tolist())"
    return (
        "layers = zip(gradients[::2], gradients[1::2])  # weight and bias\n"
        f"print(step, {loss}, *(torch.cat([w.flatten(), b]).double().norm().item() for w, b in layers))"
    )


def _parameters(training: Training) -> str:
    return "model.parameters()" if isinstance(training.subject, Network) else _list(training)


def _list(training: Training) -> str:
    if isinstance(training.subject, Network):
        return "list(model.parameters())"
    return f"[{', '.join(training.subject.requires_grad)}]"


def _place(training: Training) -> str:
    return str(resolve(training.device))


def _kind(training: Training) -> str:
    return resolve(training.device).type
