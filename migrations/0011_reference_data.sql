-- Price lists and questionnaires that are brought from outside. Every one that was ever taken stays as it came, since
-- figures and answers refer to it. A price list is an association's own, and the newest of them is the one it reckons
-- with; a questionnaire is published, and the same for everybody.
CREATE TABLE price_lists (
    association TEXT NOT NULL REFERENCES associations (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (association, position)
);

CREATE TABLE instruments (
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    digest TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
