-- What was done, by whom and when, in one chain for each scope: each row's hash covers the row and the hash of the row
-- before it, so that none can be altered, removed or moved unseen. Names and codes alone, nothing that somebody wrote.
-- A head is a signed statement of how long a chain was and how it ended; the key that signs is not in here.
CREATE TABLE audit (
    scope TEXT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT,
    why TEXT,
    hash TEXT NOT NULL,
    PRIMARY KEY (scope, number)
);

CREATE TABLE audit_heads (
    scope TEXT NOT NULL,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL,
    at BIGINT NOT NULL,
    signed_by TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (scope, number)
);

-- Who was handed something of whose record on which day, told to the person and once a day to the chain.
CREATE TABLE reads (
    member TEXT NOT NULL,
    participation TEXT NOT NULL,
    account TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (member, participation, account, day)
);

-- What was refused lately, so that somebody who tries again and again fills no disk.
CREATE TABLE refusals (
    scope TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    hour BIGINT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (scope, who, what, hour)
);
