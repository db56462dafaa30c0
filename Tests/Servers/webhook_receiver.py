"""A receiver of Standard Webhooks for tests, with a bad day on request.

    webhook_receiver.py --secrets FILE --log FILE [--port N] [--certificate FILE --key FILE]

Prints its port as the first line on standard output (port 0 takes a free one), listens on 127.0.0.1 and ends
when its standard input is closed, so that it never outlives the test that started it.

Signatures are verified by the library standardwebhooks against every secret of the file, which is read anew for
each request. A webhook-id that was accepted once is a duplicate after that. Every request is one JSON line in the
log, written before anything is answered.

The query `fault` of the path chooses what goes wrong:

    drop-after-request     the connection is cut when the request was read; it is not accepted
    drop-before-response   it is accepted, then the connection is cut
    cut-response           it is accepted, and half of the answer is sent
    error-after-success    it is accepted, and the answer is 500
    status                 the answer is the query's `code`, with `retry-after` and `location` where given
    html                   200 with a web page
    slow                   it is accepted and answered only after POST /release
    endless-body           200 and a body without an end
    endless-headers        200 and headers without an end
    drip                   200 and a body of which a byte comes now and then
"""

import argparse
import json
import os
import socket
import ssl
import struct
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from standardwebhooks.webhooks import Webhook

parser = argparse.ArgumentParser()
parser.add_argument("--secrets", required=True)
parser.add_argument("--log", required=True)
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--certificate")
parser.add_argument("--key")
options = parser.parse_args()

accepted = set()
lock = threading.Lock()
released = threading.Event()


def refusal(body, headers):
    """None when one of the secrets verifies the request, else why none does."""
    reason = "there is no secret"
    with open(options.secrets, encoding="ascii") as file:
        for secret in file.read().split():
            try:
                Webhook(secret).verify(body, headers, json_parse=False)
                return None
            except Exception as error:  # a malformed header is as wrong as a wrong signature
                reason = str(error) or type(error).__name__
    return reason


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if url.path == "/release":
            released.set()
            return self.reply(200, {})
        headers = {name.lower(): value for name, value in self.headers.items()}
        fault = query.get("fault")
        is_lost = fault == "drop-after-request" or fault == "status"
        reason = refusal(body, headers)
        key = headers.get("webhook-id")
        with lock:
            is_duplicate = key in accepted
            if reason is None and not is_lost:
                accepted.add(key)
            line = {
                "id": key,
                "path": self.path,
                "accepted": reason is None and not is_lost and not is_duplicate,
                "duplicate": is_duplicate,
                "refusal": reason,
                "headers": headers,
                "body": body.decode("utf-8", "replace"),
            }
            with open(options.log, "a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
        if reason is not None and fault is None:
            return self.reply(400, {"error": reason})
        self.misbehave(fault, query, is_duplicate)

    def misbehave(self, fault, query, is_duplicate):
        if fault is None:
            self.reply(200, {"duplicate": is_duplicate})
        elif fault in ("drop-after-request", "drop-before-response"):
            self.cut()
        elif fault == "cut-response":
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{")
            self.cut()
        elif fault == "error-after-success":
            self.reply(500, {"error": "failed after it had acted"})
        elif fault == "status":
            extra = {name: query[name] for name in ("retry-after", "location") if name in query}
            self.reply(int(query["code"]), {"error": "as asked"}, extra)
        elif fault == "html":
            self.reply(200, "<!DOCTYPE html><title>Sign in</title>", {"content-type": "text/html; charset=utf-8"})
        elif fault == "slow":
            released.wait(60)
            self.reply(200, {"duplicate": is_duplicate})
        elif fault == "endless-body":
            self.pour(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", b"x" * 4096)
        elif fault == "endless-headers":
            self.pour(b"HTTP/1.1 200 OK\r\n", b"x-filler: " + b"x" * 4096 + b"\r\n")
        elif fault == "drip":
            self.pour(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n", b"x", pause=0.02)
        else:
            self.reply(404, {"error": "no such fault"})

    def pour(self, start, piece, pause=None):
        try:
            self.wfile.write(start)
            while not (pause and released.wait(pause)):
                self.wfile.write(piece)
        except OSError:
            pass  # the other side had enough, as it should
        self.close_connection = True

    def reply(self, status, value, extra=None):
        body = (value if isinstance(value, str) else json.dumps(value)).encode()
        headers = {"content-type": "application/json", "content-length": str(len(body)), **(extra or {})}
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def cut(self):
        """Closes by a reset: what was written may be lost with it, as on a bad line."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def finish(self):
        try:
            super().finish()
        except (OSError, ValueError):
            pass  # cut

    def log_message(self, *arguments):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a connection that a test gave up


server = Server(("127.0.0.1", options.port), Receiver)
if options.certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
print(server.server_address[1], flush=True)
server.serve_forever()
