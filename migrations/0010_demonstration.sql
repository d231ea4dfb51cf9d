-- The accounts that a demonstration hands out links for, one for each role.
CREATE TABLE demonstration_accounts (
    role TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id)
);
