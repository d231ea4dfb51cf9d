-- The log: what happened, in each device's own words, numbered within its member. A position comes from the
-- member's counter, which is raised last in the same transaction: whoever has read up to a position has
-- missed nothing below it, and that is not so for a serial number or a clock.
CREATE TABLE positions (
    member TEXT PRIMARY KEY REFERENCES members (id),
    position BIGINT NOT NULL
);

CREATE TABLE records (
    member TEXT NOT NULL REFERENCES members (id),
    position BIGINT NOT NULL,
    id TEXT NOT NULL,
    device TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    author TEXT NOT NULL,
    participation TEXT NOT NULL,
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (member, position),
    UNIQUE (member, id)
);

CREATE INDEX records_of_participation ON records (member, participation, position);
