-- What was sent and refused, kept as it came with the reason. A text is found again by the device that sent it
-- and its digest, so that sending it twice gives the same answer twice.
CREATE TABLE quarantine (
    device TEXT NOT NULL REFERENCES devices (id),
    digest TEXT NOT NULL,
    text TEXT NOT NULL,
    refusal TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (device, digest)
);
