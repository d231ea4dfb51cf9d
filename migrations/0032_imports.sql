-- Files that were taken in on the screen, and what each of them brought: records by their positions, numbers by their
-- versions. A file that is taken back leaves its rows here, so that it can be told what became of it.
CREATE TABLE imports (
    member TEXT NOT NULL REFERENCES members (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    began BIGINT NOT NULL,
    finished BIGINT,
    imported BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    undone BIGINT,
    undone_by TEXT REFERENCES accounts (id),
    left_alone BIGINT,
    PRIMARY KEY (member, id)
);

CREATE TABLE imported_records (
    member TEXT NOT NULL,
    import TEXT NOT NULL,
    position BIGINT NOT NULL,
    participation TEXT NOT NULL,
    PRIMARY KEY (member, import, position),
    FOREIGN KEY (member, import) REFERENCES imports (member, id)
);

CREATE INDEX imported_records_of_participation ON imported_records (member, participation);

CREATE TABLE imported_volumes (
    member TEXT NOT NULL,
    import TEXT NOT NULL,
    intervention TEXT NOT NULL,
    held TEXT NOT NULL,
    activity TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (member, import, intervention, held, activity, version),
    FOREIGN KEY (member, import) REFERENCES imports (member, id)
);
