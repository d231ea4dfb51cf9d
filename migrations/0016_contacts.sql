-- The last contact of each device: when, by the server's clock, with which version of the app, and what waited on it by
-- its own account. Nothing is decided by it: it is told to who follows the person, and to the person on a new device.
CREATE TABLE contacts (
    association TEXT NOT NULL REFERENCES associations (id),
    account TEXT NOT NULL REFERENCES accounts (id),
    device TEXT NOT NULL,
    first_at BIGINT NOT NULL,
    at BIGINT NOT NULL,
    app TEXT NOT NULL,
    waiting BIGINT,
    waiting_since BIGINT,
    PRIMARY KEY (association, account, device)
);
