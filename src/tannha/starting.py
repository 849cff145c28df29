"""While the program prepares itself, every address shows how far it is; pages open by themselves when it is ready."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from tannha import __version__, readiness

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

_STAGES = {
    "checking": ("Checking the store", "Đang kiểm tra kho dữ liệu"),
    "tables": ("Making the tables", "Đang tạo các bảng"),
    "people": ("Writing the list of residents", "Đang ghi danh sách cư dân"),
    "visits": ("A month of visits", "Một tháng đến từng nhà"),
    "plan": ("Planning tomorrow", "Đang xếp lịch ngày mai"),
}

_PAGE = """<!doctype html>
<html lang="{language}" data-theme="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="1"><title>Tận Nhà</title>
<link rel="stylesheet" href="/static/web/tokens.css"><link rel="stylesheet" href="/static/web/starting.css"></head>
<body><main><h1>Tận Nhà</h1><p>{sentence}</p>
<p><progress value="{percent}" max="100" aria-label="{sentence}">{percent} %</progress></p>
<p>{percent} %</p></main></body></html>
"""


def behind_progress(application: Application) -> Application:
    """Wrap the pages: until the program is ready, answer with progress (files and the health check excepted)."""

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith("/static/"):
            return application(environ, start_response)
        state = readiness.read()
        if state.ready:
            return application(environ, start_response)
        if path == "/healthz":
            body = json.dumps(
                {"ready": False, "stage": state.stage, "share": state.share, "version": __version__}
            ).encode()
            return _send(start_response, "503 Service Unavailable", "application/json", body)
        vietnamese = "tannha_language=en" not in environ.get("HTTP_COOKIE", "")
        english_text, vietnamese_text = _STAGES.get(state.stage, ("Preparing", "Đang chuẩn bị"))
        page = _PAGE.format(
            language="vi" if vietnamese else "en",
            sentence=escape(vietnamese_text if vietnamese else english_text),
            percent=round(state.share * 100),
        )
        return _send(start_response, "200 OK", "text/html; charset=utf-8", page.encode())

    return answer


def _send(start_response: StartResponse, status: str, kind: str, body: bytes) -> list[bytes]:
    start_response(
        status,
        [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Retry-After", "1"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'self'; font-src 'self'"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
    return [body]
