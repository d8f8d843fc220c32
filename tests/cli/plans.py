#!/usr/bin/env python3
"""Drafts from plans lead to the plan, and change nothing else.

    plans.py ERMAID FOLDER [NAME…]

FOLDER holds pairs NAME/before.sql and NAME/after.sql (their dialects are in
provenance.tsv, where there is one), or schemas DIALECT/NAME.sql. Each later
schema is drawn as Mermaid and as D2; the draft from the earlier one to the
drawing, with its marked statements taken in, replayed on the earlier one, must be
the drawing. What a diagram cannot say of tables and columns that stay must be as
it was, and a schema's own drawing asks for nothing.
"""
import csv
import glob
import json
import os
import subprocess
import sys
import tempfile

ERMAID, FOLDER = sys.argv[1:3]
ONLY = sys.argv[3:]


def ermaid(*arguments):
    return subprocess.run([ERMAID, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          check=False, timeout=120).stdout


def cases():
    """name, dialect, earlier and later schema"""
    known = os.path.join(FOLDER, "provenance.tsv")
    pairs = [path.replace("after.sql", "before.sql")
             for path in sorted(glob.glob(os.path.join(FOLDER, "*", "after.sql")))]
    pairs = [path for path in pairs if os.path.exists(path)]
    if not pairs:
        for path in sorted(glob.glob(os.path.join(FOLDER, "*", "*.sql"))):
            yield os.path.basename(path), os.path.basename(os.path.dirname(path)), path, path
        return
    dialects = {}
    if os.path.exists(known):
        with open(known, encoding="utf-8") as file:
            dialects = {row["name"]: row["dialect"] for row in csv.DictReader(file, delimiter="\t")}
    for before in pairs:
        name = os.path.basename(os.path.dirname(before))
        yield name, dialects.get(name, "auto"), before, before.replace("before.sql", "after.sql")


def without_marks(text):
    return b"\n".join(line.removeprefix(b"-- ? ") for line in text.split(b"\n"))


def others(old, is_now, dialect):
    """What changed that no diagram says."""
    diff = json.loads(ermaid("diff", "--no-renames", "--dialect", dialect, "--to", "json", old, is_now))["diff"]
    columns = {(c["table"], c["column"]) for c in diff["columns"]["removed"]}
    keyed = {x["table"] for x in diff["primary_keys"]["changed"]}  # what counts is a key
    said = [f"comment of {t}" for t in diff["tables"]["comment_changed"]]
    said += [f"kind of {t}" for t in diff["tables"]["kind_changed"]]
    for c in diff["columns"]["changed"]:
        own = set(c["changes"]) - {"type", "nullable", "enum", "collation"}
        if c["table"] in keyed:
            own -= {"auto_increment"}
        if own and "type" not in c["changes"]:
            said.append(f"{c['table']}.{c['column']}: {sorted(own)}")
    for kind in ("indexes", "checks"):
        for x in diff[kind]["removed"]:
            about = x.get("columns") or [x.get("definition")]
            if not any(t == x["table"] and any(column in part for part in about + [x.get("where") or ""])
                       for t, column in columns):
                said.append(f"{kind} of {x['table']}: {about}")
        if kind == "checks":
            said += [f"new check of {x['table']}" for x in diff[kind]["added"]]
    for e in diff["enums"]["removed"]:
        said.append(f"enum {e}")
    for x in diff["foreign_keys"]["changed"]:
        said.append(f"actions of {x['table']}")
    return said


def wrong(case, language, folder):
    name, dialect, before, after = case
    of = ("--dialect", dialect)
    plan = os.path.join(folder, "plan." + language)
    draft, now = os.path.join(folder, "draft.sql"), os.path.join(folder, "now.sql")
    ermaid("convert", "--quiet", *of, after, "-o", plan)
    text = ermaid("diff", *of, "--no-renames", "--to", "sql", before, plan)
    if not text.startswith(b"-- "):
        return ["no draft"]
    if before == after:
        return [] if text == b"-- Nothing changes.\n" else text.decode().splitlines()[3:20]
    with open(draft, "wb") as file:
        file.write(without_marks(text))
    said = ermaid("verify", *of, before, draft, plan).decode().splitlines()
    lines = [line for line in said if not line.startswith("the same")]
    both = b""
    for path in (before, draft):
        with open(path, "rb") as file:
            both += file.read() + b"\n;\n"
    with open(now, "wb") as file:
        file.write(both)
    return lines + others(before, now, dialect)


def main():
    n = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in cases():
            if ONLY and case[0] not in ONLY:
                continue
            for language in ("mmd", "d2"):
                lines = wrong(case, language, folder)
                n += 1
                if lines:
                    failed += 1
                    print(case[0], language)
                    print("\n".join(lines[:12]))
    print(f"{n} plans, {failed} drafts lead elsewhere")
    sys.exit(failed > 0 or n == 0)


main()
