"""A stand-in for a Mastodon instance, after the documentation of its API, with a bad day on request.

    mastodon_standin.py --token TOKEN --log FILE [--honours-key yes|no] [--max-characters N] [--port N]

Prints its port as the first line on standard output (port 0 takes a free one), listens on 127.0.0.1 and ends
when its standard input is closed, so that it never outlives the test that started it.

It has one account, whose access token is TOKEN, and keeps everything in memory. What it answers is accepted by the
client library Mastodon.py; Tests/Servers/mastodon_library.py is the proof. Every request to the API is one JSON line
in the log, written before anything is answered; of its credential the log says only whether it was right.

    POST /control/fault?mode=MODE&path=PATH&method=POST&times=1&code=CODE&retry-after=X&reset=X

sets what goes wrong with the next requests that begin with PATH:

    drop-before-request    the connection is cut when the request was read; nothing is done
    drop-before-response   it is done, then the connection is cut
    cut-response           it is done, and half of the answer is sent
    error-after-success    it is done, and the answer is 500
    status                 nothing is done; the answer is CODE, with Retry-After and X-RateLimit-Reset where given
    html                   nothing is done; 200 with a web page
    late                   the connection is cut, and it is done only at POST /control/release
    slow                   it is done and answered only after POST /control/release

    POST /control/release            lets `late` and `slow` go on; answers when what was late is done
    POST /control/media?polls=N      media that come in later need N looks until they are ready
    POST /control/forget-media       throws away media that are attached to nothing
    POST /control/move-clock?seconds=N   statuses that come in later bear a time so much later
    GET  /control/statuses           the ids and texts of all statuses
"""

import argparse
import html
import json
import os
import re
import socket
import struct
import sys
import threading
import unicodedata
from datetime import datetime, timedelta, timezone
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

parser = argparse.ArgumentParser()
parser.add_argument("--token", required=True)
parser.add_argument("--log", required=True)
parser.add_argument("--honours-key", choices=["yes", "no"], default="yes")
parser.add_argument("--max-characters", type=int, default=500)
parser.add_argument("--port", type=int, default=0)
options = parser.parse_args()

TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"]
LINK = re.compile(r"(?<![\w@/])https?://[a-z0-9.:_-]+(?:/[^\s<>()?]*[^\s()?!*\"'<>;:=,.$%\[\]~&|@])?/?(?:\?[\w!?*';:&=+$/%#\[\]\-.,~|@^]*[\w&=#/-])?", re.I)
MENTION = re.compile(r"(?<![=/\w])@([a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)(?:@[\w.-]+\w)?", re.I)


class Refused(Exception):
    def __init__(self, status, words):
        self.status, self.words = status, words


class Instance:
    """What the account has published and uploaded."""

    def __init__(self):
        self.lock = threading.RLock()
        self.statuses, self.media, self.keys, self.faults, self.late = [], {}, {}, [], []
        self.released = threading.Event()
        self.polls = 0
        self.skew = timedelta(0)
        self.serial = 110_000_000_000_000_000

    def next_id(self):
        self.serial += 4096
        return str(self.serial)

    def now(self):
        return datetime.now(timezone.utc) + self.skew

    def post(self, form, key):
        with self.lock:
            if key and options.honours_key == "yes" and key in self.keys:
                return self.keys[key]
            text = (form.get("status") or "").strip()
            warning = (form.get("spoiler_text") or "").strip()
            if form.get("scheduled_at"):
                return {"id": self.next_id(), "scheduled_at": form["scheduled_at"], "params": {}, "media_attachments": []}
            if form.get("visibility") not in (None, "public", "unlisted", "private", "direct"):
                raise Refused(422, "Validation failed: Visibility is not included in the list")
            ids = form.get("media_ids") or []
            media = [self.media.get(name) for name in ids]
            if None in media or any(medium["status"] for medium in media):
                raise Refused(422, "Validation failed: Media attachments are invalid")
            if any(medium["polls"] > 0 for medium in media):
                raise Refused(422, "Cannot attach files that have not finished processing. Try again in a moment!")
            if len(media) > 4:
                raise Refused(422, "Cannot attach more than 4 files")
            if not text and not media:
                raise Refused(422, "Validation failed: Text can't be blank")
            if graphemes(warning + counted(text)) > options.max_characters:
                raise Refused(422, f"Validation failed: Text character limit of {options.max_characters} exceeded")
            status = {
                "id": self.next_id(), "created": self.now(), "text": text, "warning": warning, "media": media,
                "visibility": form.get("visibility") or "public", "language": form.get("language") or "en",
                "sensitive": form.get("sensitive") in (True, "true", "1", "True"),
            }
            for medium in media:
                medium["status"] = status["id"]
            self.statuses.append(status)
            if key:
                self.keys[key] = status
            return status


def counted(text):
    return MENTION.sub(lambda found: "@" + found[1], LINK.sub("x" * 23, text))


def graphemes(text):
    """Near enough for tests: marks, joiners, selectors and skin tones belong to what stands before them."""
    count, joined, flag = 0, False, False
    for character in text:
        point = ord(character)
        if character == "\u200d":
            joined = True
        elif unicodedata.combining(character) or 0xFE00 <= point <= 0xFE0F or 0x1F3FB <= point <= 0x1F3FF:
            pass
        elif 0x1F1E6 <= point <= 0x1F1FF and flag:
            flag = False
        else:
            flag = 0x1F1E6 <= point <= 0x1F1FF
            count += 0 if joined else 1
            joined = False
    return count


def shown(text):
    """A status's HTML, with links cut for the eye as Mastodon cuts them."""

    def link(found):
        url = found[0]
        scheme, rest = url.split("://", 1)
        href = html.escape(url)
        return (
            f'<a href="{href}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">'
            f'{scheme}://</span><span class="ellipsis">{html.escape(rest[:30])}</span>'
            f'<span class="invisible">{html.escape(rest[30:])}</span></a>'
        )

    def words(part):
        result, end = "", 0
        for found in LINK.finditer(part):
            result += html.escape(part[end:found.start()]) + link(found)
            end = found.end()
        return result + html.escape(part[end:])

    paragraphs = re.split(r"\n{2,}", text.replace("\r\n", "\n"))
    return "".join("<p>" + "<br />".join(words(line) for line in part.split("\n")) + "</p>" for part in paragraphs)


instance = Instance()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.serve()

    def do_POST(self):
        self.serve()

    def do_PUT(self):
        self.serve()

    # The order of a request's life: read, logged, spoilt, done, answered.

    def serve(self):
        self.url = urlsplit(self.path)
        self.query = {name: values[-1] for name, values in parse_qs(self.url.query).items()}
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.url.path.startswith("/control/"):
            return self.control()
        self.is_known = self.headers.get("authorization") == "Bearer " + options.token
        fault = self.fault()
        with instance.lock, open(options.log, "a", encoding="utf-8") as log:
            line = {
                "method": self.command, "path": self.path, "fault": fault.get("mode"), "known": self.is_known,
                "authorization": "authorization" in self.headers,
                "key": self.headers.get("idempotency-key"), "type": self.headers.get("content-type"),
                "body": body[:20_000].decode("utf-8", "replace"),
            }
            log.write(json.dumps(line) + "\n")
        mode = fault.get("mode")
        if mode == "drop-before-request":
            return self.cut()
        if mode == "status":
            extra = {}
            if "retry-after" in fault:
                extra["retry-after"] = fault["retry-after"]
            if "reset" in fault:
                extra["x-ratelimit-reset"] = fault["reset"]
            return self.reply(int(fault["code"]), {"error": "as asked"}, extra)
        if mode == "html":
            return self.reply(200, "<!DOCTYPE html><title>Sign in</title>", {"content-type": "text/html; charset=utf-8"})
        if mode == "late":
            with instance.lock:
                instance.late.append(lambda: self.done(body))
            return self.cut()
        if mode == "slow":
            instance.released.wait(60)
        status, value, extra = self.done(body)
        if mode == "drop-before-response":
            return self.cut()
        if mode == "cut-response":
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{")
            return self.cut()
        if mode == "error-after-success":
            return self.reply(500, {"error": "failed after it had acted"})
        self.reply(status, value, extra)

    def fault(self):
        with instance.lock:
            for fault in instance.faults:
                if self.url.path.startswith(fault.get("path", "/")) and fault.get("method", self.command) == self.command:
                    fault["times"] = int(fault.get("times", 1)) - 1
                    if fault["times"] == 0:
                        instance.faults.remove(fault)
                    return fault
        return {}

    def control(self):
        word = self.url.path.removeprefix("/control/")
        with instance.lock:
            if word == "fault":
                instance.faults.append(self.query)
            elif word == "release":
                instance.released.set()
                for act in instance.late:
                    act()
                instance.late.clear()
            elif word == "media":
                instance.polls = int(self.query["polls"])
            elif word == "forget-media":
                instance.media = {name: medium for name, medium in instance.media.items() if medium["status"]}
            elif word == "move-clock":
                instance.skew += timedelta(seconds=int(self.query["seconds"]))
            elif word == "statuses":
                return self.reply(200, [{"id": status["id"], "text": status["text"]} for status in instance.statuses])
            else:
                return self.reply(404, {"error": "no such control"})
        self.reply(200, {})

    def done(self, body):
        """Status, value and headers of the answer."""
        path = self.url.path.rstrip("/") or "/"
        try:
            for method, pattern, needs_login, act in ROUTES:
                found = re.fullmatch(pattern, path)
                if found and method == self.command:
                    if needs_login and not self.is_known:
                        raise Refused(401, "The access token is invalid")
                    answer = act(self, body, *found.groups())
                    return answer if isinstance(answer, tuple) else (200, answer, {})
            raise Refused(404, "Record not found")
        except Refused as refused:
            return refused.status, {"error": refused.words}, {}

    # What a client sends: JSON, a form, or parts with a file.

    def form(self, body):
        kind = self.headers.get("content-type", "").split(";")[0]
        if kind == "application/json":
            try:
                value = json.loads(body)
            except ValueError:
                raise Refused(400, "Error occurred while parsing request parameters") from None
            return {name: value for name, value in value.items() if value is not None}
        if kind == "multipart/form-data":
            head = b"content-type: " + self.headers["content-type"].encode() + b"\r\n\r\n"
            form = {}
            for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts():
                name = part.get_param("name", header="content-disposition")
                content = part.get_payload(decode=True)
                if part.get_filename() is not None:
                    form[name] = (part.get_filename(), part.get_content_type(), content)
                else:
                    form[name] = content.decode("utf-8")
            return form
        form = {}
        for name, value in parse_qsl(body.decode("utf-8"), keep_blank_values=True):
            if name.endswith("[]"):
                form.setdefault(name[:-2], []).append(value)
            else:
                form[name] = value
        return form

    # Endpoints

    def instance_v2(self, body):
        return {
            "domain": self.host(), "title": "A stand-in", "version": "4.4.0", "source_url": "https://example.org",
            "description": "For tests", "usage": {"users": {"active_month": 1}}, "languages": ["en"],
            "thumbnail": {"url": self.base() + "/thumbnail.png"}, "icon": [], "rules": [],
            "configuration": configuration(self), "registrations": {"enabled": False, "approval_required": False},
            "contact": {"email": "contact@example.org", "account": None}, "api_versions": {"mastodon": 6},
        }

    def instance_v1(self, body):
        return {
            "uri": self.host(), "title": "A stand-in", "short_description": "", "description": "For tests",
            "email": "contact@example.org", "version": "4.4.0", "urls": {"streaming_api": "wss://example.org"},
            "stats": {"user_count": 1, "status_count": len(instance.statuses), "domain_count": 0}, "thumbnail": None,
            "languages": ["en"], "registrations": False, "approval_required": False, "invites_enabled": False,
            "configuration": configuration(self), "contact_account": None, "rules": [],
        }

    def account(self, body=None):
        page = self.base() + "/@council"
        return {
            "id": "109000000000000001", "username": "council", "acct": "council", "display_name": "A council",
            "locked": False, "bot": False, "discoverable": True, "group": False, "note": "<p>For tests</p>",
            "created_at": "2024-01-02T00:00:00.000Z", "url": page, "uri": page, "avatar": page + ".png",
            "avatar_static": page + ".png", "header": page + ".png", "header_static": page + ".png",
            "followers_count": 0, "following_count": 0, "statuses_count": len(instance.statuses),
            "last_status_at": None, "emojis": [], "fields": [],
        }

    def post_status(self, body):
        status = instance.post(self.form(body), self.headers.get("idempotency-key"))
        return status if "scheduled_at" in status else self.status(status)

    def own_statuses(self, body, account):
        if account != "109000000000000001":
            raise Refused(404, "Record not found")
        with instance.lock:
            list = [status for status in reversed(instance.statuses) if self.may_see(status)]
        for name, keeps in (("max_id", int.__lt__), ("since_id", int.__gt__), ("min_id", int.__gt__)):
            if name in self.query:
                list = [status for status in list if keeps(int(status["id"]), int(self.query[name]))]
        return [self.status(status) for status in list[: min(40, int(self.query.get("limit", 20)))]]

    def one_status(self, body, name):
        return self.status(self.found(name))

    def source(self, body, name):
        status = self.found(name)
        return {"id": status["id"], "text": status["text"], "spoiler_text": status["warning"]}

    def upload(self, body):
        form = self.form(body)
        name, kind, content = form.get("file") or (None, None, None)
        if name is None:
            raise Refused(422, "Validation failed: File can't be blank")
        if kind not in TYPES:
            raise Refused(422, "Validation failed: File content type is invalid, File is invalid")
        if len(form.get("description") or "") > 1500:
            raise Refused(422, "Validation failed: Description is too long (maximum is 1500 characters)")
        with instance.lock:
            medium = {
                "id": instance.next_id(), "description": form.get("description"), "polls": instance.polls,
                "status": None, "bytes": len(content), "kind": kind,
            }
            instance.media[medium["id"]] = medium
        return (202 if medium["polls"] else 200), self.medium(medium), {}

    def look_at_medium(self, body, name):
        with instance.lock:
            medium = self.free_medium(name)
            if medium["polls"]:
                medium["polls"] -= 1
                return 206, self.medium(medium), {}
            return self.medium(medium)

    def describe_medium(self, body, name):
        with instance.lock:
            medium = self.free_medium(name)
            medium["description"] = self.form(body).get("description", medium["description"])
            return self.medium(medium)

    def page(self, body, name):
        status = self.found(name)
        pictures = "".join(f'<img alt="{html.escape(medium["description"] or "")}">' for medium in status["media"])
        page = f"<!DOCTYPE html><title>A council</title><article>{shown(status['text'])}{pictures}</article>"
        return 200, page, {"content-type": "text/html; charset=utf-8"}

    # Their answers

    def host(self):
        return f"127.0.0.1:{self.server.server_address[1]}"

    def base(self):
        return "http://" + self.host()

    def may_see(self, status):
        return self.is_known or status["visibility"] in ("public", "unlisted")

    def found(self, name):
        with instance.lock:
            for status in instance.statuses:
                if status["id"] == name and self.may_see(status):
                    return status
        raise Refused(404, "Record not found")

    def free_medium(self, name):
        medium = instance.media.get(name)
        if medium is None or medium["status"]:
            raise Refused(404, "Record not found")
        return medium

    def medium(self, medium):
        url = None if medium["polls"] else f"{self.base()}/media/{medium['id']}"
        return {
            "id": medium["id"], "type": "image" if medium["kind"].startswith("image/") else "video", "url": url,
            "preview_url": f"{self.base()}/media/{medium['id']}/small", "remote_url": None, "text_url": None,
            "meta": {"original": {"width": 1, "height": 1, "size": "1x1", "aspect": 1.0}},
            "description": medium["description"], "blurhash": "UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH",
        }

    def status(self, status):
        page = f"{self.base()}/@council/{status['id']}"
        time = status["created"].strftime("%Y-%m-%dT%H:%M:%S.") + f"{status['created'].microsecond // 1000:03}Z"
        return {
            "id": status["id"], "created_at": time, "in_reply_to_id": None, "in_reply_to_account_id": None,
            "sensitive": status["sensitive"] or bool(status["warning"]), "spoiler_text": status["warning"],
            "visibility": status["visibility"], "language": status["language"],
            "uri": f"{self.base()}/users/council/statuses/{status['id']}", "url": page, "replies_count": 0,
            "reblogs_count": 0, "favourites_count": 0, "edited_at": None, "content": shown(status["text"]),
            "reblog": None, "application": {"name": "A council's gate", "website": None}, "account": self.account(),
            "media_attachments": [self.medium(medium) for medium in status["media"]], "mentions": [], "tags": [],
            "emojis": [], "card": None, "poll": None,
        }

    # The wire

    def reply(self, status, value, extra=None):
        body = (value if isinstance(value, str) else json.dumps(value)).encode()
        headers = {"content-type": "application/json; charset=utf-8", **(extra or {})}
        headers["content-length"] = str(len(body))
        headers.setdefault("x-ratelimit-limit", "300")
        headers.setdefault("x-ratelimit-remaining", "299")
        headers.setdefault("x-ratelimit-reset", (instance.now() + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%S.000000Z"))
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # the other side gave up

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


def configuration(handler):
    return {
        "urls": {"streaming": "wss://example.org"}, "vapid": {"public_key": ""},
        "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
        "statuses": {
            "max_characters": options.max_characters, "max_media_attachments": 4, "characters_reserved_per_url": 23,
        },
        "media_attachments": {
            "supported_mime_types": TYPES, "image_size_limit": 16777216, "image_matrix_limit": 33177600,
            "video_size_limit": 103809024, "video_frame_rate_limit": 120, "video_matrix_limit": 8294400,
            "description_limit": 1500,
        },
        "polls": {
            "max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2629746,
        },
        "translation": {"enabled": False},
    }


ROUTES = [
    ("GET", "/api/v2/instance", False, Handler.instance_v2),
    ("GET", "/api/v1/instance", False, Handler.instance_v1),
    ("GET", "/api/v1/accounts/verify_credentials", True, Handler.account),
    ("GET", "/api/v1/accounts/([^/]+)/statuses", False, Handler.own_statuses),
    ("POST", "/api/v1/statuses", True, Handler.post_status),
    ("GET", "/api/v1/statuses/([^/]+)", False, Handler.one_status),
    ("GET", "/api/v1/statuses/([^/]+)/source", True, Handler.source),
    ("POST", "/api/v2/media", True, Handler.upload),
    ("GET", "/api/v1/media/([^/]+)", True, Handler.look_at_medium),
    ("PUT", "/api/v1/media/([^/]+)", True, Handler.describe_medium),
    ("GET", "/@council/([^/]+)", False, Handler.page),
]


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a connection that a test gave up


server = Server(("127.0.0.1", options.port), Handler)


def end_with_parent():
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
print(server.server_address[1], flush=True)
server.serve_forever()
