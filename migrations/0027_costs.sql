-- What an intervention was to cost in a calendar year, and what it did, in whole kronor. A number that is changed becomes a
-- new version; the newest is the one that counts, and the earlier stay.
CREATE TABLE costs (
    association TEXT NOT NULL REFERENCES associations (id),
    intervention TEXT NOT NULL,
    year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    budget BIGINT,
    cost BIGINT,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (association, intervention, year, version)
);
