-- How participants are let in. An invitation is for a stay and is used once; only hashes of its secret, its code and its
-- words are here. A person of a member has one account, whichever stay the invitation was for, so that nobody becomes a
-- second person by accident. A phone's key proves that it is the same phone, and renews its session; of the key the
-- public half is here. When a session was used last is written down every few minutes at most.
CREATE TABLE person_accounts (
    member TEXT NOT NULL REFERENCES members (id),
    person TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (member, person)
);

CREATE TABLE invitations (
    hash TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    words TEXT,
    member TEXT NOT NULL,
    participation TEXT NOT NULL,
    person TEXT NOT NULL,
    made_by TEXT NOT NULL REFERENCES accounts (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    wrong_words BIGINT NOT NULL,
    used_at BIGINT,
    ended_at BIGINT,
    FOREIGN KEY (member, participation) REFERENCES participations (member, id)
);

CREATE INDEX invitations_of_person ON invitations (member, person);

CREATE TABLE device_keys (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id),
    public TEXT NOT NULL,
    reading TEXT,
    made_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    challenge TEXT,
    challenge_until BIGINT,
    revoked_at BIGINT
);

CREATE INDEX device_keys_of_account ON device_keys (account);

ALTER TABLE sessions ADD COLUMN device_key TEXT;
ALTER TABLE sessions ADD COLUMN last_used_at BIGINT;
ALTER TABLE sessions ADD COLUMN renewed_at BIGINT;

CREATE INDEX sessions_of_account ON sessions (account);
