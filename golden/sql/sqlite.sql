-- What .schema prints: the author's own spelling.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE people (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  [full name] VARCHAR(255) COLLATE NOCASE NOT NULL,
  `height` DECIMAL ( 10 , 2 ) DEFAULT -1.5,
  'single' UNSIGNED BIG INT DEFAULT (1 + 2),
  flag BOOLEAN NOT NULL ON CONFLICT REPLACE DEFAULT FALSE,
  twice AS (id * 2),
  CHECK (flag IN (0, 1)) -- last; comment
);
CREATE TABLE typeless (a, b NOT NULL, c DEFAULT 'x;y', PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE TABLE "friends" (a INTEGER NOT NULL, b INTEGER NOT NULL REFERENCES People ON DELETE CASCADE, PRIMARY KEY(a,b),
  FOREIGN KEY(a) REFERENCES people(id) CONSTRAINT other FOREIGN KEY(b) REFERENCES nowhere(id));
CREATE UNIQUE INDEX part ON people (height) WHERE height IS NOT NULL;
CREATE UNIQUE INDEX plain ON people ("full name" COLLATE NOCASE DESC);
CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize = 'porter');
CREATE TRIGGER tr AFTER INSERT ON people WHEN new.id > 1 BEGIN
  INSERT INTO typeless VALUES ('a', CASE WHEN 1 THEN 2 ELSE 3 END, x'00'); -- END; not yet
  UPDATE people SET flag = 'CREATE TABLE nope (x)';
END;
ALTER TABLE people ADD COLUMN late TEXT NOT NULL DEFAULT 'z';
ALTER TABLE people RENAME COLUMN late TO latest;
CREATE TABLE new_friends (a INTEGER, b INTEGER);
INSERT INTO new_friends SELECT a, b FROM friends;
DROP TABLE friends;
ALTER TABLE new_friends RENAME TO friends;
CREATE TABLE some AS SELECT p.id, "full name" AS name, a.* FROM people p JOIN typeless AS a ON 1 WHERE 1;
COMMIT;
