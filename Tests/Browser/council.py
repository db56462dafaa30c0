"""A council in a folder of its own, whose real gate serves the real pages on loopback."""

import datetime
import pathlib
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

SETTINGS = """\
authority: {{name: Cyngor Ein Tref – Our Town Council, areas: [local.our-council]}}
calendars: calendars
store: sqlite:state/store.sqlite
service: {{listen: "127.0.0.1:{port}"}}
channels:
  website: {{name: News on the website, connector: feed, path: public/news.atom}}
  noticeboard: {{name: Noticeboard, connector: feed, path: public/board.atom}}
"""


def event(uid, starts, ends, summary):
    stamps = [moment.strftime("%Y%m%dT%H%M%SZ") for moment in (starts, ends)]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//Test//EN", "BEGIN:VEVENT", f"UID:{uid}"]
    lines += ["DTSTAMP:20260101T000000Z", f"DTSTART:{stamps[0]}", f"DTEND:{stamps[1]}", f"SUMMARY:{summary}"]
    return "\r\n".join(lines + ["CATEGORIES:PURDAH", "END:VEVENT", "END:VCALENDAR", ""])


class Council:
    def __init__(self, folder, program, bank_holidays):
        self.folder = pathlib.Path(folder)
        self.program = program
        self.gate = None
        self.address = None
        (self.folder / "calendars" / "elections").mkdir(parents=True)
        for file in pathlib.Path(bank_holidays).rglob("*.ics"):
            place = self.folder / "calendars" / "bank-holidays" / file.name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(file.read_bytes())
        self.settings(port=0)
        autumn = datetime.datetime.now(datetime.UTC).replace(microsecond=0) + datetime.timedelta(days=90)
        self.close("later", autumn, autumn + datetime.timedelta(days=25), "An election to come")
        adopted = subprocess.run([program, "adopt"], cwd=self.folder, env=self.environment(), capture_output=True)
        if adopted.returncode:
            raise RuntimeError(adopted.stderr.decode())

    def settings(self, port):
        (self.folder / "portcullis.yaml").write_text(SETTINGS.format(port=port))

    def close(self, uid, starts, ends, summary):
        file = self.folder / "calendars" / "elections" / f"{uid}.ics"
        file.write_bytes(event(uid, starts, ends, summary).encode())

    def close_now(self):
        now = datetime.datetime.now(datetime.UTC)
        hour = datetime.timedelta(hours=1)
        self.close("now", now - hour, now + 3 * hour, "By-election called at short notice")

    def environment(self):
        return {"PATH": "/usr/bin:/bin", "HOME": str(self.folder)}

    # The gate

    def start(self):
        log = self.folder / "gate.log"
        with log.open("wb") as errors:
            self.gate = subprocess.Popen(
                [self.program, "gate", "run"], cwd=self.folder, env=self.environment(), stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        for _ in range(300):
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text())
            if found:
                # What is started again answers where it did.
                self.settings(int(found[1]))
                self.address = f"http://127.0.0.1:{found[1]}"
                return
            if self.gate.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError("the page is not served: " + log.read_text())

    def stall(self):
        self.gate.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.gate.send_signal(signal.SIGCONT)

    def kill(self):
        self.gate.kill()
        self.gate.wait()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        if self.gate.poll() is None:
            self.go_on()
            self.gate.terminate()
            try:
                self.gate.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    def get(self, path):
        """The status, the headers and the text of an answer."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()
