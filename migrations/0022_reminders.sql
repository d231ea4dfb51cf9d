-- Reminders on phones. A row of push_subscriptions is where one phone's browser is reached, and as long as that phone is
-- signed in: it is named after the phone's key, or after its session where it has none. The key that the server proves
-- itself with to push services is the installation's. A row of reminded is a reminder that was sent, or is to be tried
-- again: it is written before anything is sent, so that no two processes send the same.
CREATE TABLE push_keys (
    number BIGINT PRIMARY KEY,
    private TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE TABLE push_subscriptions (
    association TEXT NOT NULL REFERENCES associations (id),
    account TEXT NOT NULL REFERENCES accounts (id),
    entrance TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    public TEXT NOT NULL,
    auth TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (association, account, entrance)
);

CREATE TABLE reminded (
    association TEXT NOT NULL REFERENCES associations (id),
    account TEXT NOT NULL REFERENCES accounts (id),
    month TEXT NOT NULL,
    late BIGINT NOT NULL,
    at BIGINT NOT NULL,
    again_at BIGINT,
    PRIMARY KEY (association, account, month, late)
);
