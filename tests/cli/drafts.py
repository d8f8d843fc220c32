#!/usr/bin/env python3
"""The drafts of migrations lead where they should.   drafts.py ERMAID FOLDER

FOLDER holds pairs: NAME/before.sql and NAME/after.sql; their dialects are in
provenance.tsv, where there is one. A draft with its marked statements taken in,
replayed on before.sql, must give after.sql, with renames looked for and without.
Only the queries of new views are not in a draft.
"""
import csv
import os
import subprocess
import sys
import tempfile

ERMAID, FOLDER = sys.argv[1:]


def ermaid(*arguments):
    return subprocess.run([ERMAID, *arguments], stdout=subprocess.PIPE, check=False, timeout=120).stdout


def dialects():
    path = os.path.join(FOLDER, "provenance.tsv")
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        return {row["name"]: row["dialect"] for row in csv.DictReader(file, delimiter="\t")}


def left(pair, draft, *options):
    """What differs after the draft, line by line."""
    old, new = (os.path.join(FOLDER, pair, which + ".sql") for which in ("before", "after"))
    text = ermaid("diff", *options, "--to", "sql", old, new)
    if not text.startswith(b"-- "):
        return ["no draft"]
    if ermaid("diff", *options, "--to", "sql", new, new) != b"-- Nothing changes.\n":
        return ["a draft for the same schema"]
    with open(draft, "wb") as file:
        file.write(b"\n".join(line.removeprefix(b"-- ? ") for line in text.split(b"\n")))
    options = [o for o in options if o != "--no-renames"]
    said = ermaid("verify", *options, old, draft, new).decode()
    return [line for line in said.splitlines()
            if not line.startswith(("the same", "not the same",
                                    "Beside tables", "  + view"))]


def main():
    known = dialects()
    pairs = sorted(name for name in os.listdir(FOLDER)
                   if all(os.path.exists(os.path.join(FOLDER, name, which + ".sql"))
                          for which in ("before", "after")))
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for pair in pairs:
            dialect = ("--dialect", known[pair]) if pair in known else ()
            for options in ((), ("--no-renames",)):
                lines = left(pair, os.path.join(folder, "draft.sql"), *dialect, *options)
                if lines:
                    failed += 1
                    print(pair, *options)
                    print("\n".join(lines[:8]))
    print(f"{len(pairs)} pairs, {failed} drafts lead elsewhere")
    sys.exit(failed > 0 or not pairs)


main()
