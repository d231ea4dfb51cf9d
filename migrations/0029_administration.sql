-- What is said of members and interventions by those who look after them. What an import has made says none of it: then a
-- member is open, and an intervention is for individuals and has no end.
ALTER TABLE members ADD COLUMN closed TEXT;

ALTER TABLE interventions ADD COLUMN orientation TEXT;
ALTER TABLE interventions ADD COLUMN part_of TEXT;
ALTER TABLE interventions ADD COLUMN starts TEXT;
ALTER TABLE interventions ADD COLUMN ends TEXT;
