"""DuckDB and Polars on the tables of a folder: loads both, then answers a line ("duckdb" or "polars") with a line.

Each computes all figures anew from its own tables in memory and times itself. The tables are loaded before.
"""

import json
import sys
import time

import duckdb
import polars as pl

FOLDER = sys.argv[1]
FROM, TO = 2025 * 12, 2025 * 12 + 11

db = duckdb.connect()
db.execute(f"CREATE TABLE stays AS SELECT * FROM read_csv('{FOLDER}/stays.csv')")
db.execute(f"CREATE TABLE months AS SELECT * FROM read_csv('{FOLDER}/months.csv')")
stays = pl.read_csv(f"{FOLDER}/stays.csv")
months = pl.read_csv(f"{FOLDER}/months.csv")

ACTIVE = f"SELECT * FROM stays WHERE started <= {TO} AND (ended IS NULL OR ended >= {FROM})"
# A stay that ended in a month of the tables ended on its first day.
MEASURED = f"""
    WITH active AS ({ACTIVE}),
    valid AS (SELECT m.*, a.started, a.gender, a.intervention FROM months m JOIN active a USING (participation)
              WHERE m.month <= {TO}),
    base AS (SELECT participation, min(month) AS first, arg_min(step, month) AS step_pre, arg_min(score, month) AS score_pre
             FROM valid WHERE month BETWEEN started - 1 AND started + 1 GROUP BY participation),
    later AS (SELECT v.participation, any_value(v.gender) AS gender, any_value(v.intervention) AS intervention,
              any_value(b.step_pre) AS step_pre, any_value(b.score_pre) AS score_pre, any_value(b.first) AS first,
              arg_max(v.step, v.month) AS step_post, arg_max(v.score, v.month) AS score_post, max(v.month) AS last,
              min(CASE WHEN v.step > b.step_pre THEN v.month END) AS higher_at
              FROM valid v JOIN base b USING (participation) WHERE v.month > b.first GROUP BY v.participation)
"""


def survival(rows):
    """The curve of (months, events, censored), in the order of the months."""
    at_risk, left, curve = sum(e + c for _, e, c in rows), 1.0, {}
    for month, events, censored in sorted(rows):
        if events:
            left *= 1 - events / at_risk
            curve[f"time.{month}"] = left
        at_risk -= events + censored
    return curve


def rating(numbers, rows):
    names = ["n", "mean_pre", "sd_pre", "mean_post", "mean_difference", "sd_difference", "higher", "lower"]
    for intervention, gender, *values in rows:
        if values[0] >= 10:
            for name, value in zip(names, values):
                numbers[f"rating.{intervention}.{gender}.{name}"] = value


def with_duckdb():
    numbers = {}
    for gender, active, started, ended, persons in db.execute(
        f"""SELECT gender, count(*), count(*) FILTER (started BETWEEN {FROM} AND {TO}),
            count(*) FILTER (ended BETWEEN {FROM} AND {TO}), count(DISTINCT person) FROM ({ACTIVE}) GROUP BY gender"""
    ).fetchall():
        for name, value in zip(["active", "started", "ended", "persons"], [active, started, ended, persons]):
            numbers[f"flow.{name}.{gender}"] = value
    for gender, forward, same, back in db.execute(
        f"""{MEASURED} SELECT gender, count(*) FILTER (step_post > step_pre), count(*) FILTER (step_post = step_pre),
            count(*) FILTER (step_post < step_pre) FROM later GROUP BY gender"""
    ).fetchall():
        for name, value in zip(["forward", "same", "back"], [forward, same, back]):
            numbers[f"steps.{gender}.{name}"] = value
    for before, after, count in db.execute(
        f"""SELECT before, step, count(*) FROM (
            SELECT participation, month, step, lag(step) OVER w AS before, lag(month) OVER w AS month_before
            FROM months JOIN ({ACTIVE}) USING (participation) WHERE month <= {TO}
            WINDOW w AS (PARTITION BY participation ORDER BY month)) WHERE month_before = month - 1 GROUP BY ALL"""
    ).fetchall():
        numbers[f"moves.{before}.{after}"] = count
    numbers |= survival(
        db.execute(
            f"""{MEASURED} SELECT coalesce(higher_at, last) - first AS waited, count(higher_at), count(*) - count(higher_at)
            FROM later GROUP BY waited"""
        ).fetchall()
    )
    rating(
        numbers,
        db.execute(
            f"""{MEASURED} SELECT intervention, gender, count(*), avg(score_pre), stddev_samp(score_pre), avg(score_post),
            avg(score_post - score_pre), stddev_samp(score_post - score_pre), count(*) FILTER (score_post > score_pre),
            count(*) FILTER (score_post < score_pre) FROM later GROUP BY intervention, gender"""
        ).fetchall(),
    )
    return numbers


def with_polars():
    numbers = {}
    active = stays.lazy().filter(
        (pl.col("started") <= TO) & (pl.col("ended").is_null() | (pl.col("ended") >= FROM))
    )
    flow = active.group_by("gender").agg(
        active=pl.len(),
        started=pl.col("started").is_between(FROM, TO).sum(),
        ended=pl.col("ended").is_between(FROM, TO).sum(),
        persons=pl.col("person").n_unique(),
    )
    valid = months.lazy().filter(pl.col("month") <= TO).join(active, on="participation")
    ordered = valid.sort("participation", "month")
    base = (
        ordered.filter(pl.col("month").is_between(pl.col("started") - 1, pl.col("started") + 1))
        .group_by("participation")
        .agg(first=pl.col("month").first(), step_pre=pl.col("step").first(), score_pre=pl.col("score").first())
    )
    later = (
        ordered.join(base, on="participation", maintain_order="left")
        .filter(pl.col("month") > pl.col("first"))
        .group_by("participation")
        .agg(
            pl.col("gender", "intervention", "first", "step_pre", "score_pre").first(),
            step_post=pl.col("step").last(),
            score_post=pl.col("score").last(),
            last=pl.col("month").last(),
            higher_at=pl.col("month").filter(pl.col("step") > pl.col("step_pre")).min(),
        )
    )
    moves = (
        ordered.with_columns(
            before=pl.col("step").shift(1).over("participation"),
            month_before=pl.col("month").shift(1).over("participation"),
        )
        .filter(pl.col("month_before") == pl.col("month") - 1)
        .group_by("before", "step")
        .len()
    )
    change = pl.col("score_post") - pl.col("score_pre")
    steps = later.group_by("gender").agg(
        forward=(pl.col("step_post") > pl.col("step_pre")).sum(),
        same=(pl.col("step_post") == pl.col("step_pre")).sum(),
        back=(pl.col("step_post") < pl.col("step_pre")).sum(),
    )
    waited = later.group_by(waited=pl.coalesce("higher_at", "last") - pl.col("first")).agg(
        events=pl.col("higher_at").count(), censored=pl.col("higher_at").null_count()
    )
    ratings = later.group_by("intervention", "gender").agg(
        n=pl.len(),
        mean_pre=pl.col("score_pre").mean(),
        sd_pre=pl.col("score_pre").std(),
        mean_post=pl.col("score_post").mean(),
        mean_difference=change.mean(),
        sd_difference=change.std(),
        higher=(change > 0).sum(),
        lower=(change < 0).sum(),
    )
    flow, steps, moves, waited, ratings = pl.collect_all([flow, steps, moves, waited, ratings])
    for gender, *values in flow.rows():
        for name, value in zip(["active", "started", "ended", "persons"], values):
            numbers[f"flow.{name}.{gender}"] = value
    for gender, *values in steps.rows():
        for name, value in zip(["forward", "same", "back"], values):
            numbers[f"steps.{gender}.{name}"] = value
    for before, after, count in moves.rows():
        numbers[f"moves.{before}.{after}"] = count
    numbers |= survival(waited.rows())
    rating(numbers, ratings.rows())
    return numbers


for line in sys.stdin:
    work = with_duckdb if line.strip() == "duckdb" else with_polars
    start = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "numbers": found}), flush=True)
