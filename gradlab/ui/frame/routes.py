"""Answers of the app's own, beside those of Streamlit's server that is already running.

`st.App` would take routes, but app.py is a plain script, which Streamlit Community Cloud and AppTest can run.
"""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from streamlit import config, runtime

Endpoint = Callable[[Request], Awaitable[Response]]


def answer_at(endpoint: Endpoint, *paths: str) -> bool:
    """Have the server answer GET at these paths, under the one the app is served at. Call it once for a path.

    Returns whether it does: without a server, as in a test of the page alone, there is nobody to ask.
    """
    if not runtime.exists() or type(runtime.get_instance()) is not runtime.Runtime:  # AppTest puts another there
        return False
    base, serve = config.get_option("server.baseUrlPath").strip("/"), Starlette.__call__
    own = {f"/{base}{path}" if base else path for path in paths}

    async def serve_own_first(server: Starlette, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in own and scope["method"] == "GET":
            answer = await endpoint(Request(scope, receive))
            await answer(scope, receive, send)
        else:
            await serve(server, scope, receive, send)

    Starlette.__call__ = serve_own_first
    return True
