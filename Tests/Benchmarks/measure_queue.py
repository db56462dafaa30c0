#!/usr/bin/env python3
"""Measures the queue and its gate beside the disk's own flushes and beside other queues, all in one run.

    measure_queue.py BINARIES PEERS RESULTS [FOLDER]

The stores lie in FOLDER (default: beside RESULTS), whose disk must be the one that a real store would have. A floor
is measured right before and after what stands on it, and a ratio is the median of the turns' ratios, because the
disk's own speed may change severalfold within minutes. Results are appended to RESULTS, a JSON line each.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from results import Results, line_of

binaries, peers, results_path = sys.argv[1:4]
disk = sys.argv[4] if len(sys.argv) > 4 else os.path.dirname(os.path.abspath(results_path))
here = os.path.dirname(os.path.abspath(__file__))
program = os.path.join(binaries, "portcullis")
benchmarks = os.path.join(binaries, "queue-benchmarks")
python = os.path.join(peers, "venv", "bin", "python")
results = Results()
report = results.report
MILLION, CHANNELS = 1_000_000, 50


def fresh():
    """A folder for one measurement, gone afterwards."""
    return tempfile.TemporaryDirectory(prefix="bench-", dir=disk)


def ours(mode, *numbers):
    with fresh() as folder:
        return line_of(benchmarks, mode, os.path.join(folder, "store", "store.sqlite"), *map(str, numbers))


def floor(count=1000):
    with fresh() as folder:
        return line_of(benchmarks, "floor", folder, str(count))["per_s"]


def beside_floor(turns, work):
    """(rate, floor) of each turn; the floor is the mean of those before and after."""
    pairs, before = [], floor()
    for _ in range(turns):
        rate = work()
        after = floor()
        pairs.append((rate, (before + after) / 2))
        before = after
    return pairs


def middle_ratio(pairs):
    return statistics.median(rate / base for rate, base in pairs)


def facts(pairs):
    return {"per_s": [round(rate) for rate, _ in pairs], "floor_per_s": [round(base) for _, base in pairs]}


def queueing():
    for name, goal, turns, work in (
            ("durable submits one by one, to the disk's flushes", 0.8, 3, lambda: ours("submit", 2000)["per_s"]),
            ("64 submitters at once, to the disk's flushes", 10, 3, lambda: ours("submit-at-once", 20_000, 64)["per_s"]),
            ("import of 100,000 posts, to the disk's flushes", 40, 3, lambda: ours("import", 100_000)["per_s"])):
        pairs = beside_floor(turns, work)
        ratio = middle_ratio(pairs)
        report(name, ratio, "x", f">= {goal}", ratio >= goal, **facts(pairs))
    rate = statistics.median(import_by_command(100_000) for _ in range(3))
    report("  portcullis post import of 100,000 lines, the whole command", rate, "/s", "none given", True)


def import_by_command(count):
    with fresh() as folder:
        environment = council(folder)
        posts = os.path.join(folder, "posts.jsonl")
        next_year = f"{time.localtime().tm_year + 1}-12-01T09:00"
        with open(posts, "w") as file:
            for number in range(count):
                text = f"Post {number}: " + "The library opens at ten. " * 7
                file.write(json.dumps({"channel": f"channel-{1 + number % 4}", "at": next_year, "text": text}))
                file.write("\n")
        start = time.perf_counter()
        subprocess.run([program, "post", "import", posts], env=environment, cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
        return count / (time.perf_counter() - start)



def delivering():
    pairs = beside_floor(3, lambda: ours("deliver", 10_000, 4)["per_s"])
    rate = statistics.median(rate for rate, _ in pairs)
    report("deliveries: claimed, permitted, sent, recorded", rate, "/s", ">= 5000", rate >= 5000, **facts(pairs))
    for channels in (1, 50):
        other = statistics.median(ours("deliver", 10_000, channels)["per_s"] for _ in range(3))
        report(f"  the same on {channels} channel{'s' if channels > 1 else ''}", other, "/s", "none given", True)
    beside_huey()
    beside_procrastinate()


def beside_huey():
    ratios, theirs = [], []
    for _ in range(3):
        with fresh() as folder:
            try:
                peer = line_of(python, os.path.join(here, "Peers", "huey_drain.py"), folder, "5000")["per_s"]
            except (OSError, subprocess.CalledProcessError):
                print("     huey is not installed; its ratio is skipped", flush=True)
                return
        theirs.append(peer)
        # huey makes one durable transition a task, the gate three a delivery.
        ratios.append(3 * ours("deliver", 10_000, 4)["per_s"] / peer)
    ratio = statistics.median(ratios)
    report("durable transitions, to huey's (SQLite, FULL)", ratio, "x", "> 1", ratio > 1,
           huey_per_s=[round(peer) for peer in theirs])


def beside_procrastinate():
    server = os.path.join(here, "Peers", "postgres.sh")
    # A socket's path must be short.
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        data = os.path.join(folder, "pg")
        started = subprocess.run([server, "start", data], capture_output=True, text=True)
        if started.returncode != 0:
            print("     PostgreSQL is not installed; procrastinate's ratio is skipped", flush=True)
            return
        environment = {**os.environ, **dict(pair.split("=", 1) for pair in started.stdout.split())}
        try:
            ratios, theirs = [], []
            for _ in range(3):
                peer = line_of(python, os.path.join(here, "Peers", "procrastinate_drain.py"), "2000", "10",
                               env=environment)["per_s"]
                theirs.append(peer)
                ratios.append(ours("deliver", 10_000, 4)["per_s"] / peer)
        except (OSError, subprocess.CalledProcessError):
            print("     procrastinate could not be measured; its ratio is skipped", flush=True)
            return
        finally:
            subprocess.run([server, "stop", data])
    ratio = statistics.median(ratios)
    report("deliveries, to procrastinate's drain (PostgreSQL)", ratio, "x", ">= 10", ratio >= 10,
           procrastinate_per_s=[round(peer) for peer in theirs])


def a_million(folder):
    """One store of a million posts serves the idle gate, the idle fetch and the snap election, in this order."""
    store = os.path.join(folder, "store.sqlite")
    environment = council(folder)
    line_of(benchmarks, "fill", store, str(MILLION), str(CHANNELS))
    idle_gate(folder, environment)

    nothing = [ours("idle", 0, CHANNELS) for _ in range(3)]
    full = [line_of(benchmarks, "idle", store, str(MILLION), str(CHANNELS)) for _ in range(3)]
    for state in ("future", "held"):
        # The gate's own question, and the same when somebody has just written: only then are the lanes probed.
        for name, key, goal in ((f"idle fetch with 1,000,000 {state}", f"{state}_us", "0.8 to 1.2"),
                                ("  the first after a write", f"{state}_woken_us", "none given")):
            base = statistics.median(run[key] for run in nothing)
            value = statistics.median(run[key] for run in full)
            report(f"{name}, to none queued", value / base, "x", goal, goal == "none given" or value / base <= 1.2,
                   us=round(value, 1), none_us=round(base, 1))

    snap = line_of(benchmarks, "snap", store, str(MILLION), str(CHANNELS))
    for name, key in (("while permits are asked for", "adopt_busy_ms"), ("alone", "adopt_quiet_ms")):
        report(f"snap election over 1,000,000: adopting {name}", snap[key], "ms", "< 100", snap[key] < 100)
    kilobytes = snap["written_bytes"] / 1024
    report("  written by it", kilobytes, "KB", "< 1024", kilobytes < 1024)
    report("  next claim, nothing held", snap["claim_open_ms"], "ms", "< 5", snap["claim_open_ms"] < 5)
    report("  first claim of a process, nothing held", snap["claim_cold_ms"], "ms", "none given", True)
    report("  next claim, all held", snap["claim_held_ms"], "ms", "< 5", snap["claim_held_ms"] < 5)
    report("  permits under the old revision after it", snap["permits_under_old"], "permits", "0",
           snap["permits_under_old"] == 0, permits=snap["permits"])


def council(folder):
    """The environment of a council whose rules are in force in a store there."""
    environment = {**os.environ, "PORTCULLIS_STORE": "sqlite:" + os.path.join(folder, "store.sqlite"),
                   "PORTCULLIS_SETTINGS": write_settings(folder),
                   "PORTCULLIS_CALENDARS": os.path.join(folder, "calendars")}
    subprocess.run([program, "adopt"], env=environment, cwd=folder, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return environment


def write_settings(folder):
    os.makedirs(os.path.join(folder, "calendars", "elections"))
    shutil.copytree("calendars/bank-holidays", os.path.join(folder, "calendars", "bank-holidays"))
    with open(os.path.join(folder, "calendars", "elections", "polls.ics"), "w", newline="") as file:
        file.write("\r\n".join([
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//bench//EN", "BEGIN:VEVENT", "UID:local.bench.2027-05-06",
            "DTSTAMP:20261101T000000Z", "DTSTART;VALUE=DATE:20270506", "SUMMARY:A poll", "CATEGORIES:LOCAL,ENGLAND",
            "STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR", ""]))
    path = os.path.join(folder, "portcullis.yaml")
    with open(path, "w") as file:
        file.write("authority: {nation: england}\ncalendars: calendars\nchannels:\n")
        for number in range(1, CHANNELS + 1):
            file.write(f"  channel-{number}: {{connector: feed, path: public/{number}.atom}}\n")
    return path


def processor_seconds(process):
    """What it has run, to the nanosecond and with the threads that have ended: the clock of clock_getcpuclockid(3)."""
    return time.clock_gettime(~process << 3 | 2)


def resident_megabytes(process):
    with open(f"/proc/{process}/status") as file:
        return int(next(line for line in file if line.startswith("VmRSS")).split()[1]) / 1024


def idle_gate(folder, environment):
    with open(os.path.join(folder, "gate.log"), "w") as log:
        gate = subprocess.Popen([program, "gate", "run"], env=environment, cwd=folder, stdout=log, stderr=log)
        time.sleep(5)
        before, start = processor_seconds(gate.pid), time.perf_counter()
        time.sleep(20)
        used = (processor_seconds(gate.pid) - before) / (time.perf_counter() - start) * 100
        resident = resident_megabytes(gate.pid)
        gate.terminate()
        gate.wait(15)
    report("an idle gate over 1,000,000 queued", used, "% of a core", "< 0.1", used < 0.1)
    report("  resident memory", resident, "MB", "< 100", resident < 100)


def lateness():
    runs = [ours("lateness", 100, 10, 4) for _ in range(3)]
    for name, key, goal in (("p50", "p50_ms", "none given"), ("p99", "p99_ms", "< 50")):
        value = statistics.median(run[key] for run in runs)
        report(f"lateness of release at 100 posts a second, {name}", value, "ms", goal,
               key == "p50_ms" or value < 50, runs=[round(run[key], 2) for run in runs])


print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores, floor {floor():.0f} flushes a second", flush=True)
try:
    queueing()
    delivering()
    lateness()
    with fresh() as million:
        a_million(million)
finally:
    # What was measured before something failed counts all the same.
    results.finish(results_path, "a")
