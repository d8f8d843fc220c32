#!/usr/bin/env python3
"""The pages of docs/ say what this build does: in each block of "console", lines
after "$ " are run in the folder that is called like the page, and what they print
is the lines that follow; files that they write are those that are there; and
whole files that a page quotes are those files.

    docs.py ERMAID DOCS [update]     update: write the files that differ
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ermaid, docs = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
update = sys.argv[3:] == ["update"]
failures = []
n_commands = n_files = 0


def run(command, folder):
    words = shlex.split(command)
    if words[0] != "ermaid":
        raise SystemExit("only ermaid is run: " + command)
    run = subprocess.run([ermaid, *words[1:]], cwd=folder, capture_output=True)
    if run.returncode not in (0, 10):
        failures.append("%s: exit status %d: %s"
                        % (command, run.returncode, run.stderr.decode()))
    return run.stdout.decode()


def run_block(block, folder):
    global n_commands
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, wanted = part.partition("\n")
        n_commands += 1
        got = run(command, folder)
        if got != wanted:
            failures.append("$ %s\n--- got\n%s--- the page has\n%s" % (command, got, wanted))


def same(one, other):
    with open(one, "rb") as a, open(other, "rb") as b:
        return a.read() == b.read()


def check_page(page):
    global n_files
    with open(os.path.join(docs, page + ".md"), encoding="utf-8") as file:
        text = file.read()
    kept = os.path.join(docs, page)
    with tempfile.TemporaryDirectory() as folder:
        for name in os.listdir(kept):
            if not name.endswith(".svg"):
                shutil.copy(os.path.join(kept, name), folder)
        for block in re.findall(r"^```console\n(.*?)^```", text, re.M | re.S):
            run_block(block, folder)
        for name in sorted(set(os.listdir(folder)) | set(os.listdir(kept))):
            made, committed = os.path.join(folder, name), os.path.join(kept, name)
            n_files += 1
            if os.path.exists(made) and os.path.exists(committed) and same(made, committed):
                continue
            if update and os.path.exists(made):
                shutil.copy(made, committed)
            else:
                failures.append("%s/%s is not what the page's commands make" % (page, name))
    quoted = re.findall(r"^```(?:sql|yaml)\n(.*?)^```", text, re.M | re.S)
    for name in os.listdir(kept):
        if name.endswith(".yml") or name == "split.sql":
            with open(os.path.join(kept, name), encoding="utf-8") as file:
                if file.read() not in quoted:
                    failures.append("%s/%s is not as the page quotes it" % (page, name))


for name in sorted(os.listdir(docs)):
    if name.endswith(".md") and os.path.isdir(os.path.join(docs, name[:-3])):
        check_page(name[:-3])
for failure in failures:
    print(failure)
print("%d commands, %d files, %d failures" % (n_commands, n_files, len(failures)))
sys.exit(bool(failures) or n_commands == 0)
