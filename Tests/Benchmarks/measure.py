#!/usr/bin/env python3
"""Measures Portcullis beside its floors and peers in one run: ratios, never bare times, are what counts.

    measure.py BINARIES PEERS RESULTS

One JSON line per result goes to RESULTS and, as a table, to standard output. Each pair of programs runs in turn
several times, and a ratio is the median of the turns' ratios, so that a busy machine slows both sides alike.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

from results import Results, line_of

binaries, peers, results_path = sys.argv[1:4]
here = os.path.dirname(os.path.abspath(__file__))
program = os.path.join(binaries, "portcullis")
benchmarks = os.path.join(binaries, "calendar-benchmarks")
floor = os.path.join(peers, "libical_floor")
python = os.path.join(peers, "venv", "bin", "python")
results = Results()
report = results.report


def made(folder, kind, count):
    path = os.path.join(folder, f"{kind}-{count}.ics")
    subprocess.run([sys.executable, os.path.join(here, "Peers", "make_ics.py"), kind, str(count), path], check=True)
    return path


def seconds_of(command, environment=None, cwd=None):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, cwd=cwd)
    return time.perf_counter() - start


def reading(folder):
    flat = made(folder, "flat", 100_000)
    ours, raw = [], []
    for _ in range(7):
        raw.append(line_of(floor, "each", flat))
        ours.append(line_of(benchmarks, "read", flat))
    ratio = statistics.median(r["parse_s"] / o["parse_s"] for r, o in zip(raw, ours))
    report("reading 100,000 events, speed to raw libical's", ratio, "x", ">= 0.8", ratio >= 0.8,
           mb_per_s=[round(o["mb_per_s"], 1) for o in ours], floor_mb_per_s=[r["mb_per_s"] for r in raw])
    memory = statistics.median(o["peak_mb"] * 1048576 / o["bytes"] for o in ours)
    report("reading 100,000 events, memory to the file's size", memory, "x", "<= 1.5", memory <= 1.5,
           peak_mb=[round(o["peak_mb"], 1) for o in ours])


def python_peer(folder):
    if not os.path.exists(python):
        return
    flat = made(folder, "flat", 10_000)
    ratios = []
    for _ in range(3):
        try:
            peer = line_of(python, os.path.join(here, "Peers", "ics_peers.py"), "icalendar", flat)
        except subprocess.CalledProcessError:
            return
        ours = statistics.median(line_of(benchmarks, "read", flat)["parse_s"] for _ in range(3))
        ratios.append((peer["parse_s"] + peer["rest_s"]) / ours)
    ratio = statistics.median(ratios)
    report("reading 10,000 events, speed to Python icalendar's", ratio, "x", ">= 25", ratio >= 25)


def expanding(folder):
    recurring = made(folder, "recurring", 1000)
    ratios, ours = [], []
    for _ in range(3):
        raw = line_of(floor, "expand", recurring)
        mine = line_of(benchmarks, "expand", recurring)
        ours.append(mine)
        ratios.append((mine["occurrences"] / mine["rest_s"]) / (raw["occurrences"] / raw["rest_s"]))
    ratio = statistics.median(ratios)
    report("expanding 1,000 rules, speed to libical's naive dates", ratio, "x", ">= 0.8", ratio >= 0.8,
           occurrences_per_s=[round(o["occurrences_per_s"]) for o in ours])


def windows():
    runs = [line_of(benchmarks, "windows", "10000") for _ in range(5)]
    value = statistics.median(r["windows_s"] for r in runs) * 1000
    report("windows of 10,000 elections", value, "ms", "none given", True,
           set_up_ms=round(runs[0]["set_up_s"] * 1000, 2), merge_ms=round(runs[0]["merge_s"] * 1000, 2))


def state():
    value = statistics.median(line_of(benchmarks, "state", "1000")["ns_per_question"] for _ in range(5))
    report("one state question among 1,000 windows", value, "ns", "< 200", value < 200)


PAST_EVENT = """BEGIN:VEVENT\r
UID:local.ward-{n}.{y}-05-0{d}@past.example\r
DTSTAMP:20250101T000000Z\r
DTSTART;VALUE=DATE:{y}050{d}\r
SUMMARY:Poll of a year long past\\, number {n}\r
DESCRIPTION:Polls open 07:00 to 22:00. Notice published under the rules.\r
CATEGORIES:LOCAL,ENGLAND\r
STATUS:CONFIRMED\r
END:VEVENT\r
"""


def whole_process(folder):
    calendars = os.path.abspath("calendars")
    command = [program, "status", "--calendars", calendars]
    nothing = [program, "--version"]
    seconds_of(command)
    quiet = [seconds_of(command) for _ in range(40)]
    start_up = [seconds_of(nothing) for _ in range(40)]
    value = statistics.median(quiet) * 1000
    report("portcullis status, whole process", value, "ms", "< 20", value < 20,
           best_ms=round(min(quiet) * 1000, 1), start_up_ms=round(statistics.median(start_up) * 1000, 1))

    more = os.path.join(folder, "calendars")
    subprocess.run(["cp", "-R", calendars, more], check=True)
    joined = os.path.join(folder, "joined.ics")
    size = 0
    with open(joined, "w", newline="") as whole:
        whole.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
        for number in range(500):
            events = "".join(PAST_EVENT.format(n=number * 10 + n, y=1970 + number % 40, d=1 + n % 9) for n in range(10))
            text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n"
            size += len(text)
            whole.write(events)
            with open(os.path.join(more, "elections", f"past-{number}.ics"), "w", newline="") as file:
                file.write(text)
        whole.write("END:VCALENDAR\r\n")
    ratios, extra = [], []
    for _ in range(15):
        base = seconds_of(command)
        full = seconds_of([program, "status", "--calendars", more])
        bytes_alone = line_of(floor, "each", joined)["parse_s"]
        extra.append(full - base)
        ratios.append((full - base) / bytes_alone)
    value = statistics.median(ratios)
    report("500 more files of past years, time to raw libical's on their bytes", value, "x", "<= 2", value <= 2,
           extra_ms=round(statistics.median(extra) * 1000, 1), bytes=size)


with tempfile.TemporaryDirectory() as scratch:
    print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores", flush=True)
    reading(scratch)
    python_peer(scratch)
    expanding(scratch)
    windows()
    state()
    whole_process(scratch)

results.finish(results_path, "w")
