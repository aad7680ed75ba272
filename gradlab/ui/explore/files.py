"""The files a reader can take along from Explore, each a text made of a snapshot of the page."""

from gradlab.compute.gradient import unscaled_gradient
from gradlab.compute.notebook import notebook
from gradlab.compute.script import script
from gradlab.compute.sweep_table import sweep_csv
from gradlab.ui.explore.about import loss_formula
from gradlab.ui.explore.snapshot import Snapshot
from gradlab.ui.frame.sharing.file import File
from gradlab.ui.live_chart.sentence import sentence
from gradlab.ui.live_page.chart import chart_page


def program_of(snapshot: Snapshot) -> str:
    """The PyTorch program that gives the gradient, and prints it."""
    return script(snapshot.experiment, unscaled_gradient(snapshot.experiment).printed)


def notebook_of(snapshot: Snapshot, link: str) -> str:
    """The same program as a Jupyter notebook, which begins with what it is about and the way back."""
    words, loss, experiment = snapshot.words, snapshot.loss, snapshot.experiment
    introduction = [
        f"# {loss.name}",
        words["losses"][loss.name],
        f"$${loss_formula(experiment)}$$",
        _sentence(snapshot),
        f"[{words['share']['back']}]({link})",
    ]
    printed = unscaled_gradient(snapshot.experiment).printed
    return notebook(snapshot.experiment, printed, introduction="\n\n".join(introduction))


def table_of(snapshot: Snapshot) -> str:
    """The curve and its slopes as CSV."""
    return sweep_csv(snapshot.experiment, snapshot.exploration.sweep)


def chart_of(snapshot: Snapshot, link: str) -> str:
    """The live chart as a web page of its own."""
    shown = (snapshot.experiment, snapshot.elements, snapshot.element)
    opened = {"slope": "slope" in snapshot.views}
    return chart_page(*shown, language=snapshot.language, sheet=snapshot.sheet, link=link, **opened)


def _sentence(snapshot: Snapshot) -> str:
    return sentence(snapshot.exploration, snapshot.element, snapshot.words)


# By their names in the words, in the order in which they are offered.
FILES = {
    "program": File("py", "text/x-python", lambda snapshot, _: program_of(snapshot)),
    "notebook": File("ipynb", "application/x-ipynb+json", notebook_of),
    "table": File("csv", "text/csv", lambda snapshot, _: table_of(snapshot)),
    "chart": File("html", "text/html", chart_of),
}
