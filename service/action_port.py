"""The private port: rasa-sdk's protocol for the engine's action calls, behind a token of its own."""

from __future__ import annotations

import hmac
import json
import logging
import zlib
from typing import Annotated, Any

from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from service.failures import error_response
from service.trace import trace_of

_log = logging.getLogger(__name__)


def create_action_app(executor: ActionExecutor, token: str) -> FastAPI:
    """The app that Rasa's ``action_endpoint`` points to: ``POST /webhook``."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/webhook")
    async def webhook(
        request: Request, authorization: Annotated[str | None, Header()] = None
    ) -> JSONResponse:
        if not hmac.compare_digest((authorization or "").encode(), f"Bearer {token}".encode()):
            return error_response(
                "bad_token", "Wrong action token.", "Set HOIDAP_ACTION_TOKEN for the engine.", 401
            )
        try:
            call = _call(await request.body(), request.headers.get("content-encoding", ""))
        except (ValueError, RecursionError, zlib.error):
            return error_response(
                "bad_input", "The body is no action call.", "Send what Rasa sends to an action server.", 422
            )
        name = str(call.get("next_action", ""))
        try:
            result = await executor.run(call)
        except ActionExecutionRejection as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, 400)
        except ActionNotFoundException as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, 404)
        except Exception as error:  # noqa: BLE001 - whatever an action raises ends here
            # The trace stays here: Rasa would put whatever it is told in its log.
            _log.error("action %s failed: %s", name, trace_of(error))
            return error_response("internal", f"Action {name} failed.", "See the app's log.", 500)
        return JSONResponse(result.model_dump() if result else None)

    return app


def _call(body: bytes, encoding: str) -> dict[str, Any]:
    call = json.loads(zlib.decompress(body) if encoding == "deflate" else body)
    if not isinstance(call, dict):
        raise ValueError("no object")  # noqa: TRY004 - of the kind that json raises
    return call
