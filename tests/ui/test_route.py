"""The route for curves: what it answers is what the page would send, and what it is asked may be anything at all."""

import json
import zlib
from urllib.parse import urlencode

import pytest

from gradlab.compute.device import DeviceError
from gradlab.compute.experiment import ExperimentError
from gradlab.compute.losses import LOSSES
from gradlab.ui.live_chart.route import message_for
from tests.protocol.parts import opened, texts_of
from tests.ui.visits import open_page, told

PINNED = '{"loss":"mse_loss","tensors":{"input":[4.0,1.0,2.0],"target":[3.0,1.5,0.0]}}'
OF = {"loss": "huber_loss", "tensors": {"input": [5.0, 1.0], "target": [3.0, 1.5]}, "dtype": "float32"}


def query(**given: object) -> str:
    said = {"of": OF, "at": "input0", "reach": 1, "lang": "en"} | given
    return urlencode({name: json.dumps(value) if isinstance(value, dict) else value for name, value in said.items()})


def answer(**given: object) -> dict:
    return opened(zlib.decompress(message_for(query(**given))))


def asked_as_by(app, **given: object) -> dict:
    """What the route says where the chart asks for what the page shows."""
    data = texts_of(told(app))
    views = {"views": ".".join(data["open"])} | data["values"]
    return answer(
        of=json.loads(data["of"]), at=data["active"], reach=data["reach"], lang=data["language"], **views, **given
    )


@pytest.mark.parametrize("loss", LOSSES)
def test_the_route_says_of_every_loss_what_the_page_says(loss):
    app = open_page(loss=loss)
    parts = told(app)

    assert asked_as_by(app) == {name: parts[name] for name in ("curve", "page")}


@pytest.mark.parametrize(
    "link",
    [
        {"loss": "mse_loss", "elements": "3", "with_weight": "true", "requires_grad_target": "true", "at": "target1"},
        {"loss": "cross_entropy", "batch": "3", "elements": "4", "show": "slope"},
        {"loss": "mse_loss", "reduction": "none", "elements": "2", "v0": "0.5"},
        {"loss": "square", "A0": "2.347", "dtype": "bfloat16", "lang": "ja"},
        {"loss": "square", "A0": "400"},
        {"loss": "expression", "expression": "where(A > 0, A, 0.1*A)"},
        {
            "loss": "mse_loss",
            "elements": "2",
            "show": "slope.step.secant.compare.map",
            "learning_rate": "0.3",
            "h": "1e-3",
        },
        {
            "loss": "mse_loss",
            "elements": "3",
            "show": "map.pin",
            "across": "input2",
            "pin": PINNED,
            "compare": "l1_loss",
        },
        {"loss": "line_fit", "show": "step", "zero_grad": "false", "lang": "ja"},
    ],
    ids=lambda link: "&".join(f"{name}={value}" for name, value in link.items()),
)
def test_it_says_the_same_of_what_a_link_may_ask_for(link):
    app = open_page(**link)
    parts = told(app)

    assert asked_as_by(app) == {name: parts[name] for name in ("curve", "page")}


def test_where_sliders_stand_goes_before_what_the_page_wrote():
    app = open_page(loss="huber_loss", elements="2", target0="-1", delta="0.5", input1="2.5")
    parts = told(app)

    assert answer(of=OF, stands={"target0": -1, "delta": 0.5, "input1": 2.5}) == {
        name: parts[name] for name in ("curve", "page")
    }


def test_a_parameters_curves_come_with_the_curve_of_now():
    parts = answer(over="delta", stands={"input1": 2.5})
    data, family = texts_of(parts | {"state": parts["page"]}), json.loads(parts["family"].texts)

    assert family["key"] == "delta"
    assert family["of"] == data["families"]["delta"]["of"]


STEP = {"learning_rate": "0.1", "zero_grad": "true", "trail": "", "held": ""}
LARGE = {"loss": "mse_loss", "tensors": {"input": [1.0] * 300, "target": [1.0] * 300}}
DEEP = {"loss": "mse_loss", "tensors": {"input": [[[1.0]]], "target": [[[1.0]]]}}


@pytest.mark.parametrize(
    "given",
    [
        *(
            {"of": of}
            for of in ("", "x", "[]", "{", "null", "[" * 5000, json.dumps("x" * 9000), {}, {"loss": "mse_loss"})
        ),
        *({"of": OF | wrong} for wrong in ({"loss": ["a"]}, {"loss": {}}, {"dtype": [1]}, {"requires_grad": [[]]})),
        *({"of": OF | wrong} for wrong in ({"requires_grad": 5}, {"reduction": "none"}, {"tensors": [[1, 2]]})),
        *(
            {"of": OF | wrong}
            for wrong in ({"parameters": {"delta": -1}}, {"parameters": 3}, {"x": 1}, {"device": "no"})
        ),
        {"of": OF | {"device": "cuda:9"}},
        {"of": '{"loss":"mse_loss","tensors":{"input":[NaN,1],"target":[1,2]}}'},
        {"of": {"loss": "expression", "tensors": {"A": [1.0]}, "parameters": {"expression": "__import__('os')"}}},
        {"of": LARGE},
        {"of": DEEP},
        *({"stands": stands} for stands in ("x", "[]", "3", '{"input0":NaN}', '{"input0":1e999}', '{"input0":"1"}')),
        *({"stands": {key: 1.0}} for key in ("input7", "loss", "__class__", "", "reduction")),
        *({"stands": {"delta": value}} for value in (-1.0, 0, [], None)),
        *({"at": at} for at in ("target0", "input9", "", "<b>")),
        *({"reach": reach} for reach in ("3", "-1", "1e400", "")),
        *({"lang": lang} for lang in ("de", "../en", "")),
        *({"over": over} for over in ("input0", "beta", "__dict__")),
        *({"views": views} for views in ("data", "x", "slope..x", "__init__", "step", "compare", "pin")),
        *(
            {"views": "step", **STEP, **wrong}
            for wrong in ({"learning_rate": "1e9"}, {"zero_grad": "1"}, {"held": "999"})
        ),
        *({"views": "secant", "h": h} for h in ("2", "")),
        {"views": "compare", "compare": "x"},
        *(
            {"rows": rows}
            for rows in ("graph", "graph.", "graph.-1", "graph.1e3", "graph.99999", "slope.1", "x.1", "graph.²")
        ),
    ],
    ids=lambda given: "&".join(f"{name}={str(value)[:60]}" for name, value in given.items()),
)
def test_what_cannot_be_answered_is_refused(given):
    with pytest.raises((ExperimentError, DeviceError, LookupError)):
        message_for(query(**given))


@pytest.mark.parametrize("missing", ["of", "at", "reach", "lang"])
def test_nothing_may_be_left_out(missing):
    said = {"of": json.dumps(OF), "at": "input0", "reach": 1, "lang": "en"}

    with pytest.raises(LookupError):
        message_for(urlencode({name: value for name, value in said.items() if name != missing}))


def test_the_graphs_rows_come_as_many_as_are_asked_for_at_once():
    everything = texts_of(told(open_page(loss="mse_loss", show="graph")))["views"]["graph"]
    of = {"loss": "mse_loss", "tensors": {"input": [5.0], "target": [3.0]}, "dtype": "float32"}

    first = json.loads(answer(of=of, views="graph")["page"].texts)["views"]["graph"]
    rows = json.loads(answer(of=of, rows=f"graph.{first['first']}")["rows"].texts)

    assert first["count"] == 1
    assert first["texts"]["leaves"] == [everything["texts"]["leaves"][first["first"]]]
    assert rows == everything


def test_rows_beyond_the_last_are_none():
    assert json.loads(answer(rows="graph.9000")["rows"].texts)["count"] == 0
