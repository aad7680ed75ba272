"""The document in which Streamlit shows a page, with the frame's style in its head and what it is a document of.

Streamlit sends a style as it sends all else, piece by piece: what it dresses is on screen before it, and moves. The
first reader of a process still sees that, since only then is there anybody to put the style into the head.
"""

from collections.abc import Iterable
from pathlib import Path
from string import Template

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gradlab.text import LANGUAGES, nearest
from gradlab.ui.frame.presentation import PROJECTOR
from gradlab.ui.frame.routes import answer_at

_STREAMLITS = Path(st.__file__).parent / "static" / "index.html"
_ROOT, _END = '<html lang="en">', "</head>"
_OURS = Template('<html lang="$language" data-page="$page" data-view="$view">')


@st.cache_resource(show_spinner=False)
def document_route(pages: Iterable[str], style: str) -> bool:
    """Have the server answer with it at the address of each page, the first of which is the app's own address as well.

    Returns whether it does.
    """
    names = list(pages)
    text = _STREAMLITS.read_text(encoding="utf-8")
    if not text.count(_ROOT) == text.count(_END) == 1:  # another Streamlit's
        return False
    text = text.replace(_END, f"<style>{style}</style>{_END}")

    async def answer(request: Request) -> Response:
        page = request.url.path.rpartition("/")[2] or names[0]
        root = _OURS.substitute(language=_language(request), page=page, view=_view(request))
        return HTMLResponse(text.replace(_ROOT, root), headers={"Cache-Control": "no-cache"})

    return answer_at(answer, "/", *(f"/{name}" for name in names))


def _language(request: Request) -> str:
    asked = request.query_params.get("lang")
    return asked if asked in LANGUAGES else nearest(request.headers.get("accept-language", "").partition(",")[0])


def _view(request: Request) -> str:
    return PROJECTOR if request.query_params.get("view") == PROJECTOR else "page"
