"""The house keeps its order: imports go one way, rooms stay small, and nothing a reader sends is executed or HTML."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradlab.compute.losses import LOSSES
from gradlab.ui.browser.scripts import module, modules_of
from gradlab.ui.experiment.loss_picker import OPENING
from gradlab.ui.live_chart.views import VIEWS
from gradlab.ui.pages import PAGES

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "gradlab"
VIEW_FILES = HOUSE / "ui" / "live_chart" / "views"
MODULES = {str(path.relative_to(ROOT)): path for path in (ROOT / "app.py", *sorted(HOUSE.rglob("*.py")))}
SCRIPTS = {str(path.relative_to(HOUSE / "ui")): path for path in sorted((HOUSE / "ui").rglob("*.js"))}
TOP_LEVEL = {"LICENSE", "app.py", "deploy", "gradlab", "tests", "requirements.txt", "README.md", "pyproject.toml"}

# Each room: the library it is for, what else it may take from outside the standard library, and the rooms it may use.
ROOMS = {
    "compute": ({"torch"}, {"numpy"}, {"compute"}),
    "figures": ({"plotly"}, {"numpy"}, {"figures"}),
    "text": (set(), set(), set()),
    "ui": ({"streamlit"}, {"cachetools", "numpy", "segno", "starlette"}, {"compute", "figures", "text", "ui"}),
}

over_modules = pytest.mark.parametrize("path", MODULES.values(), ids=MODULES)
over_scripts = pytest.mark.parametrize("path", SCRIPTS.values(), ids=SCRIPTS)


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def imports(path: Path) -> set[str]:
    """The full name of all a module imports, wherever in it the import stands: `gradlab.compute.sweep.sweep`."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names}
    return found


def imports_of(room: str) -> set[str]:
    return {name for path in (HOUSE / room).rglob("*.py") for name in imports(path)}


def libraries(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"gradlab"}


def rooms(names: set[str]) -> set[str]:
    return {name.split(".")[1] for name in names if name.startswith("gradlab.")}


def test_every_package_is_a_room_of_the_house():
    assert {path.parent.name for path in HOUSE.glob("*/__init__.py")} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_takes_from_outside_only_what_it_is_for(room):
    own, others, _ = ROOMS[room]

    assert own <= libraries(imports_of(room)) <= own | others


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_only_the_rooms_below_it(room):
    assert rooms(imports_of(room)) <= ROOMS[room][2]


def test_the_public_api_is_of_the_compute_module_and_a_live_page():
    names = imports(HOUSE / "__init__.py")

    assert libraries(names) == set()
    assert rooms({name for name in names if name != "gradlab.ui.live_page.live_page.live_page"}) == {"compute"}


def test_who_wants_numbers_alone_loads_no_page():
    loaded = (
        "import sys, gradlab; print([name for name in ('streamlit', 'plotly', 'gradlab.ui') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_the_frame_uses_streamlit_and_the_ui_alone():
    names = imports(ROOT / "app.py")

    assert (libraries(names), rooms(names)) == ({"streamlit"}, {"ui"})


# The rooms of the ui from the ground up: each may use those before it. A wing is a page's own: no wing uses another.
SHARED_ROOMS = ("browser", "frame", "experiment", "live_chart", "live_receipt", "live_training", "live_page")
WINGS = ("explore", "lessons", "predict", "scaling", "training")


def ui_rooms(path: Path) -> set[str]:
    return {name.split(".")[2] for name in imports(path) if name.startswith("gradlab.ui.") and name.count(".") > 1}


@pytest.mark.parametrize("room", [*SHARED_ROOMS, *WINGS])
def test_a_room_of_the_ui_uses_only_itself_and_the_shared_rooms_below_it(room):
    below = set(SHARED_ROOMS[: SHARED_ROOMS.index(room)] if room in SHARED_ROOMS else SHARED_ROOMS)
    used = set().union(*(ui_rooms(path) for path in (HOUSE / "ui" / room).rglob("*.py")))

    assert used <= below | {room}


def test_every_room_of_the_ui_is_shared_or_a_wing():
    assert {path.parent.name for path in (HOUSE / "ui").glob("*/__init__.py")} == {*SHARED_ROOMS, *WINGS, "pages"}
    assert [path.name for path in (HOUSE / "ui").glob("*.py")] == ["__init__.py"]


def test_nobody_but_the_frame_imports_the_pages():
    users = {name for name, path in MODULES.items() if any("gradlab.ui.pages" in found for found in imports(path))}

    assert users == {"app.py"}


@over_modules
def test_imports_are_written_in_full(path):
    assert [name for name in imports(path) if name.startswith(".") or name.endswith(".*")] == []


@pytest.mark.parametrize("path", (MODULES | SCRIPTS).values(), ids=MODULES | SCRIPTS)
def test_a_module_stays_under_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300


@pytest.mark.parametrize("page", PAGES)
def test_a_page_stays_under_80_lines(page):
    assert len(PAGES[page].read_text(encoding="utf-8").splitlines()) < 80


def test_every_page_is_a_file_and_every_file_a_page():
    assert {path.stem for path in (HOUSE / "ui" / "pages").glob("*.py")} == {*PAGES, "__init__"}


@over_modules
def test_nothing_is_executed_or_let_through_as_html(path):
    called = {node.func.id for node in nodes(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}

    assert called & {"eval", "exec", "compile", "__import__"} == set()
    assert "unsafe_allow_html" not in path.read_text(encoding="utf-8")


CATALOGUE = HOUSE / "compute" / "losses"
EXAMPLES = (HOUSE / "ui" / "explore" / "chips.py", HOUSE / "ui" / "predict" / "question.py")
COURSE = HOUSE / "ui" / "lessons" / "course"
OF_THE_CATALOGUE = {CATALOGUE, COURSE}
READERS = {n: path for n, path in MODULES.items() if not OF_THE_CATALOGUE & {*path.parents} and path not in EXAMPLES}


@pytest.mark.parametrize("path", READERS.values(), ids=READERS)
def test_no_code_outside_the_catalogue_asks_for_a_loss_by_name(path):
    named = [node.value for node in nodes(path) if isinstance(node, ast.Constant) and node.value in tuple(LOSSES)]

    assert named == ([OPENING] if path.name == "loss_picker.py" else [])


@over_scripts
def test_no_script_asks_for_a_loss_by_name(path):
    quoted = {word for _, word in re.findall(r"""(["'`])(\w+)\1""", path.read_text(encoding="utf-8"))}

    assert quoted & set(LOSSES) == set()


def undocumented(body: list[ast.stmt], owner: str) -> list[str]:
    """The public functions and classes without a docstring; of a public class, its public methods too."""
    missing = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            missing += [] if ast.get_docstring(node) else [f"{owner}.{node.name}"]
            missing += undocumented(node.body, node.name) if isinstance(node, ast.ClassDef) else []
    return missing


COMPUTE = {name: path for name, path in MODULES.items() if HOUSE / "compute" in path.parents}


@pytest.mark.parametrize("path", COMPUTE.values(), ids=COMPUTE)
def test_everything_public_in_the_compute_module_says_what_it_is(path):
    module = ast.parse(path.read_text(encoding="utf-8"))

    assert ast.get_docstring(module)
    assert undocumented(module.body, path.stem) == []


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout")
def test_the_top_level_holds_what_the_design_names():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()

    assert {top for name in tracked if not (top := name.split("/")[0]).startswith(".")} == TOP_LEVEL


# What Streamlit is given as it is, or joined with all that it imports.
OF_COMPONENTS = {f"{room}/mount.js" for room in ("frame", "live_chart", "live_receipt", "live_training")}
OF_COMPONENTS |= {"live_chart/told.js", "frame/frame.js", "frame/sharing/picture.js"}
ALONE = OF_COMPONENTS | {"experiment/worksheet.js", "frame/address.js", "frame/announced.js", "lessons/lessons.js"}
WITH_SCRIPT = [name for name, view in VIEWS.items() if view.add]
ENTRIES = [f"{room}/main.js" for room in ("live_chart", "live_receipt", "live_training")]
ENTRIES += ["live_chart/mounted.js", "live_page/chart.js", "live_page/training.js"]
ENTRIES += [f"live_chart/views/{name}.js" for name in WITH_SCRIPT]


@pytest.mark.parametrize("name", ENTRIES)
def test_what_a_script_imports_is_there_and_goes_in_no_circle(name):
    *before, last = modules_of(name)

    assert last == name
    assert all(set(one.imports) <= {*before, last} for one in modules_of(name).values())


def test_every_script_is_sent_and_what_it_imports_comes_along():
    assert ALONE | {name for entry in ENTRIES for name in modules_of(entry)} == set(SCRIPTS)


@pytest.mark.parametrize("name", sorted(set(SCRIPTS) - ALONE))
def test_a_script_imports_only_from_its_room_and_the_shared_rooms_below_it(name):
    room = name.split("/")[0]
    below = set(SHARED_ROOMS[: SHARED_ROOMS.index(room)] if room in SHARED_ROOMS else SHARED_ROOMS)

    assert {source.split("/")[0] for source in module(name).imports} <= below | {room}


@pytest.mark.parametrize("name", sorted(set(SCRIPTS) - ALONE - {"browser/host.js"}))
def test_only_the_host_knows_the_page_around_a_picture(name):
    page = r"st-key|data-testid|\.st[A-Z]|--st-|set(?:State|Trigger)Value|[Ss]treamlit|\blocation\b|(?<!\.)\bhistory\."

    assert re.findall(page, SCRIPTS[name].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", sorted(set(SCRIPTS) - ALONE))
def test_the_chart_does_not_import_its_views(name):
    views = [source for source in module(name).imports if source.startswith("live_chart/views/")]

    assert name.startswith("live_chart/views/") or views == []


def test_a_view_that_adds_to_the_chart_has_a_script_and_a_style():
    put_in = {name: re.findall(r"^VIEWS\.(\w+) = class", path.read_text(), re.M) for name, path in SCRIPTS.items()}

    assert {name: views for name, views in put_in.items() if views} == {
        f"live_chart/views/{name}.js": [name] for name in WITH_SCRIPT
    }
    assert sorted(WITH_SCRIPT) == sorted(path.stem for path in VIEW_FILES.glob("*.css"))


@pytest.mark.parametrize(
    "path",
    [*SCRIPTS.values(), *sorted((HOUSE / "ui").rglob("*.html"))],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_script_turns_text_into_html_or_code(path):
    dangers = r"innerHTML|insertAdjacentHTML|outerHTML|document\.write|\beval\(|new Function|<script|\son\w+="

    own = ["<script"] * 3 if path.name == "page.html" else []  # of a page in one file: Plotly, the numbers, gradlab's
    assert re.findall(dangers, path.read_text(encoding="utf-8")) == own
