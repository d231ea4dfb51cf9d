-- What figures have left the member, so that they stay as they were, and so that later ones do not give small groups
-- away. The memory holds hidden counts too: it is as confidential as the members' own figures. Its version says that
-- nothing was released in between.
CREATE TABLE releases (
    association TEXT NOT NULL REFERENCES associations (id),
    report TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    body TEXT NOT NULL,
    released_at BIGINT NOT NULL,
    PRIMARY KEY (association, report, first_day, last_day)
);

CREATE TABLE release_memories (
    association TEXT PRIMARY KEY REFERENCES associations (id),
    version BIGINT NOT NULL,
    body TEXT NOT NULL
);
