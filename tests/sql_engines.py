"""SQL through the real engines: what --to sql writes is accepted by the engine,
and what the engine then says of it means the same.

    sql_engines.py ERMAID GOLDEN [CORPUS [NAME...]]

Each schema is written in its own dialect, and in the two others. Engines that
are not installed are skipped with a notice. They run in a folder of their own,
and are reached through a socket in it only.
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

ERMAID, GOLDEN = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
CORPUS = os.path.abspath(sys.argv[3]) if len(sys.argv) > 3 else None
NAMES = sys.argv[4:]  # of schemas, of the corpus; none: all

# Schemas that an engine takes from no one as they are, and why.
REFUSED = {
    ("postgrest-spec", "postgres"): "a foreign table's server is not in the model",
    ("postgrest-spec", "mysql"): "MySQL has no names that end in a blank",
    ("powerdns-mysql", "mysql"): "character sets are not in the model, and allow long columns",
    ("temporal-visibility-pg", "postgres"): "its extension is created by a DO block, which is not run",
}


def run(*args, **more):
    return subprocess.run(args, capture_output=True, timeout=300, **more)


def must(*args, **more):
    p = run(*args, **more)
    if p.returncode != 0:
        raise RuntimeError(f"{os.path.basename(args[0])}: {p.stderr.decode(errors='replace')[-600:]}")
    return p.stdout


class Engine:
    """A server, or none, with one empty database after another."""

    def __init__(self, folder):
        self.folder, self.user = folder, {}

    def become(self, name):  # servers refuse to be root
        if os.getuid() == 0:
            shutil.chown(self.folder, name, name)
            self.user = {"user": name, "group": name, "extra_groups": []}

    def stop(self):
        pass


class Postgres(Engine):
    @staticmethod
    def find():
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
        return found and os.path.dirname(found[-1])

    def tool(self, name):
        return os.path.join(self.find(), name)

    def start(self):
        self.become("postgres")
        self.data = os.path.join(self.folder, "data")
        must(self.tool("initdb"), "-D", self.data, "-U", "ermaid", "-A", "trust", "-N", "-E", "UTF8",
             "--locale=C", cwd=self.folder, **self.user)
        # no pipes to the server: it would keep them open
        subprocess.run([self.tool("pg_ctl"), "-D", self.data, "-w", "-l", os.path.join(self.folder, "log"),
                        "-o", f"-k {self.folder} -c listen_addresses='' -F", "start"], check=True,
                       cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120,
                       **self.user)

    def ask(self, tool, database, *args, **more):
        return must(self.tool(tool), "-h", self.folder, "-U", "ermaid", "-d", database, *args,
                    cwd=self.folder, **self.user, **more)

    def take(self, text):
        self.ask("psql", "template1", "-q", "-c", "DROP DATABASE IF EXISTS x WITH (FORCE)")
        self.ask("psql", "template1", "-q", "-c", "CREATE DATABASE x TEMPLATE template0")
        self.ask("psql", "x", "-q", "-v", "ON_ERROR_STOP=1", input=text)
        return self.ask("pg_dump", "x", "-s")

    def stop(self):
        run(self.tool("pg_ctl"), "-D", self.data, "-m", "immediate", "stop", cwd=self.folder, **self.user)


class MariaDB(Engine):
    @staticmethod
    def find():
        return shutil.which("mariadbd") or (os.path.exists("/usr/sbin/mariadbd") and "/usr/sbin/mariadbd")

    def start(self):
        self.become("mysql")
        data, self.socket = os.path.join(self.folder, "data"), os.path.join(self.folder, "s")
        must("mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db",
             "--auth-root-authentication-method=normal", cwd=self.folder, **self.user)
        self.server = subprocess.Popen(
            [self.find(), "--no-defaults", f"--datadir={data}", f"--socket={self.socket}", "--skip-networking",
             f"--pid-file={self.folder}/pid", f"--log-error={self.folder}/log",
             "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-flush-method=nosync"],
            cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            **self.user)
        until = time.monotonic() + 60
        while run("mariadb-admin", *self.to(), "ping").returncode and time.monotonic() < until:
            time.sleep(0.2)

    def to(self):
        return "--no-defaults", f"--socket={self.socket}", "-uroot"

    def take(self, text):
        must("mariadb", *self.to(), "-e", "DROP DATABASE IF EXISTS x; "
             "CREATE DATABASE x CHARACTER SET utf8mb4")
        must("mariadb", *self.to(), "x", input=text)
        return must("mariadb-dump", *self.to(), "--no-data", "--skip-comments", "x")

    def stop(self):
        self.server.terminate()
        self.server.wait(60)


class SQLite(Engine):
    @staticmethod
    def find():
        return shutil.which("sqlite3")

    def start(self):
        self.path = os.path.join(self.folder, "db")

    def take(self, text):
        if os.path.exists(self.path):
            os.remove(self.path)
        must("sqlite3", "-bail", self.path, input=text)
        return must("sqlite3", self.path, ".schema")


ENGINES = {"postgres": Postgres, "mysql": MariaDB, "sqlite": SQLite}


def model(text, dialect):
    said = must(ERMAID, "convert", "-q", "--lang", "sql", "--dialect", dialect, "--to", "json", "-", input=text)
    return json.loads(said)


def translate(path, of, to):
    return must(ERMAID, "convert", "-q", "--lang", "sql", "--from", of, "--dialect", to, "--to", "sql", path,
                "-o", "-")


def meaning(text, dialect):
    """Of the model, what survives: types, keys, nullability, references."""
    out = {}
    for t in model(text, dialect)["tables"]:
        out[f"{t['schema']}.{t['name']}"] = {
            "kind": t["kind"],
            "columns": [(c["name"], c["type"], c["nullable"], c["default"] is not None, c.get("identity"),
                         bool(c.get("generated")), c.get("enum")) for c in t["columns"]],
            "primary key": t["primary_key"],
            "uniques": sorted(map(sorted, t["uniques"])),
            "references": sorted((f["columns"], f["ref_table"], f["ref_columns"], f["on_delete"], f["on_update"])
                                 for f in t["foreign_keys"]),
        }
    return out


def same_meaning(path, dialect, said):
    """Of a schema in its own dialect: what the engine says of what we wrote."""
    bad = []
    want, got = meaning(open(path, "rb").read(), dialect), meaning(said, dialect)
    virtual = [n for n, t in want.items() if t["kind"] == "virtual_table"]
    got = {n: t for n, t in got.items() if n in want or not any(n.startswith(v + "_") for v in virtual)}
    for name in sorted(want.keys() | got.keys()):
        if want.get(name) != got.get(name):
            bad.append(f"{name}\n  wanted {want.get(name)}\n  got    {got.get(name)}")
    return bad


def same_columns(path, of, to, said):
    """Of a translation: the tables are there, with their columns in order."""
    bad = []
    columns = lambda m: [(t["name"].lower(), [c["name"] for c in t["columns"]]) for t in m["tables"]
                         if t["kind"] in ("table", "partitioned_table", "foreign_table")]
    got = columns(model(said, to))
    for name, names in columns(model(open(path, "rb").read(), of)):
        # a schema before the name, or a number behind it
        if (names or to == "postgres") and not any(name in n and g == names for n, g in got):
            bad.append(f"{name}: wanted {names}")
    return bad


def diagrams(to):
    """Statements in a dialect for each diagram that is not broken on purpose."""
    folder = os.path.join(os.path.dirname(GOLDEN), "mermaid")
    for path in sorted(glob.glob(os.path.join(folder, "*.mmd"))):
        if os.path.basename(path).startswith(("bad-", "crash-")):
            continue
        p = run(ERMAID, "convert", "-q", "--dialect", to, "--to", "sql", path, "-o", "-")
        if p.returncode == 0:
            yield os.path.basename(path), p.stdout


def main():
    failed = 0
    paths = [os.path.join(GOLDEN, d + ".sql") for d in ENGINES]
    for d in ENGINES if CORPUS else ():
        paths += sorted(glob.glob(os.path.join(CORPUS, d, "*.sql")))
    if NAMES:
        paths = [p for p in paths if os.path.basename(p)[:-4] in NAMES]
    for to, kind in ENGINES.items():
        if not kind.find():
            print(f"{to}: SKIPPED, the engine is not installed")
            continue
        with tempfile.TemporaryDirectory() as folder:
            engine = kind(folder)
            engine.start()
            try:
                done = 0
                for path in paths:
                    name = os.path.basename(path)[:-4]
                    of = name if name in ENGINES else os.path.basename(os.path.dirname(path))
                    try:
                        said = engine.take(translate(path, of, to))
                        bad = same_meaning(path, of, said) if of == to else same_columns(path, of, to, said)
                    except RuntimeError as e:
                        bad = [str(e)]
                        if "is not available" in bad[0]:
                            print(f"{name} as {to}: SKIPPED, an extension is not installed")
                            continue
                    if (name, to) in REFUSED:
                        bad = [] if bad else ["is accepted now"]
                    done += 1
                    if bad:
                        failed += 1
                        print(f"{of}/{name} as {to}: {len(bad)} of its tables differ")
                        print("\n".join(bad[:3]))
                drawn = 0
                for name, text in diagrams(to) if not NAMES else ():
                    drawn += 1
                    try:
                        engine.take(text)
                    except RuntimeError as e:
                        failed += 1
                        print(f"{name} as {to}: {e}")
                print(f"{to}: {done} schemas, {drawn} diagrams")
                failed += not NAMES and not drawn
            finally:
                engine.stop()
    sys.exit(failed > 0)


main()
