"""What both measuring programs share: running a program that prints one JSON line, and telling results with goals."""
import json
import subprocess


def line_of(*command, **options):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout)


class Results:
    """A table on standard output, and the same as JSON lines in a file."""

    def __init__(self):
        self.all = []

    def report(self, name, value, unit, goal, met, **more):
        self.all.append({"name": name, "value": round(value, 3), "unit": unit, "goal": goal, "met": met, **more})
        mark = "ok  " if met else "MISS"
        print(f"{mark} {name:<58} {value:>10.2f} {unit:<12} goal {goal}", flush=True)

    def finish(self, path, mode):
        with open(path, mode) as file:
            for result in self.all:
                file.write(json.dumps(result) + "\n")
        missed = [result["name"] for result in self.all if not result["met"]]
        if missed:
            print("missed: " + "; ".join(missed), flush=True)
