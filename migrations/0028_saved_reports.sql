-- Reports that somebody saved, so that they can be made again to the digit: what they are about, and how far everything
-- went that they were computed from. No figure is kept, only a hash that says whether another making gives the same ones.
CREATE TABLE saved_reports (
    association TEXT NOT NULL REFERENCES associations (id),
    id TEXT NOT NULL,
    audience TEXT NOT NULL,
    definition TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    saved_by TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (association, id)
);
