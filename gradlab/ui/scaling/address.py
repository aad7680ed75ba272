"""The keys of the page's widgets: no key belongs to two pages, so they bear the page's name."""


def key_of(name: str) -> str:
    """The key of the widget that shows what a link calls `name`."""
    return f"scaling-{name}"
