-- something that is wrong, from the run that first showed it until a run shows it well
CREATE TABLE incident (
  id INTEGER PRIMARY KEY,
  project TEXT NOT NULL,
  branch TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  commit_sha TEXT,
  run_id TEXT NOT NULL REFERENCES run (id),
  opened INTEGER NOT NULL,
  closed INTEGER,
  UNIQUE (project, branch, subject, run_id)
);

-- what is to be said of an incident on a channel: once
CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident (id),
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  due INTEGER NOT NULL,
  UNIQUE (incident_id, channel)
);
CREATE INDEX notice_due ON notice (state, due);

-- runs that were looked at for incidents
CREATE TABLE noticed_run (
  run_id TEXT NOT NULL PRIMARY KEY REFERENCES run (id)
);
