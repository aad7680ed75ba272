"""What was measured, as a Markdown table."""

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = ("measure", "gradlab", "floor", "stock", "ratio", "wanted", "met")


@dataclass(frozen=True)
class Bound:
    """What is wanted of gradlab: at least or at most a number, or so many times what `against` measures."""

    sign: str
    number: float
    against: str = ""

    def holds(self, value: float) -> bool:
        """Whether a number, or a ratio, is as wanted."""
        return value >= self.number if self.sign == "≥" else value <= self.number

    def __str__(self) -> str:
        return f"{self.sign} {self.number:.3g}" + (f" × {self.against}" if self.against else "")


@dataclass(frozen=True)
class Row:
    """One measure on the three pages, where it can be taken there."""

    measure: str
    gradlab: float | None
    floor: float | None = None
    stock: float | None = None
    wanted: Bound | None = None

    @property
    def ratio(self) -> float | None:
        """gradlab's number over the one it is held against."""
        if not (self.wanted and self.wanted.against):
            return None
        return self.gradlab / getattr(self, self.wanted.against)

    @property
    def met(self) -> bool | None:
        """Whether gradlab is as wanted; None where nothing is wanted."""
        return self.wanted.holds(self.gradlab if self.ratio is None else self.ratio) if self.wanted else None

    def cells(self) -> list[str]:
        """The texts of its line."""
        numbers = [_written(number) for number in (self.gradlab, self.floor, self.stock)]
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return [self.measure, *numbers, ratio, str(self.wanted or ""), {True: "yes", False: "NO", None: ""}[self.met]]


def markdown(rows: Sequence[Row]) -> str:
    """The table."""
    lines = [HEAD, ["---"] * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _written(number: float | None) -> str:
    """Three digits; none where there is no number."""
    if number is None:
        return "–"
    return f"{number:.0f}" if abs(number) >= 100 or number == 0 else f"{number:.3g}"
