-- Who runs what. A member controls the data of its participants, so a member is the scope of every log; the
-- association above it sees aggregates only.
CREATE TABLE associations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE members (
    id TEXT PRIMARY KEY,
    association TEXT NOT NULL REFERENCES associations (id),
    name TEXT NOT NULL
);

CREATE INDEX members_of_association ON members (association, id);

CREATE TABLE interventions (
    member TEXT NOT NULL REFERENCES members (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    focus TEXT NOT NULL,
    PRIMARY KEY (member, id)
);
