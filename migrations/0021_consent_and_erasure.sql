-- What ends a registration for good. A stay whose consent was withdrawn takes nothing more in. Of a stay that was erased
-- nothing is left but that it was there: its mark stands at a position of the member's counter, so that devices and
-- dashboards learn of it in the same order as of records. How long a member keeps a stay that is over is the member's
-- own decision; without one, nothing is erased by time.
-- Whose a stay is, empty where it is nobody's: nobody enrols a person whom somebody else follows.
ALTER TABLE participations ADD COLUMN withdrawn TEXT;
ALTER TABLE participations ADD COLUMN person TEXT;

CREATE INDEX participations_of_person ON participations (member, person);

CREATE TABLE erased (
    member TEXT NOT NULL REFERENCES members (id),
    participation TEXT NOT NULL,
    position BIGINT NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (member, participation)
);

CREATE INDEX erased_since ON erased (member, position);

CREATE TABLE retention (
    member TEXT PRIMARY KEY REFERENCES members (id),
    months BIGINT NOT NULL
);
