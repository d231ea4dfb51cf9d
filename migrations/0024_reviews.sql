-- What was done about a record that had been put aside: taken in after all, corrected by another one, or discarded, by
-- whom and why. The record itself stays as it came; it goes only when the person is erased, and its review with it.
CREATE TABLE quarantine_reviews (
    device TEXT NOT NULL,
    digest TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    account TEXT NOT NULL REFERENCES accounts (id),
    reviewed_at BIGINT NOT NULL,
    PRIMARY KEY (device, digest),
    FOREIGN KEY (device, digest) REFERENCES quarantine (device, digest)
);
