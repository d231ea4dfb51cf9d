-- What an association wants to reach, and what was reached. A goal is known by a hash of what it is called and of whom
-- and when it speaks; its target or outcome may change, which becomes a new version. The newest is the one that counts.
CREATE TABLE goals (
    association TEXT NOT NULL REFERENCES associations (id),
    goal TEXT NOT NULL,
    version BIGINT NOT NULL,
    member TEXT,
    intervention TEXT,
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    name TEXT NOT NULL,
    indicator TEXT NOT NULL,
    unit TEXT NOT NULL,
    aim TEXT NOT NULL,
    target_hundredths BIGINT NOT NULL,
    reached BIGINT,
    reached_of BIGINT,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (association, goal, version),
    FOREIGN KEY (member, intervention) REFERENCES interventions (member, id)
);
