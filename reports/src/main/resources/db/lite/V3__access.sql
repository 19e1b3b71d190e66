-- who may do what; the token itself is shown once and kept nowhere, project NULL stands for all of them
CREATE TABLE api_token (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  digest TEXT NOT NULL,
  scope TEXT NOT NULL,
  project TEXT,
  created INTEGER NOT NULL,
  expires INTEGER,
  revoked INTEGER,
  last_used INTEGER,
  UNIQUE (digest)
);

-- what was changed, or refused: by whom, when, from where
CREATE TABLE audit_log (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  token_id INTEGER REFERENCES api_token (id),
  action TEXT NOT NULL,
  project TEXT,
  target TEXT,
  remote TEXT NOT NULL,
  status INTEGER NOT NULL
);
CREATE INDEX audit_log_at ON audit_log (at);
