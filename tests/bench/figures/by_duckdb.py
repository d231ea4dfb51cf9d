"""The dashboard's figures by DuckDB, from its own tables `stays` and `months`; months are counted from year 0."""

FROM, TO = 2025 * 12, 2025 * 12 + 11

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


def with_duckdb(db):
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
