"""The pages, a file each, by the name they have in the address and in the words."""

from pathlib import Path

PAGES: dict[str, Path] = {
    name: Path(__file__).parent / f"{name}.py" for name in ("explore", "lessons", "training", "scaling")
}
