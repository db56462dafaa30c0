#!/usr/bin/env python3
"""How fast huey drains tasks that do nothing from SQLite, every step flushed to disk.

    huey_drain.py FOLDER COUNT

huey forgets a task before it runs it, so a task is one durable transition, where a gate makes three.
Prints one JSON line.
"""
import json
import logging
import os
import sys
import time

from huey import SqliteHuey

folder, count = sys.argv[1], int(sys.argv[2])
logging.disable(logging.CRITICAL)
queue = SqliteHuey("bench", filename=os.path.join(folder, "huey.db"), fsync=True, results=False)


@queue.task()
def nothing(number):
    return None


for number in range(count):
    nothing(number)
start = time.perf_counter()
for _ in range(count):
    queue.execute(queue.dequeue())
seconds = time.perf_counter() - start
assert len(queue) == 0, "huey did not drain its queue"
print(json.dumps({"name": "huey drain", "per_s": count / seconds}))
