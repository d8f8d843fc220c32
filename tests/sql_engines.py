"""SQL through the real engines: what --to sql writes is accepted by the engine,
and what the engine then says of it means the same.

    sql_engines.py ERMAID GOLDEN

Engines that are not installed are skipped with a notice. They run in a folder
of their own, and are reached through a socket in it only.
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

ERMAID, GOLDEN = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])


def run(*args, **more):
    return subprocess.run(args, capture_output=True, timeout=300, **more)


def must(*args, **more):
    p = run(*args, **more)
    if p.returncode != 0:
        sys.exit(f"{args[0]}: {p.stderr.decode(errors='replace')[:2000]}")
    return p.stdout


def convert(text, dialect, to):
    return must(ERMAID, "convert", "-q", "--lang", "sql", "--dialect", dialect,
                "--to", to, "-", input=text)


def meaning(text, dialect):
    """Of the model, what survives: types, keys, nullability, references."""
    model = json.loads(convert(text, dialect, "json"))
    out = {}
    for t in model["tables"]:
        out[f"{t['schema']}.{t['name']}"] = {
            "kind": t["kind"],
            "columns": [(c["name"], c["type"], c["nullable"],
                         c["default"] is not None, c.get("identity"),
                         bool(c.get("generated")), c.get("enum"))
                        for c in t["columns"]],
            "primary key": t["primary_key"],
            "uniques": sorted(map(sorted, t["uniques"])),
            "references": sorted(
                (f["columns"], f["ref_table"], f["ref_columns"],
                 f["on_delete"], f["on_update"]) for f in t["foreign_keys"]),
        }
    return out


def postgres(text, folder):
    """What pg_dump says of a database with this text."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if not found:
        return None
    tools = os.path.dirname(found[-1])
    tool = lambda name: os.path.join(tools, name)
    user = {}
    if os.getuid() == 0:  # PostgreSQL refuses to be root
        shutil.chown(folder, "postgres", "postgres")
        user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    data = os.path.join(folder, "data")
    must(tool("initdb"), "-D", data, "-U", "ermaid", "-A", "trust", cwd=folder, **user)
    # no pipes to the server: it would keep them open
    subprocess.run([tool("pg_ctl"), "-D", data, "-w", "-l", os.path.join(folder, "log"), "-o",
                    f"-k {folder} -c listen_addresses='' -F", "start"], check=True, cwd=folder,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, **user)
    try:
        to = ("-h", folder, "-U", "ermaid", "-d", "postgres")
        must(tool("psql"), *to, "-q", "-v", "ON_ERROR_STOP=1", input=text, cwd=folder, **user)
        return must(tool("pg_dump"), *to, "-s", cwd=folder, **user)
    finally:
        run(tool("pg_ctl"), "-D", data, "-m", "immediate", "stop", cwd=folder, **user)


def sqlite(text, folder):
    if not shutil.which("sqlite3"):
        return None
    path = os.path.join(folder, "db")
    must("sqlite3", "-bail", path, input=text)
    return must("sqlite3", path, ".schema")


def main():
    failed = False
    for dialect, engine in (("postgres", postgres), ("sqlite", sqlite)):
        source = open(os.path.join(GOLDEN, dialect + ".sql"), "rb").read()
        written = convert(source, dialect, "sql")
        with tempfile.TemporaryDirectory() as folder:
            said = engine(written, folder)
        if said is None:
            print(f"{dialect}: SKIPPED, the engine is not installed")
            continue
        want, got = meaning(source, dialect), meaning(said, dialect)
        got = {name: t for name, t in got.items() if name in want or t["kind"] != "table"
               or not name.startswith("None.words_")}  # fts5's own tables
        for name in sorted(want.keys() | got.keys()):
            if want.get(name) != got.get(name):
                failed = True
                print(f"{dialect}: {name}\n  wanted {want.get(name)}\n  got    {got.get(name)}")
        print(f"{dialect}: {len(want)} tables")
    sys.exit(failed)


main()
