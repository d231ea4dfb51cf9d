-- Who may read and write about which participation. Both ends are positions of the member's counter, so that a
-- device learns of a right gained or lost in the same order as of the records themselves.
CREATE TABLE access (
    member TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    participation TEXT NOT NULL,
    granted BIGINT NOT NULL,
    revoked BIGINT,
    PRIMARY KEY (member, account, participation),
    FOREIGN KEY (member, participation) REFERENCES participations (member, id)
);

CREATE INDEX access_of_account ON access (account, participation);
CREATE INDEX access_to_participation ON access (member, participation);
