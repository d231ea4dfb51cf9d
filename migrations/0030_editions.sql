-- Versions of what an association edits: its bridge, its code lists, and the questionnaires that it has an agreement for.
-- Every one stays as it was made, since records refer to it; the newest of a bridge or list is the one that is offered.
-- What an association has not edited is what ships with the program.
CREATE TABLE editions (
    association TEXT NOT NULL REFERENCES associations (id),
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    made_at BIGINT NOT NULL,
    PRIMARY KEY (association, kind, id, version)
);
