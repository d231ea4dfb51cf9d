"""DuckDB and Polars on the tables of a folder: loads both, then answers a line ("duckdb" or "polars") with a line.

Each computes all figures anew from its own tables in memory and times itself. The tables are loaded before.
"""

import json
import sys
import time

import duckdb
import polars as pl

from by_duckdb import FROM, TO, rating, survival, with_duckdb

FOLDER = sys.argv[1]

db = duckdb.connect()
db.execute(f"CREATE TABLE stays AS SELECT * FROM read_csv('{FOLDER}/stays.csv')")
db.execute(f"CREATE TABLE months AS SELECT * FROM read_csv('{FOLDER}/months.csv')")
stays = pl.read_csv(f"{FOLDER}/stays.csv")
months = pl.read_csv(f"{FOLDER}/months.csv")


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
    work = (lambda: with_duckdb(db)) if line.strip() == "duckdb" else with_polars
    start = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "numbers": found}), flush=True)
