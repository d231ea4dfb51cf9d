-- What was missing round people, followed up to "changed". A member's row names the record that says so, and the summary
-- that it became part of: nothing outside the member leads from a summary back to it. What was summed up and what became of
-- it are the association's.
CREATE TABLE deviations (
    member TEXT NOT NULL REFERENCES members (id),
    participation TEXT NOT NULL,
    record TEXT NOT NULL,
    summary TEXT,
    PRIMARY KEY (member, participation, record)
);

CREATE TABLE deviation_summaries (
    association TEXT NOT NULL REFERENCES associations (id),
    id TEXT NOT NULL,
    theme TEXT NOT NULL,
    party TEXT,
    words TEXT NOT NULL,
    PRIMARY KEY (association, id)
);

CREATE TABLE deviation_steps (
    association TEXT NOT NULL,
    summary TEXT NOT NULL,
    number BIGINT NOT NULL,
    progress TEXT NOT NULL,
    on_day TEXT NOT NULL,
    words TEXT,
    account TEXT NOT NULL,
    PRIMARY KEY (association, summary, number),
    FOREIGN KEY (association, summary) REFERENCES deviation_summaries (association, id)
);
