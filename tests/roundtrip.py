#!/usr/bin/env python3
"""A schema taken through another language and back does not differ from itself
in what that language can say.

    roundtrip.py ERMAID FOLDER…

FOLDER holds DIALECT/NAME.sql, or pairs NAME/before.sql and NAME/after.sql whose
dialects are in provenance.tsv. What may differ, because a language cannot say
it, is said in `excused`.
"""
import csv
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

ERMAID, FOLDERS = sys.argv[1], sys.argv[2:]


def ermaid(*arguments):
    return subprocess.run([ERMAID, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False, timeout=120)


def schemas():
    for folder in FOLDERS:
        known = os.path.join(folder, "provenance.tsv")
        with open(known, encoding="utf-8") as file:
            dialects = {row.get("name", ""): row.get("dialect", "") for row in csv.DictReader(file, delimiter="\t")}
        for path in sorted(glob.glob(os.path.join(folder, "*", "*.sql"))):
            parent = os.path.basename(os.path.dirname(path))
            if parent in ("postgres", "mysql", "sqlite"):
                yield path, parent
            elif os.path.basename(path) in ("before.sql", "after.sql"):
                yield path, dialects[parent]


class Schema:
    """A file, the same in other languages, and what none of them can say."""

    def __init__(self, path, dialect, folder):
        self.dialect = dialect
        self.files = {"sql": path}
        for steps in ("mmd", "d2", "mmd d2", "d2 mmd", "sql", "mmd sql", "d2 sql"):
            before, _, last = steps.rpartition(" ")
            made = os.path.join(folder, steps.replace(" ", "-") + "-." + last)
            of = ("--from", dialect) if last == "sql" and not before else ()
            ermaid("convert", "--quiet", "--dialect", dialect, *of, self.files[before or "sql"], "-o", made)
            self.files[steps if steps != "sql" else "again"] = made
        with open(self.files["again"], encoding="utf-8") as file:
            self.calls_own = "which is not in the model" in file.read()
        model = json.loads(ermaid("convert", "--quiet", "--dialect", dialect, "--to", "json", path).stdout)
        self.wide = any(len(key["columns"]) > 1 for t in model["tables"] for key in t["foreign_keys"])

    def differences(self, one, other):
        said = ermaid("diff", "--quiet", "--no-renames", "--dialect", self.dialect,
                      self.files[one], self.files[other]).stdout.decode()
        lines = said.split("\nDangers:")[0].splitlines()
        return [line for line in lines if re.match(r"  [-+~] |[-+] ", line)]

    def excused(self, one, other, line):
        """Is it a difference that cannot be said?"""
        if other == "again":
            # queries of views, bodies of functions and foreign servers are not in the model
            return (line.startswith("  - view ") or re.search(r"^  ~ kind +of table$", line) is not None
                    or (self.calls_own and re.search(r"^  - (index|unique index|check) |no longer (default|generated)", line)))
        if other.endswith(" sql"):
            # a type of the schema's own, of which the drawing has the name alone
            if re.search(r" \S+ → (text|longtext|TEXT)$", line):
                return True
        # a connection of D2 names one column of each table
        return other.startswith("d2 ") and self.wide and "relation" in line and line.startswith("  - ")


PAIRS = [("sql", "again"), ("sql", "mmd"), ("sql", "d2"), ("sql", "d2 mmd"), ("sql", "mmd d2"), ("mmd", "d2"),
         ("mmd", "mmd sql"), ("d2", "d2 sql"), ("d2", "d2 mmd"), ("mmd", "mmd d2")]


def main():
    n = failed = 0
    for path, dialect in schemas():
        with tempfile.TemporaryDirectory() as folder:
            schema = Schema(path, dialect, folder)
            for one, other in PAIRS:
                lines = [line for line in schema.differences(one, other)
                         if not schema.excused(one, other, line)]
                n += 1
                if lines:
                    failed += 1
                    print(f"{path}: {one} and {other}")
                    print("\n".join(lines[:8]))
    print(f"{n} comparisons, {failed} say what is not")
    sys.exit(failed > 0 or n == 0)


main()
