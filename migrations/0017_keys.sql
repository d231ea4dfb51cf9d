-- The keys that phones seal to what waits on them, the newest number first; and for each account the half of its
-- phones' locks that the server hands out at sign-in. A session of a phone that locks what it keeps needs a second
-- secret to read anything: only its hash is here.
CREATE TABLE sealing_keys (
    number BIGINT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    private TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE TABLE account_keys (
    account TEXT PRIMARY KEY REFERENCES accounts (id),
    recovery TEXT NOT NULL
);

ALTER TABLE sessions ADD COLUMN reading TEXT;
