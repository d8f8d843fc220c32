#!/usr/bin/env python3
"""verify must say no to scripts that went wrong.   verify_mutations.py ERMAID

A schema, a migration and what it leads to; then a hundred mutations of the
migration from a fixed seed: a statement left out, a type changed, a column
misspelt, a key put on another table. Each must be refused, and what is said
must name the table that the mutated statement is about.
"""
import os
import random
import re
import subprocess
import sys
import tempfile

OLD = """
CREATE TABLE users (id bigint PRIMARY KEY, login text NOT NULL UNIQUE, bio text, address text);
CREATE TABLE teams (id bigint PRIMARY KEY, name varchar(80) NOT NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id), state text);
CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders (id), amount integer);
CREATE TYPE mood AS ENUM ('sad', 'ok');
"""

MIGRATION = """
CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE, bio text, address text);
ALTER TABLE users DROP COLUMN bio;
ALTER TABLE users DROP COLUMN address;
ALTER TABLE users ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE teams ADD COLUMN owner_id bigint REFERENCES users (id);
ALTER TABLE teams ADD CONSTRAINT teams_name_key UNIQUE (name);
ALTER TABLE orders ALTER COLUMN state SET NOT NULL;
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new';
CREATE INDEX orders_by_state ON orders (state);
ALTER TABLE items ALTER COLUMN amount TYPE bigint;
ALTER TABLE items RENAME COLUMN amount TO quantity;
CREATE TABLE members (team_id bigint NOT NULL REFERENCES teams (id), user_id bigint NOT NULL REFERENCES users (id), PRIMARY KEY (team_id, user_id));
COMMENT ON TABLE members IS 'who is in which team';
ALTER TYPE mood ADD VALUE 'happy';
"""

TYPES = ["bigint", "integer", "text", "timestamptz", "numeric(9,2)", "uuid"]
TABLES = ["users", "teams", "orders", "items"]


def leave_out(rng, statement):
    return ""


def change_type(rng, statement):
    found = [m for m in re.finditer(r"\b(bigint|text|timestamptz)\b", statement)]
    if not found:
        return None
    m = rng.choice(found)
    new = rng.choice([t for t in TYPES if t != m.group()])
    return statement[:m.start()] + new + statement[m.end():]


def misspell(rng, statement):
    columns = re.findall(r"COLUMN (\w+)|\((\w+)\);|(\w+) bigint", statement)
    names = [n for row in columns for n in row if n]
    if not names:
        return None
    name = rng.choice(names)
    return re.sub(rf"\b{name}\b", name + name[-1], statement, count=1)


def move_key(rng, statement):
    m = re.search(r"REFERENCES (\w+)", statement)
    if not m:
        return None
    other = rng.choice([t for t in TABLES if t != m.group(1)])
    return statement[:m.start(1)] + other + statement[m.end(1):]


def table_of(statement):
    m = re.search(r"(?:CREATE TABLE|ALTER TABLE|ON TABLE|TYPE|INDEX \w+ ON) (\w+)", statement)
    return m.group(1)


def verify(ermaid, *files):
    return subprocess.run([ermaid, "verify", "--dialect", "postgres", *files],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)


def main():
    ermaid = os.path.abspath(sys.argv[1])
    statements = [s + ";" for s in MIGRATION.strip().rstrip(";").split(";\n")]
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in (("old.sql", OLD), ("up.sql", "\n".join(statements)),
                           ("new.sql", OLD + MIGRATION)):
            with open(name, "w", encoding="utf-8") as f:
                f.write(text)
        run = verify(ermaid, "old.sql", "up.sql", "new.sql")
        assert run.returncode == 0 and run.stdout == "the same\n", run
        done = 0
        while done < 100:
            at = rng.randrange(len(statements))
            mutate = rng.choice([leave_out, change_type, misspell, move_key])
            mutated = mutate(rng, statements[at])
            if mutated is None or mutated == statements[at]:
                continue
            with open("bad.sql", "w", encoding="utf-8") as f:
                f.write("\n".join(statements[:at] + [mutated] + statements[at + 1:]))
            run = verify(ermaid, "old.sql", "bad.sql", "new.sql")
            said = run.stdout + run.stderr
            if run.returncode not in (1, 10) or table_of(statements[at]) not in said:
                print(f"not refused: {mutated or 'without ' + statements[at]}\n{said}")
                return 1
            done += 1
    print("100 mutations refused")
    return 0


sys.exit(main())
