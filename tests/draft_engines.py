#!/usr/bin/env python3
"""Real engines run the drafts that diff writes.   draft_engines.py ERMAID FOLDER

FOLDER holds pairs (NAME/before.sql, NAME/after.sql; provenance.tsv tells their
dialects). Each draft, with its marked statements taken in, runs behind before.sql
in an engine without rows, and what the engine then holds must be after.sql; so it
must be for the draft to after.sql drawn as Mermaid, as far as that can say. An
engine that is not installed is skipped, and that is said.
"""
import csv
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ERMAID, CORPUS = sys.argv[1:3]
ONLY = sys.argv[3:]


def run(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, **more)


class Postgres:
    def __init__(self, folder):
        self.folder = folder
        tools = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        self.found = bool(tools)
        if not self.found:
            return
        self.tool = lambda name: os.path.join(tools[-1], name)
        self.user = {"cwd": folder}
        if os.getuid() == 0:  # PostgreSQL refuses to be root
            shutil.chown(folder, "postgres", "postgres")
            self.user |= {"user": "postgres", "group": "postgres", "extra_groups": []}
        self.data = os.path.join(folder, "data")
        run(self.tool("initdb"), "-D", self.data, "-U", "ermaid", "-A", "trust", **self.user)
        subprocess.run([self.tool("pg_ctl"), "-D", self.data, "-w", "-l", os.path.join(folder, "log"), "-o",
                        f"-k {folder} -c listen_addresses='' -F", "start"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, **self.user)
        self.to = ("-h", folder, "-U", "ermaid")

    def feed(self, text, *options):
        return run(self.tool("psql"), *self.to, "-q", "-d", self.name, *options, input=text, **self.user)

    def open(self, name, before):
        self.name = name.replace("-", "_").replace(".", "_").lower()
        run(self.tool("createdb"), *self.to, self.name, **self.user)
        self.feed(before)  # owners and the like may not be there

    def change(self, draft):
        return self.feed(draft, "-v", "ON_ERROR_STOP=1")

    def dump(self):
        return run(self.tool("pg_dump"), *self.to, "-s", self.name, **self.user).stdout

    def stop(self):
        run(self.tool("pg_ctl"), "-D", self.data, "-m", "immediate", "stop", **self.user)


class MariaDb:
    def __init__(self, folder):
        self.folder = folder
        self.found = bool(shutil.which("mariadbd") and shutil.which("mariadb-install-db"))
        if not self.found:
            return
        data, self.socket = os.path.join(folder, "data"), os.path.join(folder, "s")
        user = [f"--user={'root' if os.getuid() == 0 else os.environ.get('USER', '')}"]
        run("mariadb-install-db", f"--datadir={data}", "--auth-root-authentication-method=normal", *user)
        self.server = subprocess.Popen(
            ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={self.socket}", "--skip-networking",
             f"--pid-file={folder}/pid", *user], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.to = ("--no-defaults", f"--socket={self.socket}", "-uroot")
        for _ in range(100):
            if run("mariadb", *self.to, input=b"SELECT 1").returncode == 0:
                break
            self.server.poll()
            subprocess.run(["sleep", "0.2"], check=True)

    def feed(self, text, *options):
        return run("mariadb", *self.to, *options, input=text)

    def open(self, name, before):
        self.name = "x_" + "".join(c if c.isalnum() else "_" for c in name)
        self.feed(f"CREATE DATABASE {self.name}".encode())
        self.feed(before, "--force", self.name)

    def change(self, draft):
        return self.feed(draft, self.name)

    def dump(self):
        text = run("mariadb-dump", *self.to, "--no-data", self.name).stdout
        # what a table says of its character set is not in the model
        return re.sub(rb" (COLLATE|CHARACTER SET)[ =]\w+", b"", text)

    def stop(self):
        self.server.terminate()
        self.server.wait()


class Sqlite:
    def __init__(self, folder):
        self.found = bool(shutil.which("sqlite3"))
        self.folder = folder

    def open(self, name, before):
        self.path = os.path.join(self.folder, name)
        run("sqlite3", self.path, input=before)

    def change(self, draft):
        return run("sqlite3", "-bail", self.path, input=draft)

    def dump(self):
        return run("sqlite3", self.path, ".schema").stdout

    def stop(self):
        pass


def ermaid(*arguments):
    done = subprocess.run([ERMAID, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return done.stdout


def draft(dialect, old, new):
    text = ermaid("diff", "--dialect", dialect, "--to", "sql", old, new)
    return b"\n".join(line.removeprefix(b"-- ? ") for line in text.split(b"\n"))


def verify(dialect, paths):
    """What differs, line by line; queries of views are in no draft."""
    said = ermaid("verify", "--dialect", dialect, *paths).decode()
    return [] if said.startswith("the same") else [line for line in said.splitlines()
                                                   if not line.startswith(("Beside tables", "  + view"))]


def run_draft(engine, dialect, name, old, new):
    """What the engine says against the draft; None: the draft needs what no model has."""
    engine.open(name, open(old, "rb").read())
    done = engine.change(draft(dialect, old, new))
    said = done.stdout.decode()
    if done.returncode and any(word in said for word in ("ERROR:  function", "is not available", "DETAIL:  view")):
        print(f"{dialect}: {name}: SKIPPED,", next(line for line in said.splitlines() if "ERROR" in line))
        return None
    return "the engine refuses the draft:\n" + said[:800] if done.returncode else ""


def try_draft(engine, dialect, name, old, new, wanted):
    """What is wrong with the draft to `new`; `wanted`: what the engine should then hold."""
    said = run_draft(engine, dialect, name, old, new)
    if said != "":
        return said
    held = os.path.join(engine.folder, "held.sql")
    with open(held, "wb") as file:
        file.write(engine.dump())
    return "\n".join(verify(dialect, (held, wanted))[:12])


def try_pair(engine, dialect, name, folder):
    """What is wrong with the drafts to the schema, and to the drawing of it."""
    old, new = (os.path.join(CORPUS, name, which + ".sql") for which in ("before", "after"))
    wanted, plan = os.path.join(folder, "wanted.sql"), os.path.join(folder, "plan.mmd")
    engine.open(name + "_after", open(new, "rb").read())
    with open(wanted, "wb") as file:
        file.write(engine.dump())
    ermaid("convert", "--dialect", dialect, new, "-o", plan)
    return [try_draft(engine, dialect, name, old, new, wanted),
            try_draft(engine, dialect, name + "_plan", old, plan, plan)]


def main():
    with open(os.path.join(CORPUS, "provenance.tsv"), encoding="utf-8") as file:
        pairs = [(row["name"], row["dialect"]) for row in csv.DictReader(file, delimiter="\t")]
    failed = False
    for dialect, kind in (("postgres", Postgres), ("mysql", MariaDb), ("sqlite", Sqlite)):
        with tempfile.TemporaryDirectory() as folder:
            engine = kind(folder)
            if not engine.found:
                print(f"{dialect}: SKIPPED, the engine is not installed")
                continue
            good = n = 0
            try:
                for name, of in pairs:
                    if of != dialect or (ONLY and name not in ONLY):
                        continue
                    for said in try_pair(engine, dialect, name, folder):
                        n += said is not None
                        good += said == ""
                        if said:
                            print(f"{dialect}: {name}\n{said}")
            finally:
                engine.stop()
            print(f"{dialect}: {good} of {n} drafts lead where they should")
            failed |= good < n
    sys.exit(failed)


main()
