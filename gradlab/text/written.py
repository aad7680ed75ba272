"""Numbers as the page writes them. The browser writes them alike (ui/browser/numbers.js)."""

from functools import lru_cache
from math import isfinite, isnan


@lru_cache(4096)
def written(number: float, digits: int = 6) -> str:
    """A number as the page writes it: up to so many significant digits, all of a whole one's, and a real minus sign."""
    if isnan(number):
        return "nan"
    if not isfinite(number):
        return "inf" if number > 0 else "−inf"
    whole = float(number).is_integer() and abs(number) < 1e9  # none of its digits may be another
    rounded = float(number) if whole else float(f"{number:.{digits - 1}e}")
    if rounded == 0 or 1e-4 <= abs(rounded) < 1e9:
        text = repr(rounded + 0.0).removesuffix(".0")  # "-0" is 0
    else:
        mantissa, exponent = f"{rounded:.{digits - 1}e}".split("e")
        text = f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"
    return text.replace("-", "−")


def signed(number: float, digits: int = 6) -> str:
    """The same with its sign always in front."""
    return ("+" if number > 0 and isfinite(number) else "") + written(number, digits)
