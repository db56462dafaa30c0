"""Serves pages that were written to a folder, on loopback, with the headers that the service itself sends."""

import functools
import http.server
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, folder, headers, *arguments):
        self.folder = folder
        self.sent = headers
        super().__init__(*arguments)

    def do_GET(self):
        path = self.path.partition("?")[0].lstrip("/")
        if path == "events":
            # As the service answers when it has enough of them: a browser does not come back.
            return self.answer(204, "text/plain", b"")
        file = (self.folder / path).resolve()
        if not file.is_relative_to(self.folder.resolve()) or not file.is_file():
            return self.answer(404, "text/plain", b"not there")
        kinds = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript"}
        return self.answer(200, kinds.get(file.suffix, "text/plain"), file.read_bytes())

    def answer(self, status, kind, body):
        self.send_response(status)
        for name, value in self.sent.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Served:
    """`with Served(folder, headers) as address`; ends with its block."""

    def __init__(self, folder, headers):
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Handler, folder, headers)
        )

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
