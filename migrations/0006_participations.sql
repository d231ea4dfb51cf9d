-- What a record about a participation is judged by. It repeats what the participation's records say, and is written
-- in the same transaction as they are.
CREATE TABLE participations (
    member TEXT NOT NULL,
    id TEXT NOT NULL,
    intervention TEXT NOT NULL,
    started TEXT NOT NULL,
    PRIMARY KEY (member, id),
    FOREIGN KEY (member, intervention) REFERENCES interventions (member, id)
);
