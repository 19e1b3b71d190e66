-- an incident is what people deal with: signs of one project, branch, environment and direction that one commit may explain
ALTER TABLE incident ADD COLUMN environment TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN worse INTEGER NOT NULL DEFAULT 1;
ALTER TABLE incident ADD COLUMN state TEXT NOT NULL DEFAULT 'new';
ALTER TABLE incident ADD COLUMN owner TEXT;
ALTER TABLE incident ADD COLUMN issue_url TEXT;
ALTER TABLE incident ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
-- the last run that certainly lies before the cause, and the last one that may be the first behind it
ALTER TABLE incident ADD COLUMN after_run_id TEXT REFERENCES run (id);
ALTER TABLE incident ADD COLUMN until_run_id TEXT REFERENCES run (id);
CREATE INDEX incident_scope ON incident (project, branch, environment, worse);

-- what shows that something is wrong: a red series or litmus test until a run shows it well, or a change of level
CREATE TABLE incident_sign (
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  detail TEXT NOT NULL,
  ratio REAL,
  series_id INTEGER REFERENCES series (id),
  test_id INTEGER REFERENCES stress_test (id),
  change_id INTEGER REFERENCES change_point (id),
  run_id TEXT NOT NULL REFERENCES run (id),
  seen_run_id TEXT NOT NULL REFERENCES run (id),
  opened INTEGER NOT NULL,
  closed INTEGER,
  UNIQUE (incident_id, subject, run_id),
  UNIQUE (change_id)
);
CREATE INDEX incident_sign_closed ON incident_sign (closed);

-- what was said and decided, in order
CREATE TABLE incident_event (
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  before TEXT,
  text TEXT
);
CREATE INDEX incident_event_incident ON incident_event (incident_id);

-- what was said before there were signs: each incident was one
UPDATE incident SET until_run_id = run_id, state = CASE WHEN closed IS NULL THEN 'new' ELSE 'fixed' END,
 environment = (SELECT e.name FROM run r JOIN env_class e ON e.id = r.env_class_id WHERE r.id = incident.run_id);
INSERT INTO incident_sign (incident_id, subject, name, detail, series_id, test_id, run_id, seen_run_id, opened, closed)
 SELECT i.id, i.subject, substr(i.subject, 8), i.detail,
  CASE WHEN i.subject LIKE 'series %' THEN CAST(substr(i.subject, 8) AS INTEGER) END,
  CASE WHEN i.subject LIKE 'litmus %' THEN (SELECT t.id FROM stress_test t JOIN project p ON p.id = t.project_id
   WHERE p.name = i.project AND t.name = substr(i.subject, 8)) END,
  i.run_id, i.run_id, i.opened, i.closed FROM incident i;
