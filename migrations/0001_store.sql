-- One row about the store itself. The epoch names one life of it: a restore from a backup begins another, and
-- devices then send again what the backup lacked. A demonstration remembers the month its data were moved to, so
-- that a load which was interrupted goes on with the same dates.
CREATE TABLE store (
    only_row BIGINT PRIMARY KEY CHECK (only_row = 1),
    epoch TEXT NOT NULL,
    demonstration_until TEXT
);
