"""The curve of an experiment over HTTP, without a run of the page: the same parts of a message as the page sends.

Where a slider was released, or another element touched, the curve needs nothing of the page but the experiment and
where the sliders stand. What one learner has asked for is there for the next, finished and compressed. Nothing of a
session is read or changed: that hears of it in the page's next run. What is asked may be anything at all.
"""

import asyncio
import json
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import isfinite
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response

from gradlab.compute.device import DeviceError
from gradlab.compute.experiment import Experiment, ExperimentError
from gradlab.compute.training import experiment_from
from gradlab.text import LANGUAGES
from gradlab.text import words as words_of
from gradlab.ui.browser.packing import Part, sealed
from gradlab.ui.experiment.controls import Controls
from gradlab.ui.experiment.elements import Element
from gradlab.ui.experiment.offered import controls_of, with_sliders_at
from gradlab.ui.experiment.reach import REACHES
from gradlab.ui.frame.kept import kept, known
from gradlab.ui.frame.routes import answer_at
from gradlab.ui.live_chart.exploration import explore
from gradlab.ui.live_chart.payload import as_json, curve_part, page_part
from gradlab.ui.live_chart.variations import FamilyParameter, family_parameters
from gradlab.ui.live_chart.variations_payload import family_part
from gradlab.ui.live_chart.views import VIEWS, Scene, View

PATH = "/curve"
_LONGEST = 16_000  # characters of a query
_AT_ONCE, _WAITING = 2, 100  # curves that are computed, and that wait for it; who comes then asks by a message
_HEADERS = {"Content-Encoding": "deflate", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Asked:
    """A curve: of which of the elements, and with it those of a parameter, and what the open views add.

    rows: a view, and a row: what it shows there and around, and nothing else.
    """

    experiment: Experiment
    controls: Controls
    elements: list[Element]
    active: Element
    parameter: FamilyParameter | None
    views: dict[str, View]
    values: dict[str, Any]
    language: str
    rows: tuple[View, int] | None


class CurveRoute:
    """What answers: few at a time, so that pages are drawn meanwhile."""

    def __init__(self) -> None:
        """Nothing has been asked."""
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="curve")
        self._waiting = 0

    async def answer(self, request: Request) -> Response:
        """Answer `?of=<experiment>&at=input1&reach=1&lang=en`; see `read`."""
        query = request.url.query
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return Response(status_code=403)
        if len(query) > _LONGEST:
            return Response(status_code=414)
        message = known(message_for, query)
        if not message and self._waiting >= _WAITING:
            return Response(status_code=503)
        try:
            message = message or await self._computed(query)
        except (ExperimentError, DeviceError, LookupError):
            return Response(status_code=400)
        return Response(message, media_type="application/octet-stream", headers=_HEADERS)

    async def _computed(self, query: str) -> bytes:
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, message_for, query)
        finally:
            self._waiting -= 1


@st.cache_resource(show_spinner=False)
def curve_route() -> str:
    """Have the server answer. Returns where, relative to where the app is served; nothing where it cannot."""
    return PATH.strip("/") if answer_at(CurveRoute().answer, PATH) else ""


@kept(512)
def message_for(query: str) -> bytes:
    """The finished answer to a query, compressed. Raises what `read` raises."""
    asked = read(dict(parse_qsl(query, keep_blank_values=True)))
    exploration, words = explore(asked.experiment, asked.active), words_of(asked.language)
    scene = Scene(asked.controls, exploration, asked.elements, asked.active, words, asked.values, asks=True)
    if asked.rows:
        view, row = asked.rows
        return zlib.compress(sealed(rows=Part(as_json(view.rows(scene, row)))), 1)
    family = family_part(asked.experiment, asked.active, asked.parameter) if asked.parameter else None
    return zlib.compress(sealed(curve=curve_part(scene), page=page_part(scene, asked.views), family=family), 1)


def read(given: Mapping[str, str]) -> Asked:
    """What is asked for.

    of: the experiment as the page wrote it. stands: where sliders stand by now, by their keys. at: the element. over: a
    parameter. views: the open ones, with points between them, and beside it what they read. rows: `graph.57`.
    Raises ExperimentError for an experiment that the page does not offer, LookupError for anything else.
    """
    reach, language = given["reach"], given["lang"]
    if language not in LANGUAGES or reach not in map(str, REACHES):
        raise LookupError("expected a reach and a language that the page has")
    experiment = with_sliders_at(experiment_from(given["of"]), _stands(given.get("stands", "{}")))
    controls = controls_of(experiment, int(reach))
    elements = [element for argument in controls.differentiated for element in controls.elements_of(argument)]
    active = next((element for element in elements if element.key == given["at"]), None)
    parameters = {parameter.key: parameter for parameter in family_parameters(experiment)}
    views = {name: VIEWS[name] for name in given.get("views", "").split(".") if name}
    if active is None or not all(view.possible(controls) for view in views.values()):
        raise LookupError("expected an element of this experiment, and views that can show it")
    parameter = parameters[given["over"]] if "over" in given else None
    rows = _rows(given["rows"], controls) if "rows" in given else None
    return Asked(experiment, controls, elements, active, parameter, views, _values(given, views), language, rows)


def _values(given: Mapping[str, str], views: Mapping[str, View]) -> dict[str, Any]:
    """What the views read, as a link says it."""
    try:
        return {name: e.read(given[name]) for view in views.values() for name, e in view.reads.items()}
    except ValueError as reason:
        raise LookupError("expected what a link may say of a view") from reason


def _rows(text: str, controls: Controls) -> tuple[View, int]:
    name, _, row = text.partition(".")
    view = VIEWS[name]
    if not (view.rows and view.possible(controls) and row.isdecimal() and len(row) < 5):
        raise LookupError("expected a view that is sent row by row, and a row")
    return view, int(row)


def _stands(text: str) -> dict[str, float]:
    try:
        stands = json.loads(text)
        if all(isfinite(value) for value in stands.values()):
            return {str(key): float(value) for key, value in stands.items()}
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        pass
    raise LookupError("expected a finite number for each slider")
