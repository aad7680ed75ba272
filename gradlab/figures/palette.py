"""Colours by role, for a light and a dark page, from the colour-blind-safe set of Okabe and Ito.

Masataka Okabe and Kei Ito, Color Universal Design, 2008. Where one of the set would stand out too little against the
page it is darkened or lightened, keeping its hue. From `low` to `high` a loss over two elements is one hue that grows
stronger in equal steps of lightness: all eyes read it alike, and what is drawn on it stands out.
"""

PALETTE = {
    "light": {
        "curve": "#0072B2",
        "tangent": "#B34700",
        "triangle": "#006B4F",
        "target": "#8A4A73",
        "second": "#7A3E9D",
        "secant": "#756B00",
        "ghost": "#8A8A8A",
        "low": "#F2F7FB",
        "high": "#A2CCEC",
        "grid": "#E3E5E8",
        "text": "#1F2328",
        "page": "#FFFFFF",
    },
    "dark": {
        "curve": "#56B4E9",
        "tangent": "#F5A623",
        "triangle": "#3CC9A0",
        "target": "#DDA0C8",
        "second": "#C9A6E8",
        "secant": "#F0E442",
        "ghost": "#8A8F98",
        "low": "#19212B",
        "high": "#1E5C87",
        "grid": "#2E333B",
        "text": "#E8EAED",
        "page": "#12161C",
    },
}
