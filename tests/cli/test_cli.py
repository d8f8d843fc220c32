#!/usr/bin/env python3
"""Tests the command as its users see it: exit statuses, where output goes,
what is left alone, what is said.

    test_cli.py ERMAID [NAME...]

Each test is a function whose name begins with test_; it runs in an empty
folder of its own. With NAMEs only those run.
"""
import base64
import errno
import hashlib
import json
import os
import pty
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time

ERMAID = os.path.abspath(sys.argv[1])

SHOP = """erDiagram
    CUSTOMER ||--o{ ORDER : places
    CUSTOMER {
        int id PK
        string name
    }
    ORDER {
        int id PK
        int customer_id FK
    }
"""
BROKEN = "erDiagram\n    CUSTOMER ||--o{ : places\n"
FLOW = "flowchart LR\n    a --> b\n"
PAGE = (
    "# Shop\n\n```mermaid\n---\ntitle: One\n---\n" + SHOP + "```\n\nText.\n\n"
    "~~~mermaid\n---\ntitle: Two\n---\nerDiagram\n    A ||--|| B : is\n~~~\n"
)

MIB = 1024 * 1024


class Failure(Exception):
    pass


def check(condition, *what):
    if not condition:
        raise Failure(" ".join(str(w) for w in what))


def ermaid(*args, status=0, env=None, **more):
    """Runs ermaid, checks its exit status, returns the finished process."""
    full = {k: v for k, v in os.environ.items() if not k.startswith("ERMAID_")}
    full.update(env or {})
    more.setdefault("stdin", subprocess.DEVNULL if "input" not in more else None)
    if "input" in more:
        del more["stdin"]
    if "stdout" not in more:
        more["stdout"] = subprocess.PIPE
    p = subprocess.run([ERMAID, *args], stderr=subprocess.PIPE, env=full,
                       timeout=60, **more)
    p.err = p.stderr.decode("utf-8", "replace")
    check(p.returncode == status, "status", p.returncode, "instead of", status,
          "of", args, "\n" + p.err)
    check("Sanitizer" not in p.err, p.err)
    return p


def write(path, text):
    with open(path, "wb") as f:
        f.write(text.encode() if isinstance(text, str) else text)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def leftovers():
    return [n for n in os.listdir(".") if n.startswith(".ermaid")]


# ---------------------------------------------------------------- rendering


def test_a_file_is_rendered_beside_itself():
    write("shop.mmd", SHOP)
    p = ermaid("render", "shop.mmd")
    check(read("shop.svg").startswith(b"<svg"), read("shop.svg")[:80])
    check(p.stdout == b"" and p.err == "", p.stdout, p.err)
    os.rename("shop.svg", "first.svg")
    ermaid("shop.mmd")
    check(read("shop.svg") == read("first.svg"))


def test_the_suffix_decides_the_format():
    write("shop.mmd", SHOP)
    for name, magic in (("a.svg", b"<svg"), ("a.png", b"\x89PNG\r\n"),
                        ("a.pdf", b"%PDF-"), ("A.SVG", b"<svg")):
        ermaid("render", "shop.mmd", "-o", name)
        check(read(name).startswith(magic), name)
    ermaid("render", "shop.mmd", "-o", "a.txt")
    check("CUSTOMER" in read("a.txt").decode())


def test_the_option_decides_where_there_is_no_suffix():
    write("shop.mmd", SHOP)
    ermaid("render", "shop.mmd", "-o", "picture", "-f", "png")
    check(read("picture").startswith(b"\x89PNG"))
    ermaid("render", "shop.mmd", "-fpdf")
    check(read("shop.pdf").startswith(b"%PDF"))
    ermaid("render", "shop.mmd", "-o", "a.svg", "-f", "png", status=2)
    check(not os.path.exists("a.svg"))
    p = ermaid("render", "shop.mmd", "-o", "a.jpg", status=2)
    check("jpg" in p.err and not os.path.exists("a.jpg"), p.err)


def test_several_diagrams_are_numbered():
    write("page.md", PAGE)
    ermaid("render", "page.md", "-o", "out.svg")
    check(sorted(os.listdir(".")) == ["out-1.svg", "out-2.svg", "page.md"],
          os.listdir("."))
    ermaid("render", "page.md", "--only", "2", "-o", "two.svg")
    check(read("two.svg") == read("out-2.svg"))
    ermaid("render", "page.md", "--only", "One", "-o", "one.svg")
    check(read("one.svg") == read("out-1.svg"))
    p = ermaid("render", "page.md", "--only", "3", "-o", "x.svg", status=2)
    check("1 to 2" in p.err, p.err)
    ermaid("render", "page.md", "-o", "-", status=2)
    p = ermaid("render", "page.md", "-f", "txt", "-o", "-")
    check(b"CUSTOMER" in p.stdout and b"B" in p.stdout)


def test_several_inputs_want_a_folder():
    write("a.mmd", SHOP)
    write("b.mmd", SHOP)
    ermaid("render", "a.mmd", "b.mmd", "-o", "c.svg", status=2)
    check(not os.path.exists("c.svg"))
    ermaid("render", "a.mmd", "b.mmd", "-o", "new/folder/")
    check(sorted(os.listdir("new/folder")) == ["a.svg", "b.svg"])
    os.mkdir("old")
    ermaid("render", "a.mmd", "-o", "old", "-f", "txt")
    check(os.listdir("old") == ["a.txt"])
    ermaid("render", "a.mmd", "b.mmd")
    check(read("a.svg") == read("b.svg"))
    ermaid("convert", "a.mmd", "b.mmd", status=2)


def test_two_inputs_never_share_an_output():
    os.mkdir("x")
    write("a.mmd", SHOP)
    write("x/a.mmd", SHOP)
    p = ermaid("render", "a.mmd", "x/a.mmd", "-o", "out/", status=2)
    check("out/a.svg" in p.err, p.err)


def test_standard_input_and_output():
    p = ermaid("render", "-", "-o", "-", input=SHOP.encode())
    check(p.stdout.startswith(b"<svg"))
    q = ermaid("-", input=SHOP.encode())
    check(p.stdout == q.stdout)
    ermaid("render", "-", "-o", "in.svg", input=SHOP.encode())
    check(read("in.svg") == p.stdout)
    ermaid("render", "-", "-", input=b"", status=2)
    p = ermaid("check", "-", input=BROKEN.encode(), status=1)
    check("<stdin>:2:" in p.err, p.err)


def test_an_input_is_never_overwritten():
    write("shop.svg", SHOP)
    ermaid("render", "shop.svg", status=2)
    check(read("shop.svg") == SHOP.encode())
    os.symlink("shop.svg", "link.svg")
    p = ermaid("render", "shop.svg", "-o", "link.svg", status=2)
    check("link.svg" in p.err and read("shop.svg") == SHOP.encode())
    os.link("shop.svg", "hard.svg")
    ermaid("render", "shop.svg", "-o", "hard.svg", status=2)
    ermaid("render", "shop.svg", "-o", "./shop.svg", status=2)


def test_unchanged_output_is_not_touched():
    write("shop.mmd", SHOP)
    ermaid("render", "shop.mmd", "-o", "a.svg")
    os.utime("a.svg", (1, 1))
    before = os.stat("a.svg")
    ermaid("render", "shop.mmd", "-o", "a.svg")
    after = os.stat("a.svg")
    check(before.st_mtime == after.st_mtime and before.st_ino == after.st_ino)
    write("a.svg", read("a.svg") + b" ")
    ermaid("render", "shop.mmd", "-o", "a.svg")
    check(os.stat("a.svg").st_ino != before.st_ino, "replaced, not rewritten")
    check(not leftovers(), leftovers())


def test_permissions_are_kept():
    write("shop.mmd", SHOP)
    write("a.svg", "old")
    os.chmod("a.svg", 0o640)
    ermaid("render", "shop.mmd", "-o", "a.svg")
    check(stat.S_IMODE(os.stat("a.svg").st_mode) == 0o640)
    old = os.umask(0o027)
    try:
        ermaid("render", "shop.mmd", "-o", "new.svg")
    finally:
        os.umask(old)
    check(stat.S_IMODE(os.stat("new.svg").st_mode) == 0o640)


def test_links_are_followed():
    os.mkdir("real")
    write("shop.mmd", SHOP)
    write("real/a.svg", "old")
    os.symlink("real/a.svg", "a.svg")
    ermaid("render", "shop.mmd", "-o", "a.svg")
    check(os.path.islink("a.svg") and read("real/a.svg").startswith(b"<svg"))
    os.symlink("real/new.svg", "dangling.svg")
    ermaid("render", "shop.mmd", "-o", "dangling.svg")
    check(os.path.islink("dangling.svg"))
    check(read("real/new.svg").startswith(b"<svg"))
    os.symlink("loop.svg", "loop.svg")
    p = ermaid("render", "shop.mmd", "-o", "loop.svg", status=3)
    check("loop.svg" in p.err)


def test_devices_and_fifos_are_written_directly():
    write("shop.mmd", SHOP)
    want = ermaid("render", "shop.mmd", "-o", "-").stdout
    p = ermaid("render", "shop.mmd", "-f", "svg", "-o", "/dev/stdout")
    check(p.stdout == want)
    with open("to.svg", "wb") as f:
        ermaid("render", "shop.mmd", "-o", "/dev/stdout", stdout=f)
    check(read("to.svg") == want)
    ermaid("render", "shop.mmd", "-o", "/dev/null")
    check(stat.S_ISCHR(os.stat("/dev/null").st_mode))
    os.mkfifo("pipe.svg")
    got = []
    reader = threading.Thread(target=lambda: got.append(read("pipe.svg")))
    reader.start()
    ermaid("render", "shop.mmd", "-o", "pipe.svg")
    reader.join()
    check(got[0] == want and stat.S_ISFIFO(os.stat("pipe.svg").st_mode))


def test_a_fifo_can_be_the_input():
    os.mkfifo("in.mmd")
    writer = threading.Thread(target=lambda: write("in.mmd", SHOP))
    writer.start()
    ermaid("render", "in.mmd", "-o", "a.svg")
    writer.join()
    check(read("a.svg").startswith(b"<svg"))


# ------------------------------------------------------------------- errors


def test_errors_name_the_place_and_keep_the_old_picture():
    write("bad.mmd", BROKEN)
    write("bad.svg", "old")
    p = ermaid("render", "bad.mmd", status=1)
    check("bad.mmd:2:" in p.err and ": error: " in p.err, p.err)
    check(read("bad.svg") == b"old" and p.stdout == b"")
    ermaid("check", "bad.mmd", status=1)
    ermaid("fmt", "bad.mmd", status=1)
    check(read("bad.mmd") == BROKEN.encode())
    p = ermaid("convert", "bad.mmd", status=1)
    check(p.stdout == b"")


def test_one_bad_input_does_not_stop_the_others():
    write("a.mmd", BROKEN)
    write("b.mmd", SHOP)
    ermaid("render", "a.mmd", "missing.mmd", "b.mmd", "-o", "out/", status=1)
    check(os.listdir("out") == ["b.svg"])


def test_files_that_cannot_be_read():
    p = ermaid("render", "missing.mmd", status=3)
    check("missing.mmd: No such file" in p.err, p.err)
    os.mkdir("folder")
    p = ermaid("render", "folder", status=3)
    check("folder: there is no .sql file" in p.err, p.err)
    if os.getuid() != 0:
        write("secret.mmd", SHOP)
        os.chmod("secret.mmd", 0)
        p = ermaid("check", "secret.mmd", status=3)
        check("secret.mmd: Permission denied" in p.err, p.err)
    ermaid("render", "x" * 300 + ".mmd", status=3)
    p = ermaid("render", "-", status=3, preexec_fn=lambda: os.close(0))
    check("<stdin>" in p.err, p.err)


def test_folders_are_histories():
    os.mkdir("db")
    write("db/1_a.sql", "-- migrate:up\nCREATE TABLE a (id int primary key);\n"
                        "-- migrate:down\nDROP TABLE a;\n")
    write("db/10_b.sql", "CREATE TABLE b (a_id int REFERENCES a);\nDROP TABLE z;\n")
    write("db/9_c.sql", "ALTER TABLE a ADD name text;")
    write("db/9_c.down.sql", "ALTER TABLE a DROP name;")
    p = ermaid("convert", "db/", "--to", "mermaid")
    check("text name" in p.stdout.decode() and "a |o..o{ b" in p.stdout.decode(), p.stdout.decode())
    check("db/10_b.sql:2:12: warning" in p.err, p.err)
    ermaid("render", "db/")
    check(os.path.exists("db.svg"), os.listdir("."))
    p = ermaid("convert", "--together", "db/9_c.sql", "db/1_a.sql")
    check("db/9_c.sql:1:13: warning" in p.err, p.err)
    os.mkdir("back")
    write("back/1.down.sql", "DROP TABLE a;")
    ermaid("render", "back", status=3)


def test_dialects():
    write("x.sql", "CREATE TABLE `a` (id serial);")
    p = ermaid("convert", "x.sql", "--dialect", "mysql")
    check('"bigint(20) unsigned"' in p.stdout.decode(), p.stdout.decode())
    ermaid("convert", "x.sql", "--dialect", "oracle", status=2)
    ermaid("fmt", "x.sql", status=5)


def test_files_that_cannot_be_written():
    write("shop.mmd", SHOP)
    p = ermaid("render", "shop.mmd", "-o", "no/folder.svg", status=3)
    check("no/folder.svg: No such file" in p.err, p.err)
    p = ermaid("render", "shop.mmd", "-o", "-", status=3,
               stdout=open("/dev/full", "w"))
    check("standard output: No space left" in p.err, p.err)
    p = ermaid("render", "shop.mmd", "-o", "/dev/full", status=3)
    check("/dev/full: No space left" in p.err, p.err)
    for args in (["help"], ["version"], ["themes"], ["fonts", "--licenses"],
                 ["completion", "zsh"], ["convert", "shop.mmd"],
                 ["render", "shop.mmd", "-o", "-"]):
        p = ermaid(*args, status=3, preexec_fn=lambda: os.close(1))
        check("standard output" in p.err, p.err)
    write("folder", "a file")
    ermaid("render", "shop.mmd", "-o", "folder/x/", status=3)


def test_a_closed_stderr_is_no_file():
    """Messages must not end up in a file that got descriptor 2."""
    write("page.md", PAGE + "```mermaid\n" + FLOW + "```\n")
    subprocess.run([ERMAID, "render", "page.md", "-o", "out.svg"],
                   preexec_fn=lambda: [os.close(fd) for fd in (0, 1, 2)])
    check(read("out-1.svg").startswith(b"<svg"), read("out-1.svg")[:40])


def test_a_broken_pipe_is_an_error():
    write("shop.mmd", SHOP)
    r, w = os.pipe()
    os.close(r)
    p = ermaid("render", "shop.mmd", "-o", "-", stdout=w, status=3)
    check("standard output: Broken pipe" in p.err, p.err)


def test_a_full_disk_leaves_the_old_picture():
    import resource

    write("shop.mmd", SHOP)
    write("a.svg", "old")

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    p = ermaid("render", "shop.mmd", "-o", "a.svg", status=3, preexec_fn=limit)
    check("a.svg: File too large" in p.err, p.err)
    check(read("a.svg") == b"old" and not leftovers(), leftovers())


def test_a_signal_leaves_no_half_written_file():
    """Drawing into a FIFO nobody reads blocks; so does a slow reader."""
    write("shop.mmd", SHOP)
    write("a.svg", "old")
    os.mkfifo("in.mmd")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        p = subprocess.Popen([ERMAID, "render", "in.mmd", "-o", "a.svg"],
                             stderr=subprocess.PIPE)
        time.sleep(0.2)
        p.send_signal(number)
        p.communicate(timeout=10)
        check(p.returncode == -number, p.returncode)
        check(read("a.svg") == b"old" and not leftovers(), leftovers())


def test_too_large_inputs_name_the_limit():
    write("big.mmd", SHOP + "%% " + "x" * (16 * MIB) + "\n")
    p = ermaid("render", "big.mmd", status=4)
    check("big.mmd" in p.err and "16 MiB" in p.err, p.err)
    p = ermaid("check", "-", input=read("big.mmd"), status=4)
    check("16 MiB" in p.err, p.err)
    p = ermaid("check", "/dev/zero", status=4)
    check("16 MiB" in p.err, p.err)


def test_a_large_dump_is_read_from_a_pipe():
    dump = b"CREATE TABLE t (id int);\n" + b"-- \n" * (5 * MIB) + b"CREATE TABLE u (id int);\n"
    os.mkdir("tmp")
    p = ermaid("convert", "--to", "json", "-", input=dump, env={"TMPDIR": "tmp"})
    check([t["name"] for t in json.loads(p.stdout)["tables"]] == ["t", "u"], p.stdout)
    check(os.listdir("tmp") == [], os.listdir("tmp"))
    write("dump.sql", dump)
    with open("dump.sql", "rb") as f:
        same = ermaid("convert", "--to", "json", "-", stdin=f, env={"TMPDIR": "none"})
    check(same.stdout == p.stdout, same.stdout)
    p = ermaid("check", "-", input=dump, env={"TMPDIR": "none"}, status=3)
    check("<stdin>" in p.err, p.err)


def test_too_little_memory_names_the_option():
    rows = "".join(f"        int column_{i}\n" for i in range(50000))
    write("wide.mmd", "erDiagram\n    A {\n" + rows + "    }\n")
    p = ermaid("render", "wide.mmd", "--memory", "1", status=4)
    check("--memory" in p.err, p.err)
    ermaid("render", "wide.mmd", "--memory", "0", status=2)
    ermaid("render", "wide.mmd", "--memory", "many", status=2)


def test_other_diagram_types():
    write("flow.mmd", FLOW)
    for command in ("render", "check", "fmt", "convert"):
        p = ermaid(command, "flow.mmd", status=5)
        check("flow.mmd:1:" in p.err and "flowchart" in p.err, p.err)
    check(read("flow.mmd") == FLOW.encode())
    write("flow.md", "```mermaid\n" + FLOW + "```\n")
    p = ermaid("render", "flow.md", status=5)
    check("flow.md:2:" in p.err and "note" in p.err, p.err)
    ermaid("check", "flow.md")
    write("both.md", PAGE + "```mermaid\n" + FLOW + "```\n")
    ermaid("render", "both.md", "-o", "both.svg")
    check(os.path.exists("both-2.svg") and not os.path.exists("both-3.svg"))
    ermaid("render", "flow.md", "both.md", "-o", "out/")
    write("prose.md", "# Nothing here\n")
    p = ermaid("render", "prose.md", status=1)
    check("no diagram in prose.md" in p.err, p.err)
    ermaid("check", "prose.md")
    ermaid("fmt", "prose.md")


# ----------------------------------------------------------------- command line


def test_wrong_command_lines():
    write("shop.mmd", SHOP)
    for args, said in (
        ([], "help"),
        (["rendre"], "did you mean render?"),
        (["nothing"], 'no command or file "nothing"'),
        (["render"], "wants an input"),
        (["render", "shop.mmd", "--them", "x"], "did you mean --theme?"),
        (["render", "shop.mmd", "--theme"], "wants a value"),
        (["render", "shop.mmd", "-o"], "wants a value"),
        (["render", "shop.mmd", "-Z"], "no option -Z"),
        (["render", "shop.mmd", "--strict=yes"], "takes no value"),
        (["render", "shop.mmd", "--look", "clasic"], "did you mean classic?"),
        (["render", "shop.mmd", "-f", "gif"], "svg, png, pdf, txt or html"),
        (["render", "shop.mmd", "--theme", "nosuch"], "theme"),
        (["render", "shop.mmd", "--scale", "0"], "scale"),
        (["render", "shop.mmd", "--scale", "1,5"], "scale"),
        (["render", "shop.mmd", "--pad", "-5"], "pad"),
        (["render", "shop.mmd", "--background", "blu"], "background"),
        (["render", "shop.mmd", "--aspect", "wide"], "aspect"),
        (["render", "shop.mmd", "--legend", "maybe"], "legend"),
        (["render", "shop.mmd", "--layout", "dot"],
         "auto, columns, layered, dagre, elk or before-after"),
        (["render", "shop.mmd", "--id-prefix", '"><x'], "id-prefix"),
        (["render", "shop.mmd", "--stop-after", "lunch"], "stop-after"),
        (["check", "shop.mmd", "--scale", "2"], "check has no option --scale"),
        (["themes", "shop.mmd"], "takes no"),
        (["completion"], "bash, zsh or fish"),
        (["completion", "csh"], "bash, zsh or fish"),
        (["help", "nothing"], "no command"),
    ):
        p = ermaid(*args, status=2)
        check(said in p.err and p.stdout == b"", args, "said", p.err)
    check(os.listdir(".") == ["shop.mmd"], os.listdir("."))


def test_options_and_inputs_mix():
    write("shop.mmd", SHOP)
    write("-odd.mmd", SHOP)
    ermaid("--format=txt", "shop.mmd", "-q")
    check(os.path.exists("shop.txt"))
    ermaid("render", "-o", "a.svg", "--", "-odd.mmd")
    check(os.path.exists("a.svg"))
    ermaid("shop.mmd", "-f", "txt", "-f", "svg", "-ob.svg")
    check(read("a.svg") == read("b.svg"))


def test_the_environment_gives_defaults():
    write("shop.mmd", SHOP)
    env = {"ERMAID_FORMAT": "txt"}
    ermaid("render", "shop.mmd", env=env)
    check(os.listdir(".") != ["shop.mmd"] and os.path.exists("shop.txt"))
    ermaid("render", "shop.mmd", "-f", "svg", env=env)
    check(os.path.exists("shop.svg"))
    ermaid("render", "shop.mmd", "-o", "by-suffix.svg", env=env)
    check(read("by-suffix.svg") == read("shop.svg"))
    dark = ermaid("render", "shop.mmd", "-o", "-", "--theme", "dark").stdout
    env = {"ERMAID_THEME": "dark"}
    check(dark == ermaid("render", "shop.mmd", "-o", "-", env=env).stdout)
    check(dark != read("shop.svg"))
    light = ermaid("render", "shop.mmd", "-o", "-", "--theme", "light",
                   env=env).stdout
    check(light == read("shop.svg"))
    p = ermaid("render", "shop.mmd", env={"ERMAID_LOOK": "odd"}, status=2)
    check("ERMAID_LOOK" in p.err, p.err)
    ermaid("render", "shop.mmd", env={"ERMAID_THEME": ""})
    ermaid("themes", env={"ERMAID_LOOK": "odd"})


def test_a_flag_beats_the_environment_beats_the_diagram():
    def themed(text, *args, env=None):
        return ermaid("render", "-", "-o", "-", *args, env=env,
                      input=text.encode()).stdout

    own = "---\nconfig:\n  theme: forest\n---\n" + SHOP
    forest = themed(SHOP, "--theme", "forest")
    dark = themed(SHOP, "--theme", "dark")
    check(themed(own) == forest, "the diagram's own theme")
    check(themed(own, env={"ERMAID_THEME": "dark"}) == dark, "environment")
    check(themed(own, "--theme", "forest", env={"ERMAID_THEME": "dark"})
          == forest, "flag")


def test_switches_of_the_environment():
    odd = "erDiagram\n    A ||--o{ B : has;\n"
    on = {"ERMAID_STRICT": "1"}
    strict = ermaid("check", "-", "--strict", input=odd.encode(), status=1)
    same = ermaid("check", "-", env=on, input=odd.encode(), status=1)
    check(strict.err == same.err)
    off = ermaid("check", "-", "--no-strict", env=on, input=odd.encode())
    ermaid("check", "-", env={"ERMAID_STRICT": "0"}, input=odd.encode())
    ermaid("check", "-", env={"ERMAID_STRICT": "maybe"}, input=odd.encode(),
           status=2)
    check("error" not in off.err, off.err)


def test_every_choice_of_an_option_is_understood():
    write("shop.mmd", SHOP)
    for option, values in (
        ("look", "ermaid classic neo d2"), ("direction", "TB BT LR RL"),
        ("comments", "column tooltip none"), ("columns", "all keys none"),
        ("anchor", "auto row entity"), ("text", "font system paths"),
        ("lang", "auto mermaid"), ("diagnostics", "text json sarif github"),
        ("stop-after", "graph size layout stats scene"),
        ("layout", "auto columns layered"),
    ):
        for value in values.split():
            ermaid("render", "shop.mmd", "-o", "-", "--" + option, value)
    for line in ermaid("themes").stdout.decode().splitlines():
        ermaid("render", "shop.mmd", "-o", "-", "--theme", line.split()[0])


def test_help_is_there_for_everything():
    general = ermaid("help").stdout.decode()
    check(ermaid("--help").stdout.decode() == general)
    commands = ("render check fmt convert themes fonts completion help "
                "version").split()
    for command in commands:
        check("\n  " + command in general, command)
        p = ermaid("help", command)
        check(p.stdout == ermaid(command, "--help").stdout, command)
        check(p.stdout == ermaid(command, "-h").stdout, command)
        for line in p.stdout.decode().splitlines():
            check(len(line) <= 80, "longer than 80 columns:", line)
    version = ermaid("version").stdout
    check(version == ermaid("--version").stdout and version.startswith(b"ermaid "))


def test_completions_name_every_option():
    for shell in ("bash", "zsh", "fish"):
        script = ermaid("completion", shell).stdout.decode()
        for word in ("dark-theme", "render", "sarif", "forest"):
            check(word in script, shell, word)
        program = shutil.which(shell)
        if program:
            subprocess.run([program, "-n"], input=script.encode(), check=True)
    script = ermaid("completion", "bash").stdout.decode() + """
        COMP_WORDS=(ermaid render --lo) COMP_CWORD=2
        _ermaid ermaid --lo render; echo "${COMPREPLY[@]}"
        COMP_WORDS=(ermaid render --look cl) COMP_CWORD=3
        _ermaid ermaid cl --look; echo "${COMPREPLY[@]}"
        COMP_WORDS=(ermaid th) COMP_CWORD=1
        _ermaid ermaid th ermaid; echo "${COMPREPLY[@]}"
    """
    p = subprocess.run(["bash", "-c", script], stdout=subprocess.PIPE)
    check(p.stdout.decode().split() == ["--look", "classic", "themes"],
          p.stdout)


def test_the_manual_page():
    page = ermaid("help", "--man").stdout.decode()
    for word in (".TH ERMAID 1", "ERMAID_DARK_THEME", "\\-\\-stop\\-after",
                 ".SH EXIT STATUS"):
        check(word in page, word)
    if shutil.which("man"):
        p = subprocess.run(["man", "--warnings", "-l", "-"],
                           input=page.encode(), stdout=subprocess.DEVNULL,
                           stderr=subprocess.PIPE)
        check(p.returncode == 0 and p.stderr == b"", p.stderr)


# --------------------------------------------------------- the other commands


def test_fmt_in_place():
    ugly = SHOP.replace("        int id PK", "   int    id   PK")
    write("a.mmd", ugly)
    os.chmod("a.mmd", 0o600)
    p = ermaid("fmt", "a.mmd", "--check", status=10)
    check(p.stdout == b"a.mmd\n" and read("a.mmd") == ugly.encode())
    ermaid("fmt", "a.mmd")
    once = read("a.mmd")
    check(once != ugly.encode())
    check(stat.S_IMODE(os.stat("a.mmd").st_mode) == 0o600)
    os.utime("a.mmd", (1, 1))
    ermaid("fmt", "a.mmd")
    check(read("a.mmd") == once and os.stat("a.mmd").st_mtime == 1)
    p = ermaid("fmt", "a.mmd", "--check")
    check(p.stdout == b"")
    p = ermaid("fmt", "-", input=ugly.encode())
    check(p.stdout == once)
    ermaid("fmt", "a.mmd", "-o", "b.mmd")
    check(read("b.mmd") == once)
    write("bad.mmd", BROKEN)
    write("ugly.mmd", ugly)
    ermaid("fmt", "--check", "ugly.mmd", "bad.mmd", status=1)


LOOSE = SHOP + "    CUSTOMER ||--o{ ORDER : places\n"


def test_rules_have_levels():
    write("a.mmd", LOOSE)
    check("[lint-duplicate-relation]" in ermaid("check", "a.mmd").err)
    run = ermaid("check", "--rule", "duplicate-relation=off", "a.mmd")
    check(run.err == "", run.err)
    run = ermaid("check", "a.mmd", "--rule", "isolated=off,lint-duplicate-relation=error", status=1)
    check("error: the same relation" in run.err, run.err)
    ermaid("check", "a.mmd", env={"ERMAID_RULE": "duplicate-relation=error"}, status=1)
    check("no rule and level" in ermaid("check", "--rule", "nothing=off", "a.mmd", status=2).err)
    ermaid("check", "--rule", "isolated", "a.mmd", status=2)
    listed = ermaid("help", "rules").stdout.decode()
    check("lint-fk-index" in listed and "warn" in listed)
    check("\ncolumn_dropped " in ermaid("help", "dangers").stdout.decode())


def test_verify_says_what_is_missing():
    write("old.sql", "CREATE TABLE a (id bigint PRIMARY KEY, x text);\n")
    write("up.sql", "ALTER TABLE a ADD COLUMN y text;\n")
    write("new.sql", "CREATE TABLE a (id bigint PRIMARY KEY, y text);\n")
    run = ermaid("verify", "old.sql", "up.sql", "new.sql", status=10)
    said = run.stdout.decode()
    check(said == "not the same: + is only in new.sql, - is missing there\n~ a\n  - x  text\n", said)
    rest = ermaid("verify", "--to", "sql", "old.sql", "up.sql", "new.sql", status=10).stdout
    write("rest.sql", rest.decode())
    check(ermaid("verify", "old.sql", "up.sql", "rest.sql", "new.sql").stdout == b"the same\n")
    ermaid("verify", "old.sql", "up.sql", "new.sql", "-o", "rest.svg", status=10)
    check(b"~ changed" in read("rest.svg"))
    ermaid("verify", "old.sql", "up.sql", "new.sql", "-o", "rest.docx", status=2)


def test_rules_name_the_migration_that_is_meant():
    os.makedirs("steps")
    write("steps/V1__a.sql", "CREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABLE b (id bigint PRIMARY KEY);\n")
    late = "-- later\nALTER TABLE b ADD COLUMN \"order\" bigint;\nALTER TABLE b ADD FOREIGN KEY (\"order\") REFERENCES a;%s\n"
    write("steps/V2__b.sql", late % "")
    run = ermaid("check", "--rule", "reserved-word=warn", "steps")
    check("V2__b.sql:3:19: warning: no index of b" in run.err, run.err)
    check("V2__b.sql:2:26: warning:" in run.err, run.err)
    write("steps/V2__b.sql", late % " -- ermaid: allow fk-index")
    check("no index" not in ermaid("check", "steps").err)


def test_comments_allow():
    allow = "    %% ermaid: allow duplicate-relation\n"
    write("a.mmd", SHOP + allow + "    CUSTOMER ||--o{ ORDER : places\n")
    check(ermaid("check", "a.mmd").err == "")
    write("a.mmd", SHOP + allow.replace("duplicate", "other") + "    CUSTOMER ||--o{ ORDER : places\n")
    check(ermaid("check", "a.mmd").err != "")
    write("a.d2", "# ermaid: allow empty-entity\na: {shape: sql_table}\n"
          "b: {shape: sql_table; x: int}\nc: {shape: sql_table; x: int}\n")
    check(ermaid("check", "a.d2").err == "", ermaid("check", "a.d2").err)
    check("lint-empty" in ermaid("check", "--lang", "d2", "-", input=read("a.d2")[29:]).err)
    write("b.d2", "u: {shape: sql_table; id: int {constraint: primary_key}}\n"
          "p: {shape: sql_table; id: int {constraint: primary_key}; by: int {constraint: foreign_key}}\n"
          "u -> p: writes\np -> u: and this says no more\n")
    check(ermaid("check", "b.d2").err == "", ermaid("check", "b.d2").err)
    write("a.sql", "CREATE TABLE a (x integer); -- ermaid: allow no-primary-key\n"
          "CREATE TABLE b (x integer);\n")
    run = ermaid("check", "a.sql")
    check("b has no primary key" in run.err and "a has" not in run.err, run.err)


def test_fixes_are_done_in_place():
    write("a.mmd", LOOSE)
    check(ermaid("check", "--fix", "a.mmd").err == "")
    check(read("a.mmd") == SHOP.encode(), read("a.mmd"))
    before = os.stat("a.mmd").st_mtime_ns
    ermaid("check", "--fix", "a.mmd")
    check(os.stat("a.mmd").st_mtime_ns == before)
    write("a.md", PAGE.replace(SHOP, LOOSE))
    ermaid("check", "--fix", "a.md")
    check(read("a.md") == PAGE.encode())
    check(ermaid("check", "--fix", "-", input=LOOSE.encode()).stdout == SHOP.encode())
    write("bad.mmd", BROKEN)
    ermaid("check", "--fix", "bad.mmd", status=1)
    check(read("bad.mmd") == BROKEN.encode())
    table = "erDiagram\n  A {\n    int x PK\n%s    text y\n  }\n"
    write("twice.mmd", table % "    int x PK\n    int x\n")
    check("has attribute x already" in ermaid("check", "--fix", "twice.mmd").err)
    check(read("twice.mmd") == (table % "    int x\n").encode())
    write("part.d2", "b: {Shape: circle}\n")
    write("a.d2", "...@part\na -> b: {Style.stroke: red}\n\"Shape\": \"x\"\n")
    check("part.d2" in ermaid("check", "--fix", "a.d2").err)
    check(read("a.d2") == b"...@part\na -> b: {style.stroke: red}\n\"Shape\": \"x\"\n", read("a.d2"))
    check(read("part.d2") == b"b: {Shape: circle}\n")


def git(*args):
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *args], check=True, stdout=subprocess.DEVNULL)


def test_revisions_of_git_are_inputs():
    if not shutil.which("git"):
        return
    git("init", "-q", "-b", "main")
    os.mkdir("docs")
    write("docs/shop.mmd", SHOP)
    write("docs/all.d2", "...@part\n")
    write("docs/part.d2", "a: { shape: sql_table; x: int }\n")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    git("tag", "v;1-$(touch$IFS.hacked)")
    write("docs/shop.mmd", SHOP.replace("string name", "text name"))
    write("docs/part.d2", "broken {")
    run = ermaid("diff", "HEAD:docs/shop.mmd", "docs/shop.mmd")
    check("string → text".encode() in run.stdout, run.stdout)
    ermaid("diff", "--exit-code", "HEAD:./docs/shop.mmd", "v;1-$(touch$IFS.hacked):docs/shop.mmd")
    check(ermaid("render", "HEAD:docs/shop.mmd").stdout.startswith(b"<svg"))
    ermaid("render", "main:docs/all.d2", "-o", "out/")
    check(os.listdir("out") == ["all.svg"], os.listdir("out"))
    ermaid("check", "docs/all.d2", status=1)
    check(ermaid("fmt", "HEAD:docs/shop.mmd").stdout)
    git("add", ".")
    ermaid("diff", "--exit-code", ":docs/shop.mmd", "docs/shop.mmd")
    write("HEAD:odd.mmd", SHOP)
    ermaid("check", "HEAD:odd.mmd")
    check("HEAD:no.mmd" in ermaid("check", "HEAD:no.mmd", status=3).err)
    ermaid("check", "HEAD:docs", status=3)
    ermaid("check", "--", "-x:docs/shop.mmd", status=3)
    ermaid("check", "v;1\n:docs/shop.mmd", status=3)
    write("big.mmd", "%%" + "x" * 17 * MIB)
    git("add", "big.mmd")
    ermaid("check", ":big.mmd", status=4)
    run = ermaid("check", "HEAD:docs/shop.mmd", env={"PATH": "/nowhere"}, status=3)
    check("git cannot be run" in run.err, run.err)
    check(not os.path.exists(".hacked"))


def test_diff():
    write("old.mmd", "erDiagram\n  A { int x }\n")
    write("new.mmd", "erDiagram\n  A { text x }\n  B\n")
    run = ermaid("diff", "old.mmd", "new.mmd")
    check("int → text".encode() in run.stdout and b"+ B" in run.stdout)
    ermaid("diff", "--exit-code", "old.mmd", "new.mmd", status=10)
    ermaid("diff", "--exit-code", "old.mmd", "old.mmd")
    model = json.loads(ermaid("diff", "old.mmd", "new.mmd", "--to", "json").stdout)
    check(model["diff"]["tables"]["added"] == ["B"])
    ermaid("diff", "old.mmd", "new.mmd", "-o", "change.svg")
    check(b"~ changed" in read("change.svg"))
    ermaid("diff", "old.mmd", "new.mmd", "-o", "sides.svg", "--layout", "before-after")
    sides = read("sides.svg")
    check(b">before<" in sides and b">after<" in sides)
    check(sides.count(b"class=\"table") == 3)
    write("parts.sql", "CREATE TABLE p (d date) PARTITION BY RANGE (d);\n"
          "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (MINVALUE) TO (MAXVALUE);\n")
    ermaid("diff", "parts.sql", "new.mmd", "-o", "sides.svg", "--layout", "before-after")
    ermaid("timeline", "new.mmd", "parts.sql", "new.mmd", "-o", "t.html")
    ermaid("render", "old.mmd", "--layout", "before-after", status=2)
    ermaid("diff", "old.mmd", "new.mmd", "-o", "change.docx", status=2)
    run = ermaid("diff", "old.mmd", "new.mmd", "--to", "sql", status=2)
    check(b"needs a --dialect" in run.stderr)
    run = ermaid("diff", "old.mmd", "new.mmd", "--to", "sql", "--dialect", "sqlite")
    check(run.stdout.startswith(b"-- A draft") and b"TABLE" in run.stdout)
    for old, new in (("old.mmd", "parts.sql"), ("parts.sql", "new.mmd")):
        check(ermaid("diff", old, new, "--to", "sql").stdout.startswith(b"-- A draft"))
    ermaid("diff", "old.mmd", status=2)
    ermaid("diff", "old.mmd", "missing.mmd", status=3)
    write("bad.mmd", "erDiagram\n  A {\n")
    ermaid("diff", "old.mmd", "bad.mmd", status=1)
    check(not os.path.exists("change.docx"))


def test_pages_hold_all_they_need():
    write("old.mmd", "erDiagram\n  A { int x }\n")
    write("new.mmd", "erDiagram\n  A { text x \"</script><b onload='x'>\" }\n  B\n")
    ermaid("diff", "old.mmd", "new.mmd", "-o", "change.html")
    ermaid("render", "new.mmd", "-o", "new.html")
    for name in ("change.html", "new.html"):
        page = read(name).decode()
        scripts = re.findall("<script>(.*?)</script>", page, re.S)
        check(len(scripts) == 1 and page.count("</script>") == 1, name)
        digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest())
        check("default-src 'none'; script-src 'sha256-%s'" % digest.decode() in page)
        check("<b onload" not in page)
        outside = re.findall(r"(?:src|href|url)[=(]\s*[\"']?(?!data:)[a-z]+:", page)
        check(outside == [], outside)
    page = read("change.html").decode()
    check(">before → after</h2>" in page and "int → text" in page)
    check('data-frames="0-0"' in page and 'data-frames="1-1"' in page)


V1 = "erDiagram\n  A { int x }\n"
V2 = "erDiagram\n  A { text x }\n  B\n"


def steps_of(page):
    return re.findall("<h2>(.*?)</h2>", read(page).decode())


def test_timeline_reads_versions():
    os.makedirs("schemas")
    for name, text in (("CURRENT", V1), ("schema-v2", V2), ("schema-v10", V1)):
        write("schemas/%s.mmd" % name, text)
    write("schemas/README.md", "no diagram\n")
    ermaid("timeline", "schemas/")
    check(steps_of("schemas.html") ==
          ["schema-v2 → schema-v10", "schema-v10 → CURRENT"], steps_of("schemas.html"))
    write("page.md", "```mermaid\n---\ntitle: one\n---\n%s```\n```mermaid\n%s```\n" % (V1, V2))
    ermaid("timeline", "page.md", "-o", "t.html")
    check(steps_of("t.html") == ["one → 2"])
    os.makedirs("m")
    write("m/1_a.sql", "CREATE TABLE a (id int PRIMARY KEY);\n")
    write("m/2_b.sql", "ALTER TABLE a ADD COLUMN b text NOT NULL;\n")
    write("m/10_c.sql", "CREATE TABLE c (id int REFERENCES a);\n")
    ermaid("timeline", "m", "-o", "m.html")
    check(steps_of("m.html") == ["1_a → 2_b", "2_b → 10_c"])
    check("add it nullable" in read("m.html").decode())
    write("v1.mmd", V1)
    write("v2.mmd", V2)
    ermaid("timeline", "v1.mmd", "v2.mmd", "-o", "pictures/")
    check(sorted(os.listdir("pictures")) == ["1-2.svg", "1-v1.svg", "2-v2.svg"])
    check(b"~ changed" in read("pictures/1-2.svg"))
    sizes = {re.search(b'viewBox="[^"]*"', read("pictures/" + p)).group()
             for p in os.listdir("pictures")}
    check(len(sizes) == 1, sizes)
    ermaid("timeline", "v1.mmd", "v2.mmd", "-o", "pictures/", "-f", "html", status=2)
    ermaid("timeline", "v1.mmd", "v2.mmd", "-o", "x.svg", status=2)
    ermaid("timeline", "v1.mmd", "v1.mmd", "-o", "v1.mmd", status=2)
    ermaid("timeline", "missing", status=3)
    write("plain.md", "nothing\n")
    ermaid("timeline", "plain.md", status=1)
    write("bad.mmd", "erDiagram\n  A {\n")
    ermaid("timeline", "v1.mmd", "bad.mmd", "-o", "bad.html", status=1)
    check(not os.path.exists("bad.html"))


def test_timeline_checks_a_drawing():
    os.makedirs("m")
    write("m/1.sql", "CREATE TABLE a (id int PRIMARY KEY, x text);\n")
    write("drawn.mmd", "erDiagram\n  a {\n    int id PK\n    text x\n  }\n")
    ermaid("timeline", "--check", "m", "drawn.mmd")
    write("drawn.mmd", "erDiagram\n  a {\n    int id PK\n  }\n")
    p = ermaid("timeline", "--check", "m", "drawn.mmd", status=10)
    check(b"x" in p.stdout)
    os.makedirs("schemas")
    write("schemas/v1.mmd", "erDiagram\n  a { int id PK }\n")
    write("schemas/CURRENT.mmd", "erDiagram\n  a { int id PK\n text x }\n")
    ermaid("timeline", "--check", "schemas", "drawn.mmd", status=10)
    ermaid("timeline", "--check", "schemas", "schemas/CURRENT.mmd")
    ermaid("timeline", "--check", "m", status=2)


def test_thousands_of_dangers_fit_into_a_picture():
    columns = ",".join("c%d int" % i for i in range(2000))
    for name in "ab":
        write(name + ".sql", "CREATE TABLE t (%s);\n" % columns +
              "".join("CREATE UNIQUE INDEX %s%d ON t (c%d, c%d);\n" %
                      (name, i, i, (i + ord(name)) % 2000) for i in range(2000)))
    ermaid("diff", "a.sql", "b.sql", "--dialect", "postgres", "--memory", "100", "-o", "x.svg")
    svg = read("x.svg").decode()
    check("… 3991 more" in svg and len(svg) < 100_000, len(svg))


def test_timeline_of_a_file_in_git():
    if not shutil.which("git"):
        return
    def git(*args):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a", *args],
                       check=True, capture_output=True)
    git("init", "-q")
    for text in (V1, V1 + "%% the same schema\n", None, V2, V1):
        if text:
            write("s.mmd", text)
        else:
            os.remove("s.mmd")
        git("add", "-A")
        git("commit", "-qm", "x")
    ermaid("timeline", "--git", "s.mmd")
    check(len(steps_of("s.html")) == 2)
    check(re.search(rb">\d{4}-\d\d-\d\d [0-9a-f]{7,}</button>", read("s.html")))
    ermaid("timeline", "--git", "other.mmd", status=3)
    ermaid("timeline", "--git", "-o", "x.html", "--", "-s.mmd", status=3)


def test_convert():
    write("shop.mmd", SHOP)
    model = json.loads(ermaid("convert", "shop.mmd").stdout)
    check([e["name"] for e in model["entities"]] == ["CUSTOMER", "ORDER"])
    ermaid("convert", "shop.mmd", "-o", "shop.json")
    check(json.loads(read("shop.json")) == model)
    text = ermaid("convert", "--to", "mermaid", "shop.mmd").stdout
    again = json.loads(ermaid("convert", "-", input=text).stdout)
    check(again == model)
    ermaid("convert", "shop.mmd", "-o", "copy.mmd")
    check(read("copy.mmd") == text)
    write("page.md", PAGE)
    ermaid("convert", "page.md", status=2)
    ermaid("convert", "page.md", "-o", "out/", "--to", "json")
    check(sorted(os.listdir("out")) == ["page-1.json", "page-2.json"])


BOARDS = """a: {link: layers.x}
b: {link: layers.empty}
layers: {
  x: {c: {link: _}; layers: {in: {e}}}
  empty: {layers: {deep: {f}}}
}
steps: {1: {g: {link: layers.x}}}
"""


def links(path):
    return re.findall(r'href="([^"]*)"', read(path).decode())


def test_boards_lead_to_each_other():
    write("my b.d2", BOARDS)
    ermaid("my b.d2", "-o", "o/")
    check(sorted(os.listdir("o")) == [f"my b-{i}.svg" for i in (1, 2, 3, 5, 6)],
          os.listdir("o"))
    check(links("o/my b-1.svg") == ["my%20b-2.svg"], links("o/my b-1.svg"))
    check(links("o/my b-2.svg") == ["my%20b-1.svg"])
    check(links("o/my b-3.svg") == [])
    ermaid("my b.d2", "-o", "one.svg", "--only", "1")
    check(links("one.svg") == [], "no link to what is not there")
    ermaid("my b.d2", "-o", "b.pdf")
    pdf = read("b.pdf")
    check(b"/Count 5" in pdf and b"/Count 4" not in pdf)
    check(pdf.count(b"/Subtype /Link") == 3, pdf.count(b"/Subtype /Link"))
    check(b"/URI" not in pdf, "links stay within the file")


def test_targets_are_boards():
    write("b.d2", BOARDS)
    for target, names in (
        ("", ["b.svg"]),
        ("layers.x", ["b.svg"]),
        ("in", ["b.svg"]),
        ("layers.empty", ["b.svg"]),
        ("root.layers.x.*", ["b-2.svg", "b-3.svg"]),
        ("*", [f"b-{i}.svg" for i in range(1, 7)]),
    ):
        ermaid("b.d2", "--target", target, "-o", "o/")
        check(sorted(os.listdir("o")) == names, target, os.listdir("o"))
        shutil.rmtree("o")
    p = ermaid("b.d2", "--target", "layers.y", status=2)
    check('no board "layers.y"' in p.err, p.err)


def test_one_svg_shows_the_boards():
    write("b.d2", BOARDS)
    ermaid("b.d2", "--animate", "1500")
    svg = read("b.svg").decode()
    check(len(re.findall('class="board b[0-4]"', svg)) == 5, svg[-3000:])
    check(svg.count('visibility="hidden"') == 4, "the first one shows")
    check("ermaid-boards 7.5s step-end infinite" in svg and
          ".b4{animation-delay:6s}" in svg)
    ids = re.findall(' id="([^"]*)"', svg)
    check(len(ids) == len(set(ids)), ids)
    check(not links("b.svg"))
    ermaid("b.d2", "--animate-interval", "1500", "-o", "same.svg")
    check(read("same.svg") == read("b.svg"))
    p = ermaid("b.d2", "--animate", "1500", "-o", "b.png", status=2)
    check("--animate makes SVG" in p.err, p.err)
    ermaid("b.d2", "--animate", "0", "-o", "o/")
    check(len(os.listdir("o")) == 5)


def test_a_missing_icon_is_an_error_where_it_is_named():
    write("b.d2", "a: {icon: no.svg}\nlayers: {x: {\n  b: {icon: sub/no.png}}}\n"
          "c: {icon: https://example.org/c.svg}\n")
    for command in (["b.d2"], ["check", "b.d2"]):
        p = ermaid(*command, status=1)
        check("b.d2:1:5: error: cannot show the icon" in p.err and
              "b.d2:3:7: error: cannot show the icon" in p.err and
              "b.d2:4:5: warning: cannot show the icon" in p.err, p.err)
    check(os.listdir(".") == ["b.d2"], os.listdir("."))
    ermaid("convert", "--to", "json", "b.d2")


def test_icons_that_are_svg_are_drawn():
    icon = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
            '<rect width="9" height="9" fill="%s"/></svg>')
    write("b.d2", "a: {shape: image; icon: icon.svg}\n")
    for suffix in ("png", "pdf"):
        made = {}
        for color in ("red", "blue", "<"):
            write("icon.svg", icon % color)
            ermaid("b.d2", "-o", color[0] + "." + suffix)
            made[color] = read(color[0] + "." + suffix)
        check(len(set(made.values())) == 3, "two pictures and a frame")


def test_words_of_d2s_command():
    write("b.d2", "t: {shape: sql_table; id: int {constraint: primary_key}}\n"
          "u: {shape: sql_table; t: int {constraint: foreign_key}}\n"
          "u.t -> t.id\n")
    ermaid("b.d2", "--no-xml-tag", "--dark-theme", "-1", "-t", "4", "-l", "elk",
           "--omit-version", "-o", "d2.svg")
    ermaid("b.d2", "--theme", "4", "--layout", "layered", "-o", "ours.svg")
    check(read("d2.svg") == read("ours.svg"))
    ermaid("b.d2", "--scale", "-1", "--center", "-o", "fits.svg")
    start = read("fits.svg")[:200]
    check(b' width="' not in start and b"xMidYMid meet" in start, start)
    ermaid("b.d2", "--salt", "a", "-o", "a.svg")
    ermaid("b.d2", "--salt", "b", "-o", "b.svg")
    a, b = (set(re.findall(b' id="([^"]*)"', read(f))) for f in ("a.svg", "b.svg"))
    check(len(a) > 2 and not a & b, a & b)
    ermaid("b.d2", "-o", "v.pdf")
    ermaid("b.d2", "-o", "n.pdf", "--omit-version")
    check(b"(ermaid 0" in read("v.pdf") and b"(ermaid)" in read("n.pdf"))


def test_keys_imply_feet():
    write("b.d2", "t: {shape: sql_table; id: int {constraint: primary_key}}\n"
          "u: {shape: sql_table; t: int {constraint: [foreign_key; unique]}\n"
          "  p: int {constraint: [foreign_key; nullable]}}\n"
          "u.t -> t.id\nt.id <- u.p: {source-arrowhead.shape: diamond}\nt -> u\n")
    for notation, ends in (
        ("auto", [("none", "triangle"), ("diamond-open", "none"),
                  ("none", "triangle")]),
        ("crow", [("0..1", "1"), ("diamond-open", "0..n"),
                  ("none", "triangle")]),
    ):
        p = ermaid("b.d2", "--notation", notation, "--stop-after", "graph")
        said = re.findall(r'edge \d "." (?:row \d )?(\S+) -- "." (?:row \d )?'
                          r"(\S+)", p.stdout.decode())
        check(said == ends, said)


def test_d2_models_hold_their_boards():
    write("b.d2", "a -> b\nlayers: {x: {c}; y: {...@inner}}\n")
    write("inner.d2", "d\n")
    p = ermaid("convert", "--to", "json", "b.d2")
    board = json.loads(p.stdout)["board"]
    check([o["id"] for o in board["objects"]] == ["a", "b"], p.stdout)
    check([b["name"] for b in board["layers"]] == ["x", "y"], p.stdout)
    check(board["layers"][1]["objects"][0]["id"] == "d", p.stdout)
    p = ermaid("convert", "--to", "json", "--only", "x", "b.d2")
    check(json.loads(p.stdout)["board"]["name"] == "x", p.stdout)
    p = ermaid("convert", "--lang", "d2", "-", input=b"x.shape: ovl\n", status=1)
    check(not p.stdout and ":1:10: error:" in p.err, p.err)
    check("`oval`" in p.err, p.err)
    p = ermaid("check", "--lang", "d2", "-", input=b"x.Shape: oval\n")
    check("warning" in p.err, p.err)


def test_check_and_its_reports():
    odd = "erDiagram\n    A {\n        int id PK\n        int id\n    }\n"
    write("odd.mmd", odd)
    write("bad.mmd", BROKEN)
    write("shop.mmd", SHOP)
    p = ermaid("check", "odd.mmd")
    check(": warning: " in p.err and p.stdout == b"", p.err)
    ermaid("check", "odd.mmd", "--fail-on", "warning", status=1)
    ermaid("check", "shop.mmd", "--fail-on", "warning")
    p = ermaid("check", "bad.mmd", "odd.mmd", "--diagnostics", "json", status=1)
    report = json.loads(p.stdout)
    text = json.dumps(report)
    check("bad.mmd" in text and "odd.mmd" in text and p.err == "", text)
    p = ermaid("check", "bad.mmd", "odd.mmd", "--diagnostics", "sarif", status=1)
    log = json.loads(p.stdout)
    check(log["version"] == "2.1.0" and len(log["runs"]) == 1)
    check(len(log["runs"][0]["results"]) == len(report)
          if isinstance(report, list) else True)
    p = ermaid("check", "bad.mmd", "--diagnostics", "github", status=1)
    check(p.stdout.startswith(b"::error file=bad.mmd,line=2"), p.stdout)
    p = ermaid("check", "shop.mmd", "--diagnostics", "json")
    json.loads(p.stdout)
    p = ermaid("check", "missing.mmd", "--diagnostics", "json", status=3)
    json.loads(p.stdout)
    p = ermaid("render", "bad.mmd", "--diagnostics", "json", status=1)
    check(p.stdout == b"" and json.loads(p.err))


def test_quiet():
    odd = b"erDiagram\n    A {\n        int id\n        int id\n    }\n"
    write("page.md", PAGE + "```mermaid\n" + FLOW + "```\n")
    check(ermaid("render", "page.md", "-o", "a.svg").err != "")
    check(ermaid("render", "page.md", "-o", "a.svg", "-q").err == "")
    write("bad.mmd", BROKEN)
    check(ermaid("render", "bad.mmd", "-q", status=1).err != "")
    check(ermaid("check", "-", "-q", input=odd).err != "")


def test_themes_and_fonts():
    themes = ermaid("themes").stdout.decode()
    for name in ("light", "dark", "default", "neutral", "forest", "base"):
        check(any(l.split()[0] == name for l in themes.splitlines()), name)
    check(len(ermaid("fonts").stdout.splitlines()) == 5)
    licenses = ermaid("fonts", "--licenses").stdout.decode()
    check(licenses.count("SIL OPEN FONT LICENSE") >= 2)


# ------------------------------------------------------------- surroundings


def on_terminal(*args, env=None, feed=None):
    """Runs ermaid with standard error on a terminal; what it showed."""
    main, side = pty.openpty()
    full = {**os.environ, "TERM": "xterm", **(env or {})}
    p = subprocess.Popen([ERMAID, *args], stderr=side, stdout=subprocess.PIPE,
                         stdin=subprocess.DEVNULL, env=full)
    os.close(side)
    if feed:
        feed()
    shown = b""
    while True:
        try:
            part = os.read(main, 4096)
        except OSError as e:
            check(e.errno == errno.EIO, e)
            break
        if not part:
            break
        shown += part
    os.close(main)
    p.communicate(timeout=60)
    return shown.decode()


def test_colours_only_on_a_terminal():
    write("bad.mmd", BROKEN)
    shown = on_terminal("check", "bad.mmd", env={"NO_COLOR": ""})
    check("\033[1;31merror\033[0m: " in shown, repr(shown))
    check("\033" not in on_terminal("check", "bad.mmd", env={"NO_COLOR": "1"}))
    check("\033" not in on_terminal("check", "bad.mmd", env={"TERM": "dumb"}))
    check("\033" not in ermaid("check", "bad.mmd", status=1).err)


def test_progress_is_shown_after_a_second_on_a_terminal():
    os.mkfifo("slow.mmd")

    def feed():
        with open("slow.mmd", "wb") as f:
            f.write(SHOP.encode())
            f.flush()
            time.sleep(1.5)

    shown = on_terminal("render", "slow.mmd", "-o", "a.svg", feed=feed)
    check("ermaid: slow.mmd, 1 s" in shown, repr(shown))
    check(shown.endswith("\r\033[K"), repr(shown))
    write("quick.mmd", SHOP)
    check(on_terminal("render", "quick.mmd", "-o", "a.svg") == "")


def test_names_with_control_characters_are_shown_safely():
    name = "a\x1b[31m\n.mmd"
    write(name, BROKEN)
    p = ermaid("check", name, "\x1b[2Jmissing.mmd", status=1)
    check("\x1b" not in p.err, repr(p.err))


def test_locale_and_surroundings_change_nothing():
    write("shop.mmd", SHOP)
    want = ermaid("render", "shop.mmd", "-o", "-", "--scale", "1.5").stdout
    known = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE)
    names = known.stdout.decode().split()
    for locale in ("tr_TR.utf8", "de_DE.utf8", "C", "POSIX", "C.utf8"):
        if locale not in names:
            continue
        env = {"LC_ALL": locale, "LANG": locale, "TZ": "Asia/Kathmandu",
               "HOME": "/nonexistent"}
        p = ermaid("render", "shop.mmd", "-o", "-", "--scale", "1.5", env=env)
        check(p.stdout == want, locale)
        p = ermaid("render", "SHOP.MMD", env=env, status=3)
        check("No such file or directory" in p.err, p.err)


# ---------------------------------------------------------------- imports


def objects(*args, **more):
    """The ids of the objects that D2 says there are."""
    out = json.loads(ermaid("convert", "--to", "json", *args, **more).stdout)
    return [o["id"] for o in out["board"]["objects"]]


def test_imports_are_read_in_the_folder_of_the_input():
    os.makedirs("in/sub")
    write("in/a.d2", "...@sub/b\nx: @c\n")
    write("in/sub/b.d2", "y: @../c\n")
    write("in/c.d2", "z\n")
    want = ["x", "x.z", "y", "y.z"]
    check(sorted(objects("in/a.d2")) == want, objects("in/a.d2"))
    os.chdir("in")
    check(sorted(objects("a.d2")) == want)
    check(sorted(objects(os.path.abspath("a.d2"))) == want)
    os.symlink("c.d2", "d.d2")
    write("e.d2", "...@d\n")
    check(objects("e.d2") == ["z"], "a link within the folder")


def test_imports_stay_in_the_folder_of_the_input():
    os.makedirs("in/folder.d2")
    os.makedirs("inside")
    write("secret.d2", "secret\n")
    write("inside/secret.d2", "secret\n")
    os.symlink("../secret.d2", "in/link.d2")
    os.symlink("..", "in/up")
    os.mkfifo("in/fifo.d2")
    outside, irregular = "outside of", "no regular file"
    for text, why in (("...@../secret", outside), ("...@link", outside),
                      ("...@up/secret", outside),
                      ("...@../inside/secret", outside),
                      ("...@" + os.path.abspath("secret.d2"), outside),
                      ("...@fifo", irregular), ("...@folder", irregular),
                      ("...@none", "No such file")):
        write("in/a.d2", "\n  " + text + "\n")
        p = ermaid("convert", "--to", "json", "in/a.d2", status=1)
        check(p.stdout == b"" and "in/a.d2:2:3: error:" in p.err, text, p.err)
        check(why in p.err, text, p.err)
    p = ermaid("convert", "--to", "json", "--lang", "d2", "-", status=1,
               input=b"...@secret\n")
    check("standard input has no folder" in p.err, p.err)


def test_bombs_of_imports_and_globs_end_at_a_limit():
    for i in range(20):
        write(f"{i}.d2", f"x: @{i + 1}\ny: @{i + 1}\n")
    write("20.d2", "z\n")
    many = "; ".join(f"n{i}" for i in range(2000))
    doubled = "".join(f"v{i + 1}: ${{v{i}}}${{v{i}}}\n" for i in range(40))
    write("globs.d2", many + "\n** -> **\n")
    write("vars.d2", "vars: {\nv0: lol\n" + doubled + "}\nx: ${v40}\n")
    for name in ("0.d2", "globs.d2", "vars.d2"):
        p = ermaid("convert", "--to", "json", name, status=4)
        check("[limit-d2-" in p.err, name, p.err[:300])
    write("b.d2", "...@c\n")
    write("c.d2", "...@b\n")
    p = ermaid("convert", "--to", "json", "b.d2", status=1)
    check("b.d2 -> c.d2 -> b.d2" in p.err, p.err)


def run(name, function):
    folder = tempfile.mkdtemp(prefix="ermaid-cli-")
    before = os.getcwd()
    os.chdir(folder)
    try:
        function()
        return True
    except Exception as e:  # a test that fails must not stop the others
        print(f"FAILED {name}: {type(e).__name__}: {e}")
        return False
    finally:
        os.chdir(before)
        shutil.rmtree(folder, ignore_errors=True)


def main():
    tests = {n: f for n, f in globals().items() if n.startswith("test_")}
    wanted = sys.argv[2:] or tests
    failed = sum(not run(n, tests[n]) for n in wanted)
    print(f"{len(list(wanted))} tests, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
