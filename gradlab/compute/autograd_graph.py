"""The autograd graph of an experiment: what `backward()` walks through, and the gradient it carries along each edge."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.autograd.graph import Node, get_gradient_edge

from gradlab.compute.batch import batch_of, column_of, flat_index
from gradlab.compute.device import resolve
from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.gradient import as_array, leaf, vector_of
from gradlab.compute.observed import Called, observed_loss, walk

LARGEST = 300  # nodes; more than that nobody reads, and a formula of one's own has no more than a hundred
MOST_AT_ONCE = 1200  # nodes that are watched at once, some 0.1 ms each


@dataclass(frozen=True)
class GraphNode:
    """One operation of the loss, or one leaf.

    id: `"n0"` for the loss, then in the order in which `backward()` could first come to it.
    operation: its name in PyTorch, such as `"mul"`. function: that of its backward, such as `"MulBackward0"`.
    tensor: the name of the leaf's tensor; None for an operation.
    value: what it gave going forward; None where PyTorch computed it inside another function and did not keep it.
    gradient: ∂loss/∂value, the sum of what all edges bring; the loss's own is 1, or the vector. Float64, as `value`.
    """

    id: str
    operation: str
    function: str
    tensor: str | None
    value: np.ndarray | None
    gradient: np.ndarray | None


@dataclass(frozen=True)
class GraphEdge:
    """What `backward()` carries from one node to another, by their ids.

    local: the derivative of `start` in `end`, where both are one number: gradient = start's gradient · local. Along a
    path these multiply, and where paths meet gradients add: the chain rule.
    """

    start: str
    end: str
    gradient: np.ndarray | None
    local: float | None


@dataclass(frozen=True)
class AutogradGraph:
    """All nodes, the loss first, and all edges; an operation on one tensor twice has two edges to it."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]


def autograd_graph(experiment: Experiment) -> AutogradGraph:
    """Compute the loss, and watch `backward()` pass every node of its graph.

    Raises ExperimentError for a graph of more than `LARGEST` nodes, and what `unscaled_gradient` raises.
    """
    device = resolve(experiment.device)
    tensors = {name: leaf(experiment, name, device) for name, _ in experiment.tensors}
    return _graph_at(experiment, tensors, vector_of(experiment, device))


def graphs_at_once(graph: AutogradGraph) -> int:
    """How many graphs such as this one `autograd_graphs` may be asked for at once: they take 0.15 s at most."""
    return max(1, MOST_AT_ONCE // len(graph.nodes))


def autograd_graphs(
    experiment: Experiment, *, tensor: str, element: int | tuple[int, ...], positions: Sequence[float]
) -> list[AutogradGraph]:
    """The graph at each of N positions of one element, as `sweep` moves it. All have the same nodes and edges.

    Raises what `autograd_graph` raises, and ExperimentError for a tensor, element or position that cannot be used.
    """
    index, device = flat_index(experiment, tensor, element), resolve(experiment.device)
    moved = {(tensor, index): column_of(experiment, device, positions)}
    batch, vector = batch_of(experiment, device, moved), vector_of(experiment, device)
    rows = ({name: _row_of(values, row) for name, values in batch.items()} for row in range(len(positions)))
    return [_graph_at(experiment, tensors, vector) for tensors in rows]


def _row_of(values: Tensor, row: int) -> Tensor:
    return values[row].detach().clone().requires_grad_(values.requires_grad)


def _graph_at(experiment: Experiment, tensors: Mapping[str, Tensor], vector: Tensor | None) -> AutogradGraph:
    loss, calls = observed_loss(experiment, tensors)
    root = get_gradient_edge(loss).node
    nodes = walk(root)
    if len(nodes) > LARGEST:
        raise ExperimentError(f"expected a graph of at most {LARGEST} nodes, got {len(nodes)}")
    values = _values(calls) | {root: loss}
    passed = _pass_backward(nodes, loss, vector)
    ids = {node: f"n{number}" for number, node in enumerate(nodes)}
    return AutogradGraph(
        tuple(_graph_node(node, ids[node], tensors, values.get(node), passed[node]) for node in nodes),
        tuple(edge for node in nodes for edge in _edges(node, ids, passed)),
    )


def operation_of(node: Node) -> str:
    """The operation that a node is the backward of: `SqrtBackward0` is that of `sqrt`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", _function_of(node).split("Backward")[0]).lower()


def _function_of(node: Node) -> str:
    """The node's name, of a leaf's `torch::autograd::AccumulateGrad` the last part."""
    return node.name().rpartition("::")[2]


def _values(calls: Sequence[Called]) -> dict[Node, Tensor]:
    """The result of every function the loss calls, by its node."""
    parts = (part for each in calls for part in (each.result if isinstance(each.result, tuple) else (each.result,)))
    return {part.grad_fn: part for part in parts if isinstance(part, Tensor) and part.grad_fn and not part.output_nr}


@dataclass(frozen=True)
class _Passed:
    """What `backward()` brought to a node, for each of its outputs, and what it carried on, for each of its edges."""

    brought: tuple[Tensor | None, ...] = ()
    carried: tuple[Tensor | None, ...] = ()

    @property
    def gradient(self) -> Tensor | None:
        """The gradient that arrived, where that was a single one."""
        there = [gradient for gradient in self.brought if gradient is not None]
        return there[0] if len(there) == 1 else None


def _pass_backward(nodes: list[Node], loss: Tensor, vector: Tensor | None) -> dict[Node, _Passed]:
    """Call `backward()` with a hook at every node. The graph is kept: its nodes are asked once more, one by one."""
    passed = {node: _Passed() for node in nodes}
    hooks = [_hooked(node, passed) for node in nodes]
    loss.backward(gradient=vector, retain_graph=True)
    for hook in hooks:
        hook.remove()
    return passed


def _hooked(node: Node, passed: dict[Node, _Passed]) -> Any:
    """A hook that notes what passes; at a leaf, before it is added into `.grad`. The hook changes nothing."""
    if _is_leaf(node):
        return node.register_prehook(lambda brought: passed.update({node: _Passed(brought)}))
    return node.register_hook(lambda carried, brought: passed.update({node: _Passed(brought, carried)}))


def _is_leaf(node: Node) -> bool:
    return hasattr(node, "variable")


def _graph_node(node: Node, id: str, tensors: Mapping[str, Tensor], value: Tensor | None, passed: _Passed) -> GraphNode:
    name = None
    if _is_leaf(node):
        name = next(name for name, tensor in tensors.items() if tensor is node.variable)
        value = node.variable
    elif value is None:
        value = getattr(node, "_saved_result", None)  # of exp, sqrt and others, whose derivative needs it
    return GraphNode(id, operation_of(node), _function_of(node), name, _array(value), _array(passed.gradient))


def _edges(node: Node, ids: dict[Node, str], passed: dict[Node, _Passed]) -> list[GraphEdge]:
    ends = [following for following, _ in node.next_functions]
    carried = passed[node].carried or (None,) * len(ends)
    edges = []
    for end, gradient, local in zip(ends, carried, _locals(node, passed[node], len(ends)), strict=True):
        if end is not None:
            edges.append(GraphEdge(ids[node], ids[end], _array(gradient), local))
    return edges


def _locals(node: Node, passed: _Passed, edges: int) -> list[float | None]:
    """The node's own derivative along each edge, where it is one number of one number: what it carries for 1."""
    if _is_leaf(node) or len(passed.brought) != 1 or passed.gradient is None or passed.gradient.numel() != 1:
        return [None] * edges
    alone = node(torch.ones_like(passed.gradient))
    alone = alone if isinstance(alone, tuple) else (alone,)
    return [part.item() if part is not None and part.numel() == 1 else None for part in alone]


def _array(tensor: Tensor | None) -> np.ndarray | None:
    return None if tensor is None else as_array(tensor).copy()
