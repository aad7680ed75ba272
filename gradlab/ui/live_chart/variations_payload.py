"""What the live chart is sent once the slider of a family's parameter is touched: a curve for each position."""

import hashlib
import json
from typing import Any

import numpy as np

from gradlab.compute.experiment import Experiment
from gradlab.compute.losses import LOSSES
from gradlab.compute.program import literal
from gradlab.ui.browser.packing import Part, pack
from gradlab.ui.experiment.elements import Element
from gradlab.ui.frame.kept import kept
from gradlab.ui.live_chart.judged import VERDICTS, judged_numbers
from gradlab.ui.live_chart.sentence import described_causes
from gradlab.ui.live_chart.slots import slotted_program
from gradlab.ui.live_chart.variations import FamilyParameter, Members, family_parameters, members


def families(experiment: Experiment, element: Element) -> dict[str, dict[str, str]]:
    """For each parameter of a family: of which family the experiment is, its value, and its slider's step."""
    return {
        parameter.key: {
            "of": _family_name(experiment, element, parameter),
            "value": literal(parameter.value_in(experiment)),
            "step": literal(parameter.slider.step),
        }
        for parameter in family_parameters(experiment)
    }


@kept(64)
def family_part(experiment: Experiment, element: Element, parameter: FamilyParameter) -> Part:
    """The whole family. Beside the curves there is a row for each value, with what the point has to say."""
    found = members(experiment, element, parameter)
    numbers = pack({"values": parameter.slider.positions} | _numbers(found))
    texts = {
        "key": parameter.key,
        "of": _family_name(experiment, element, parameter),
        "verdicts": VERDICTS,
        "names": numbers.names,
        "printed": found.family.printed[element.tensor],
        "programs": [slotted_program(member, element) for member in found.experiments],
        "kinks": [[literal(position) for position in corners] for corners in found.kinks],
        "causes": described_causes(found.causes),
        "formula": len({_formula(member) for member in found.experiments}) > 1,
    }
    return Part(json.dumps(texts, allow_nan=False, ensure_ascii=False), numbers.bytes)


def _family_name(experiment: Experiment, element: Element, parameter: FamilyParameter) -> str:
    """A short name for everything that the curves depend on, and the browser is to compare."""
    text = repr([parameter.key, element.key, parameter.at(experiment, parameter.default)])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _numbers(found: Members) -> dict[str, Any]:
    curves = found.family
    rows = len(found.experiments)
    return {
        "losses": curves.losses,
        "slopes": curves.slopes,
        "loss": curves.loss,
        "gradients": np.concatenate([values.reshape(rows, -1) for values in curves.gradients.values()], axis=1),
        **judged_numbers(curves.judged),
        "largest": found.largest,
        "companion": found.companion,
    }


def _formula(experiment: Experiment) -> tuple[str, str]:
    """The formula and the derivative, which stand on the page beside the chart."""
    loss, given = LOSSES[experiment.loss], (dict(experiment.parameters), dict(experiment.tensors))
    return loss.written(loss.formula, *given), loss.written(loss.derivative, *given)
