"""The lessons, a file each, found by themselves: a file's name is the lesson's in the address and in the words."""

from importlib import import_module
from pathlib import Path

from gradlab.ui.lessons.lesson import Lesson

_FOUND = {
    path.stem.replace("_", "-"): import_module(f"{__name__}.{path.stem}").LESSON
    for path in Path(__file__).parent.glob("*.py")
    if path.stem != "__init__"
}

COURSE: dict[str, Lesson] = dict(sorted(_FOUND.items(), key=lambda named: named[1].order))
