"""A link as a QR code, for a class that looks at a projector."""

LONGEST = 300  # bytes; the squares of a longer one are too small to be read off a wall
_WIDTH = 300  # pixels, at most
_QUIET_ZONE = 4  # squares, as ISO/IEC 18004 asks for


def qr_code(link: str, longest: int = LONGEST) -> str | None:
    """The link as SVG, black on white in a dark page too, each square a whole number of pixels; None if too long."""
    if len(link.encode()) > longest:
        return None
    import segno  # here, for it is needed only where someone shares: it holds a megabyte of every server

    code = segno.make(link, error="l", micro=False)  # segno raises the level where that takes no more squares
    squares = code.symbol_size(border=_QUIET_ZONE)[0]
    return code.svg_inline(scale=max(1, _WIDTH // squares), border=_QUIET_ZONE, dark="#000", light="#fff")
