"""The program with slots where the browser writes what changes while a slider moves."""

from gradlab.compute.experiment import Experiment
from gradlab.compute.program import program
from gradlab.ui.experiment.elements import Element

# Characters that no program contains.
VALUE_SLOT, PRINTED_SLOT = "\ue000", "\ue001"


def slotted_program(experiment: Experiment, element: Element) -> str:
    """The program with a slot for the element's value and one for what it prints."""
    moved = (element.tensor, element.index)
    return program(experiment, PRINTED_SLOT, read=element.tensor, moved=moved, value=VALUE_SLOT)


def lights(program: str) -> list[str]:
    """For each line the part of the picture that it makes, if any: they light up together."""
    return [_lights(line) for line in program.split("\n")]


def _lights(line: str) -> str:
    """The part of the picture that a line of the program makes."""
    if "requires_grad=True" in line:
        return "point"
    if line.startswith("loss"):
        return "tangent" if ".backward(" in line else "curve"
    return "tangent" if ".grad" in line or ".backward(" in line else ""
