"""Counts what passed and what failed; a line for each group."""


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def group(self, name, complaints):
        """`complaints`: of each thing that was looked at, by its name."""
        bad = {thing: found for thing, found in complaints.items() if found}
        self.passed += len(complaints) - len(bad)
        self.failed += len(bad)
        print(f"{name}: {len(complaints) - len(bad)} of {len(complaints)}", flush=True)
        for thing, found in bad.items():
            for each in found[:5]:
                print(f"  {thing}: {each}", flush=True)
            if len(found) > 5:
                print(f"  {thing}: and {len(found) - 5} more", flush=True)

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed or not self.passed else 0
