"""A small page over plain HTTP that gives phones the folder's certificate authority, and nothing else.

Phones cannot open the ward's pages before they trust the authority, so this one page stands outside TLS. The
fingerprint is also printed in the terminal, so that a person can compare the two.
"""

from __future__ import annotations

from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tận Nhà</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body>
<h1>Tận Nhà</h1>
<p>1. <a href="/tan-nha.crt">Tải chứng chỉ của phường</a>, cài vào máy (Android: Cài đặt → Bảo mật → Chứng chỉ CA;
iPhone: Cài đặt → Đã tải hồ sơ, rồi bật tin cậy).</p>
<p>2. So dấu vân tay với dòng in trên máy chủ:</p><p><code>{fingerprint}</code></p>
<p>3. <a href="{address}">Mở Tận Nhà</a></p><hr>
<div lang="en"><p>1. <a href="/tan-nha.crt">Download the ward's certificate</a> and install it (Android: Settings,
Security, CA certificate; iPhone: Settings, Profile downloaded, then switch on trust).</p>
<p>2. Compare the fingerprint with the line in the server's terminal.</p>
<p>3. <a href="{address}">Open Tận Nhà</a></p></div>
</body></html>
"""


def serve_trust(bind: str, port: int, certificate: Path, fingerprint: str, address: str) -> None:
    """Serve the page and the certificate until the process ends."""
    body = _PAGE.format(fingerprint=escape(fingerprint), address=escape(address, quote=True)).encode()
    crt = certificate.read_bytes()

    class Handler(BaseHTTPRequestHandler):
        """Two addresses, reading only."""

        timeout = 10

        def do_GET(self) -> None:
            """The page, the certificate, or nothing."""
            known = {
                "/": (body, "text/html; charset=utf-8"),
                "/tan-nha.crt": (crt, "application/x-x509-ca-cert"),
            }
            found = known.get(self.path)
            content, kind = found or (b"", "text/plain")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Content-Security-Policy", "default-src 'none'")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Visitors are not logged."""

    ThreadingHTTPServer((bind, port), Handler).serve_forever()
