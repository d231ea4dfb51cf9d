-- What releases leave to be remembered, one after the other: keeping one costs what is new in it, however much was released
-- before. What was remembered as a whole so far is the first of them.
CREATE TABLE release_additions (
    association TEXT NOT NULL REFERENCES associations (id),
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (association, version)
);

INSERT INTO release_additions (association, version, body) SELECT association, version, body FROM release_memories;

DROP TABLE release_memories;
