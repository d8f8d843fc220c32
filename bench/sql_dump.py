#!/usr/bin/env python3
"""How fast ermaid reads a dump that is nearly all data, beside wc -l.

    bench/sql_dump.py [--ermaid FILE] [--runs N] [--megabytes N]

Dumps of N megabytes (200) are made of the three forms in which data comes: rows
of COPY (pg_dump), INSERTs of many rows (mysqldump), INSERTs of one row (sqlite3).
wc and ermaid take turns, ermaid from the file, from standard input and from a
pipe. Printed are the best seconds of the processor (user), megabytes a second,
and peak memory; the exit status is 1 when a promise is not kept.
"""
import argparse
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
TABLES = 10
RATE, MEMORY = 300, 100  # promised: megabytes a second at least, MiB at the most

COPY = ("CREATE TABLE public.t{t} (\n    id bigint NOT NULL,\n    name character varying(80),\n"
        "    at timestamp with time zone,\n    body text\n);\nCOPY public.t{t} (id, name, at, body) FROM stdin;\n",
        "1234567\tsome name or other\t2024-05-06 07:08:09.123456+00\ta body with 'quotes; and \\\\t escapes\n",
        "\\.\n")
MANY = ("CREATE TABLE `t{t}` (\n  `id` bigint NOT NULL AUTO_INCREMENT,\n  `name` varchar(80),\n  `body` text,\n"
        "  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\nINSERT INTO `t{t}` VALUES ",
        "(1234567,'some name or other','a body with \\'quotes\\'; and \\\\t escapes, quite long'),",
        "(1,'','');\n")
ONE = ("CREATE TABLE t{t} (id integer PRIMARY KEY, name text, body text);\n",
       "INSERT INTO t{t} VALUES(1234567,'some name or other','a body with ''quotes''; and so on, quite long');\n",
       "")


def write_dump(path, form, size):
    head, row, tail = form
    with open(path, "w", encoding="utf-8") as file:
        for t in range(TABLES):
            line = row.replace("{t}", str(t))
            file.write(head.replace("{t}", str(t)))
            piece = line * 1000
            for _ in range(size // TABLES // len(piece)):
                file.write(piece)
            file.write(tail)


def run_once(command, stdin):
    """User seconds and MiB of one run, whose input is a file or comes through cat."""
    feeder = None
    with open(stdin or os.devnull, "rb") as file:
        if command[-1] == "PIPE":
            command = command[:-1]
            feeder = subprocess.Popen(["cat"], stdin=file, stdout=subprocess.PIPE)
        process = subprocess.Popen(command, stdin=feeder.stdout if feeder else file, stdout=subprocess.DEVNULL)
        if feeder:
            feeder.stdout.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = status
        if feeder:
            feeder.wait()
    if status:
        sys.exit(f"{' '.join(command)}: status {status}")
    return used.ru_utime, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--ermaid", default=os.path.join(ROOT, "build", "release", "ermaid"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=200)
    options = parser.parse_args()

    kept = True
    print(f"{'':28}{'user s':>8}{'MB/s':>8}{'MiB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        path, out = os.path.join(folder, "dump.sql"), os.path.join(folder, "out.svg")
        draw = [options.ermaid, "render", "--quiet", "-o", out]
        commands = {"wc -l": (["wc", "-l", path], None),
                    "ermaid, file": ([*draw, path], None),
                    "ermaid, standard input": ([*draw, "-"], path),
                    "ermaid, pipe": ([*draw, "-", "PIPE"], path)}
        for name, form in {"COPY": COPY, "INSERT, many rows": MANY, "INSERT, one row": ONE}.items():
            write_dump(path, form, options.megabytes * 1000000)
            size = os.path.getsize(path) / 1000000
            best = {}
            for _ in range(options.runs):
                for what, command in commands.items():
                    took, memory = run_once(*command)
                    old = best.get(what, (took, memory))
                    best[what] = min(took, old[0]), max(memory, old[1])
            print(f"{name}, {size:.0f} MB")
            for what, (took, memory) in best.items():
                rate = size / max(took, 0.001)
                good = what == "wc -l" or (rate >= RATE and memory < MEMORY)
                kept = kept and good
                print(f"  {what:26}{took:8.2f}{rate:8.0f}{memory:8.1f}  {'' if what == 'wc -l' else 'kept' if good else 'NOT KEPT'}")
    sys.exit(not kept)


if __name__ == "__main__":
    main()
