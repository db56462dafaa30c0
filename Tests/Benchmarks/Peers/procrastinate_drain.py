#!/usr/bin/env python3
"""How fast procrastinate drains jobs that do nothing from PostgreSQL.

    procrastinate_drain.py COUNT CONCURRENCY        the server by PGHOST, PGPORT, PGUSER, PGDATABASE

Prints one JSON line.
"""
import asyncio
import json
import logging
import sys
import time

import procrastinate

count, concurrency = int(sys.argv[1]), int(sys.argv[2])
logging.disable(logging.CRITICAL)
app = procrastinate.App(connector=procrastinate.PsycopgConnector())


@app.task(queue="bench")
async def nothing(number):
    return None


async def main():
    async with app.open_async():
        if not await app.check_connection_async():
            await app.schema_manager.apply_schema_async()
        for start in range(0, count, 1000):
            jobs = [{"number": number} for number in range(start, min(start + 1000, count))]
            await nothing.batch_defer_async(*jobs)
        begin = time.perf_counter()
        await app.run_worker_async(queues=["bench"], wait=False, concurrency=concurrency, install_signal_handlers=False)
        seconds = time.perf_counter() - begin
        left = await app.job_manager.list_jobs_async(queue="bench", status="todo")
        assert not list(left), "procrastinate did not drain its queue"
    print(json.dumps({"name": "procrastinate drain", "per_s": count / seconds}))


asyncio.run(main())
