-- Who signs in, and for which interventions. A participant's account is responsible for none: what it may see
-- follows from access to its own participation alone.
CREATE TABLE accounts (
    id TEXT PRIMARY KEY,
    association TEXT NOT NULL REFERENCES associations (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL
);

CREATE TABLE responsibilities (
    account TEXT NOT NULL REFERENCES accounts (id),
    member TEXT NOT NULL,
    intervention TEXT NOT NULL,
    PRIMARY KEY (account, member, intervention),
    FOREIGN KEY (member, intervention) REFERENCES interventions (member, id)
);
