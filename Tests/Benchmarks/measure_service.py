"""The service under load: status answers a second with event streams open while the gate sends, how late it sends, and its memory.

measure_service.py BINARIES RESULTS [QUEUED]: needs wrk. QUEUED posts wait in the queue (1,000,000 where left out). The floor is
the same server's shortest answer, in the same run and under the same load.
"""

import csv
import datetime
import os
import re
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from results import Results

STREAMS = 200
SECONDS = 20
# One every 50 ms while the load lasts.
DUE = SECONDS * 20


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def rows(file, posts):
    with open(file, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["channel", "at", "text"])
        writer.writerows(("feed", at.isoformat(timespec="milliseconds"), text) for at, text in posts)


def memory(process):
    """What the process holds now and held at most, in megabytes."""
    text = open(f"/proc/{process}/status").read()
    return [int(re.search(rf"{name}:\s+(\d+)", text)[1]) / 1024 for name in ("VmRSS", "VmHWM")]


class Streams:
    """Event streams that are read for as long as this lasts."""

    def __init__(self, port, count):
        self.selector = selectors.DefaultSelector()
        self.bytes = 0
        self.open = 0
        for _ in range(count):
            stream = socket.create_connection(("127.0.0.1", port))
            stream.sendall(b"GET /events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
            stream.setblocking(False)
            self.selector.register(stream, selectors.EVENT_READ)
            self.open += 1
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while True:
            for key, _ in self.selector.select(1):
                got = key.fileobj.recv(65536)
                self.bytes += len(got)
                if not got:
                    self.selector.unregister(key.fileobj)
                    self.open -= 1


def metric(port, name, **labels):
    text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
    found = {}
    for line in text.splitlines():
        match = re.fullmatch(rf'{name}\{{(.*)\}} (\S+)', line)
        if match:
            pairs = dict(re.findall(r'(\w+)="([^"]*)"', match[1]))
            if all(pairs.get(key) == value for key, value in labels.items()):
                found[pairs.get("le", "")] = float(match[2])
    return found


def quantile(buckets, share):
    """The bound of the bucket in which the quantile lies: it is at most that."""
    total = buckets["+Inf"]
    return min(float(bound) for bound, count in buckets.items() if count >= share * total)


class Load:
    def __init__(self, text):
        unit = {"us": 1e-3, "ms": 1, "s": 1e3}
        slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
        self.rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])
        self.slow = float(slow[1]) * unit[slow[2]]
        self.failed = float((re.search(r"Non-2xx or 3xx responses: (\d+)", text) or [0, 0])[1])


def wrk(port, path, seconds):
    return Load(
        subprocess.run(
            ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}/{path}"],
            check=True, capture_output=True, text=True).stdout)


def main():
    program = os.path.join(os.path.abspath(sys.argv[1]), "portcullis")
    results, queued = os.path.abspath(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    root = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
    with tempfile.TemporaryDirectory() as folder:
        site, metrics = free_port(), free_port()
        open(f"{folder}/portcullis.yaml", "w").write(
            f"calendars: {root}/calendars\nstore: sqlite:store/portcullis.sqlite\n"
            f'service: {{listen: "127.0.0.1:{site}", metrics: "127.0.0.1:{metrics}"}}\n'
            "channels:\n  feed: {name: Feed, connector: feed, path: public/feed.atom}\n")
        surroundings = {"PATH": "/usr/bin:/bin", "HOME": folder}

        def run(*arguments):
            subprocess.run([program, *arguments], cwd=folder, env=surroundings, check=True, stdout=subprocess.DEVNULL)

        run("adopt")
        now = datetime.datetime.now(datetime.timezone.utc)
        if queued:
            later = now + datetime.timedelta(days=200)
            rows(f"{folder}/queue.csv", ((later + datetime.timedelta(seconds=n), f"Post {n}") for n in range(queued)))
            run("post", "import", "queue.csv")
        gate = subprocess.Popen(
            [program, "gate", "run"], cwd=folder, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{site}/healthz").read()
                    break
                except OSError:
                    time.sleep(0.1)
            idle, _ = memory(gate.pid)
            start = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=4)
            rows(
                f"{folder}/due.csv",
                ((start + datetime.timedelta(milliseconds=50 * n), f"Due {n}") for n in range(DUE)))
            run("post", "import", "due.csv")
            streams = Streams(site, STREAMS)
            time.sleep(max(0, (start - datetime.datetime.now(datetime.timezone.utc)).total_seconds()))
            load = wrk(site, "status.json", SECONDS)
            time.sleep(2)
            _, peak = memory(gate.pid)
            late = metric(metrics, "portcullis_delivery_lateness_seconds_bucket", channel="feed")
            floor = wrk(site, "healthz", 5)
            report = Results()
            report.report("status answers, 200 streams, gate sending", load.rate, "/s", ">= 5000", load.rate >= 5000)
            report.report("  of the server's shortest answer", load.rate / floor.rate, "x", "-", True)
            report.report("  99 % within", load.slow, "ms", "< 20", load.slow < 20)
            report.report("  that failed", load.failed, "", "0", load.failed == 0)
            report.report("event streams open at the end", streams.open, "", "200", streams.open == STREAMS)
            report.report("deliveries sent meanwhile", late["+Inf"], "", f"{DUE}", late["+Inf"] == DUE)
            slow = quantile(late, 0.99) * 1e3
            report.report("lateness, 99 % within", slow, "ms", "<= 50", slow <= 50)
            report.report("lateness, 50 % within", quantile(late, 0.5) * 1e3, "ms", "-", True)
            report.report(f"memory with {queued} queued", idle, "MB", "< 120", idle < 120)
            report.report("most memory under load", peak, "MB", "< 120", peak < 120)
            report.finish(results, "a")
        finally:
            gate.terminate()
            gate.wait()


if __name__ == "__main__":
    main()
