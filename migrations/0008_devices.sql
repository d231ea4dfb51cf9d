-- A device sends for one account only, the first that sent from it.
CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id)
);
