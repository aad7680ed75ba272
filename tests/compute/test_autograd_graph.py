"""The graph shows what PyTorch's backward does: the values, the gradients on the way, and how they multiply and add."""

import pickle
from dataclasses import replace
from functools import reduce
from operator import mul

import numpy as np
import pytest

from gradlab import (
    LOSSES,
    AutogradGraph,
    Experiment,
    ExperimentError,
    autograd_graph,
    autograd_graphs,
    unscaled_gradient,
)
from gradlab.compute import autograd_graph as module
from tests.compute.experiments import (
    default_experiment,
    differentiable,
    on_devices,
    over_cases,
    over_dtypes,
    over_reduced_cases,
    over_several_losses,
)
from tests.compute.formulas import TARGET, VECTOR, over_formulas


def own(formula: str, *values: float, **tensors) -> Experiment:
    return Experiment("expression", {"A": list(values), **tensors}, {"expression": formula})


def graph_of(name, shape, **fields) -> tuple[Experiment, AutogradGraph]:
    experiment = default_experiment(name, shape, requires_grad=differentiable(LOSSES[name]), **fields)
    return experiment, autograd_graph(experiment)


def path(graph: AutogradGraph) -> list:
    """The edges of a graph without branches, from the loss to its leaf."""
    edges = {edge.start: edge for edge in graph.edges}
    assert len(edges) == len(graph.edges)
    return [edges[node.id] for node in graph.nodes if node.id in edges]


@pytest.mark.parametrize("name", [name for name, loss in LOSSES.items() if any(a.optional for a in loss.tensors)])
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_loss_and_what_arrives_are_pytorchs_own_with_every_optional_tensor(name, reduction):
    """While its calls are watched, PyTorch's l1_loss forgets the weight (pytorch/pytorch#193003)."""
    experiment = default_experiment(name, optional=True, reduction=reduction)
    graph, own = autograd_graph(experiment), unscaled_gradient(experiment)

    assert graph.nodes[0].value.item() == own.loss
    np.testing.assert_equal({node.tensor: node.gradient for node in graph.nodes if node.tensor}, own.gradients)


def test_a_program_without_a_mean_has_a_graph_without_one():
    """A*5 of one element is the loss; of two their mean is."""
    one, two = (autograd_graph(Experiment("times_five", {"A": A})) for A in ([5.0], [5.0, 1.0]))

    assert [node.operation for node in one.nodes] == ["mul", "accumulate_grad"]
    assert [node.operation for node in two.nodes] == ["mean", "mul", "accumulate_grad"]


@on_devices
@over_reduced_cases
def test_at_the_leaves_arrives_the_unscaled_gradient(name, shape, reduction, device):
    experiment, graph = graph_of(name, shape, reduction=reduction, device=device)
    arrived = {node.tensor: node.gradient for node in graph.nodes if node.tensor}

    np.testing.assert_equal(arrived, unscaled_gradient(experiment).gradients)


@over_dtypes
def test_at_the_leaves_arrives_the_unscaled_gradient_in_any_dtype(name, dtype):
    experiment = default_experiment(name, dtype=dtype)
    arrived = {node.tensor: node.gradient for node in autograd_graph(experiment).nodes if node.tensor}

    np.testing.assert_equal(arrived, unscaled_gradient(experiment).gradients)


@on_devices
@over_cases
def test_it_begins_with_the_loss_and_the_gradient_given_to_backward(name, shape, device):
    experiment, graph = graph_of(name, shape, reduction="none", device=device)
    loss = graph.nodes[0]

    np.testing.assert_array_equal(loss.value, unscaled_gradient(experiment).loss)
    given = np.ones(loss.value.shape) if experiment.vector is None else experiment.vector
    np.testing.assert_array_equal(loss.gradient, given)


@on_devices
@over_cases
def test_the_gradient_of_a_node_is_the_sum_of_what_its_edges_bring(name, shape, device):
    _, graph = graph_of(name, shape, device=device)

    for node in graph.nodes[1:]:
        brought = sum(edge.gradient for edge in graph.edges if edge.end == node.id)
        np.testing.assert_allclose(brought, node.gradient, rtol=1e-14)
        assert node.value is None or node.value.shape == node.gradient.shape


@on_devices
@over_cases
def test_along_an_edge_the_gradient_is_multiplied_by_the_local_derivative(name, shape, device):
    _, graph = graph_of(name, shape, device=device)
    gradients = {node.id: node.gradient for node in graph.nodes}

    for edge in graph.edges:
        both_single = gradients[edge.start].size == edge.gradient.size == 1
        assert (edge.local is not None) == both_single
        if both_single:
            np.testing.assert_allclose(gradients[edge.start].item() * edge.local, edge.gradient.item(), rtol=1e-12)


@on_devices
@over_cases
def test_nodes_and_edges_hang_together(name, shape, device):
    experiment, graph = graph_of(name, shape, device=device)
    ids = [node.id for node in graph.nodes]

    assert ids == [f"n{number}" for number in range(len(ids))]
    assert {edge.end for edge in graph.edges} == set(ids[1:])
    assert {edge.start for edge in graph.edges} == {node.id for node in graph.nodes if node.tensor is None}
    assert sorted(filter(None, (n.tensor for n in graph.nodes))) == sorted(experiment.requires_grad)


def test_the_chain_rule_is_a_product_along_the_path():
    # d/dA sin((3A)²) = cos((3A)²) · 2(3A) · 3, at A = 2: cos 36 · 12 · 3.
    graph = autograd_graph(own("sin((3*A)**2)", 2.0))
    steps = path(graph)

    assert [node.operation for node in graph.nodes[:-1]] == ["sin", "pow", "mul"]
    assert [node.value.item() for node in graph.nodes] == [np.sin(36), 36.0, 6.0, 2.0]
    assert [edge.local for edge in steps] == [np.cos(36), 12.0, 3.0]
    assert steps[-1].gradient.item() == pytest.approx(reduce(mul, [edge.local for edge in steps]), rel=1e-15)


def test_six_arrives_at_u_and_eighteen_at_a():
    # u = 3A, loss = u², at A = 1: 2u = 6, and 6 · 3.
    graph = autograd_graph(own("(3*A)**2", 1.0))
    gradients = {node.operation: node.gradient.item() for node in graph.nodes}

    assert (gradients["mul"], gradients["accumulate_grad"]) == (6.0, 18.0)


def test_where_two_paths_meet_gradients_add():
    # A·A at 3: along each factor the other one, 3; together 6.
    graph = autograd_graph(own("A*A", 3.0))
    factors = [edge for edge in graph.edges if edge.end == graph.nodes[-1].id]

    assert [(edge.gradient.item(), edge.local) for edge in factors] == [(3.0, 3.0), (3.0, 3.0)]
    assert graph.nodes[-1].gradient.item() == 6.0


def test_zero_times_infinity_is_seen_where_it_happens():
    # sqrt has no finite slope at 0, and `where` sends it 0: PyTorch's notes on autograd.
    graph = autograd_graph(own("where(A > 0, sqrt(A), 0)", 0.0))
    operations = {node.id: node.operation for node in graph.nodes}
    (edge,) = (edge for edge in graph.edges if operations[edge.start] == "sqrt")
    (root,) = (node for node in graph.nodes if node.operation == "sqrt")

    assert (root.gradient.item(), edge.local) == (0.0, np.inf)
    assert np.isnan(edge.gradient.item())


@pytest.mark.parametrize(
    ("name", "function", "operation"),
    [("mse_loss", "MseLossBackward0", "mse_loss"), ("times_five", "MulBackward0", "mul")],
)
def test_a_node_is_named_as_pytorch_names_it(name, function, operation):
    first, *_, last = autograd_graph(default_experiment(name)).nodes

    assert (first.function, first.operation) == (function, operation)
    assert last.function == "AccumulateGrad"


@over_formulas
def test_of_a_formula_every_value_is_seen(text):
    graph = autograd_graph(own(text, *VECTOR, y=TARGET))

    assert [node.operation for node in graph.nodes if node.value is None] == []


def test_a_value_pytorch_kept_for_backward_is_shown_though_no_function_returned_it():
    # cross_entropy is log_softmax and nll_loss inside; softmax of equal logits is 1/3 each.
    graph = autograd_graph(Experiment("cross_entropy", {"input": [2.0, 2.0, 2.0], "target": 1}))
    (kept,) = (node for node in graph.nodes if node.operation == "log_softmax")

    np.testing.assert_allclose(np.exp(kept.value).ravel(), [1 / 3] * 3)


def test_a_value_hidden_inside_another_function_is_none():
    # l1_loss subtracts inside, and keeps no difference.
    (hidden,) = (node for node in autograd_graph(default_experiment("l1_loss")).nodes if node.operation == "sub")

    assert hidden.value is None
    assert hidden.gradient is not None


def test_a_graph_that_nobody_could_read_is_refused(monkeypatch):
    monkeypatch.setattr(module, "LARGEST", 1)

    with pytest.raises(ExperimentError, match="expected a graph of at most 1 nodes, got 2"):
        autograd_graph(default_experiment("square"))


@over_several_losses
def test_several_losses_without_a_vector_are_refused_by_pytorch(name, shape):
    with pytest.raises(RuntimeError, match="grad can be implicitly created only for scalar outputs"):
        autograd_graph(default_experiment(name, shape, reduction="none", vector=None))


def test_a_graph_survives_pickling():
    graph = autograd_graph(own("A*A + sin(A)", 1.0))

    np.testing.assert_equal(
        [node.__dict__ for node in pickle.loads(pickle.dumps(graph)).nodes], [node.__dict__ for node in graph.nodes]
    )


@on_devices
@over_cases
def test_along_an_element_each_graph_is_that_of_the_experiment_there(name, shape, device):
    experiment = default_experiment(name, shape, device=device)
    (tensor,), positions = experiment.requires_grad, [0.3, 0.6]
    graphs = autograd_graphs(experiment, tensor=tensor, element=0, positions=positions)

    for position, graph in zip(positions, graphs, strict=True):
        np.testing.assert_equal(vars_of(graph), vars_of(autograd_graph(moved_to(experiment, tensor, position))))


def test_along_an_element_all_graphs_have_the_same_nodes_and_edges():
    """On both sides of the corner of |A|, and on it."""
    graphs = autograd_graphs(Experiment("abs", {"A": [1.0]}), tensor="A", element=0, positions=[-1.0, 0.0, 1.0])

    assert len({tuple((node.id, node.function) for node in graph.nodes) for graph in graphs}) == 1
    assert [graph.nodes[-1].gradient.item() for graph in graphs] == [-1.0, 0.0, 1.0]


@pytest.mark.parametrize(("element", "positions"), [(1, [0.0]), (0, []), (0, [float("nan")]), (0, ["a"])])
def test_an_element_or_position_that_cannot_be_used_is_refused(element, positions):
    with pytest.raises(ExperimentError, match="expected"):
        autograd_graphs(Experiment("abs", {"A": [1.0]}), tensor="A", element=element, positions=positions)


def moved_to(experiment: Experiment, tensor: str, position: float) -> Experiment:
    values = np.array(experiment.tensor(tensor), dtype=float)
    values.flat[0] = position
    return replace(experiment, tensors={**dict(experiment.tensors), tensor: values.tolist()})


def vars_of(graph: AutogradGraph) -> list[dict]:
    return [vars(part) for part in (*graph.nodes, *graph.edges)]
