INSERT INTO family (kind, shared) VALUES ('version', 0.0)
