"""DuckDB on the SQLite file that the server would read: each line that comes in is answered from the file anew.

Every turn opens a connection, attaches the file, reads the records' JSON into tables, and computes all figures.
"""

import json
import sys
import time

import duckdb
import duckdb_extensions

from by_duckdb import with_duckdb

FILE, ITEMS = sys.argv[1], sys.argv[2].split(",")
RECORD = json.dumps(
    {
        "participation": "VARCHAR",
        "month": "VARCHAR",
        "body": {
            "kind": "VARCHAR",
            "intervention": "VARCHAR",
            "person": "VARCHAR",
            "gender": "VARCHAR",
            "started": "VARCHAR",
            "ended": "VARCHAR",
            "step": "INTEGER",
            "answers": {item: "INTEGER" for item in ITEMS},
        },
    }
)
SCORE = " + ".join(f"r.body.answers.{item}" for item in ITEMS)


def month(text):
    return f"(left({text}, 4)::INTEGER * 12 + substr({text}, 6, 2)::INTEGER - 1)"


def low(text):
    """The number that an id ends in."""
    return f"('0x' || right({text}, 12))::BIGINT"


def load():
    db = duckdb.connect()
    db.execute("LOAD sqlite_scanner")
    db.execute(f"ATTACH '{FILE}' AS store (TYPE sqlite, READ_ONLY)")
    db.execute(f"CREATE TEMP TABLE read AS SELECT from_json(text, '{RECORD}') AS r FROM store.records")
    db.execute(
        f"""CREATE TEMP TABLE stays AS
        WITH began AS (SELECT r.participation AS id, r.body FROM read WHERE r.body.kind = 'enrolled'),
        ended AS (SELECT r.participation AS id, r.body.ended FROM read WHERE r.body.kind = 'exited')
        SELECT {low('began.id')} AS participation, {low('body.person')} AS person,
        {low('body.intervention')} AS intervention, body.gender AS gender, {month('body.started')} AS started,
        {month('ended.ended')} AS ended FROM began LEFT JOIN ended USING (id)"""
    )
    db.execute(
        f"""CREATE TEMP TABLE months AS
        WITH steps AS (SELECT r.participation AS id, r.month AS month, r.body.step FROM read
                       WHERE r.body.kind = 'step_recorded'),
        scores AS (SELECT r.participation AS id, r.month AS month, {SCORE} AS score FROM read
                   WHERE r.body.kind = 'self_assessed')
        SELECT {low('id')} AS participation, {month('month')} AS month, step, score
        FROM steps FULL JOIN scores USING (id, month)"""
    )
    return db


duckdb_extensions.import_extension("sqlite_scanner", con=duckdb.connect())
for _ in sys.stdin:
    start = time.perf_counter()
    db = load()
    loaded = time.perf_counter() - start
    found = with_duckdb(db)
    seconds = time.perf_counter() - start
    db.close()
    print(json.dumps({"loaded": loaded, "seconds": seconds, "numbers": found}), flush=True)
