-- Who works here: a person, who has ways to sign in and holds an account for each role. An account without a person came
-- by an import or belongs to a demonstration or to a participant. A member administrator looks after one member. No
-- reference leads from an account to its person: a restore fills older tables first.
CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    association TEXT NOT NULL REFERENCES associations (id),
    name TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    closed_at BIGINT,
    recovery TEXT UNIQUE
);

CREATE INDEX staff_of_association ON staff (association, name);

ALTER TABLE accounts ADD COLUMN person TEXT;
ALTER TABLE accounts ADD COLUMN member TEXT REFERENCES members (id);
ALTER TABLE accounts ADD COLUMN closed_at BIGINT;

-- As far as an identity provider may prove something, where a session began by one: it holds for every change of role.
ALTER TABLE sessions ADD COLUMN within TEXT;

CREATE INDEX accounts_of_person ON accounts (person, id);

-- The ways in. Of a passkey there is its public half, of a recovery code and an invitation a hash, of a person at an
-- identity provider what that provider calls them.
CREATE TABLE passkeys (
    credential TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES staff (id),
    passkey TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE INDEX passkeys_of_person ON passkeys (person, credential);

CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES staff (id),
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (issuer, subject)
);

CREATE INDEX identities_of_person ON identities (person, issuer);

CREATE TABLE staff_invitations (
    hash TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES staff (id),
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

-- What a browser is in the middle of, found by the hash of a secret in its cookie, for a few minutes. It is here and not in
-- a process, since the next request may come to another one.
CREATE TABLE arrivals (
    hash TEXT PRIMARY KEY,
    stage TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX arrivals_by_age ON arrivals (expires_at);
