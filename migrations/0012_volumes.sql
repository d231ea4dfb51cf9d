-- What structural interventions counted: occasions and attendances, and nobody who came. A number that is corrected
-- becomes a new version; the newest is the one that counts, and the earlier stay.
CREATE TABLE volumes (
    member TEXT NOT NULL,
    intervention TEXT NOT NULL,
    held TEXT NOT NULL,
    activity TEXT NOT NULL,
    version BIGINT NOT NULL,
    occasions BIGINT,
    attendances BIGINT,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (member, intervention, held, activity, version),
    FOREIGN KEY (member, intervention) REFERENCES interventions (member, id)
);
