#!/usr/bin/env python3
"""How fast ermaid draws D2, as ratios to the d2 command in the same run.

    bench/d2_speed.py --d2 FILE [--ermaid FILE] [--files N] [FOLDER...]

N files (50) are taken from the folders, evenly among those that both programs
draw; the corpora of ../shared when no folder is named. For each file the
programs take turns, cold, from file to SVG: ermaid, d2 with dagre, d2 with ELK.
Printed are the medians of the times and of the ratios, and of peak memory; the
exit status is 1 when a promise is not kept. Files that name icons are left out:
d2 would fetch them.
"""
import argparse
import glob
import os
import statistics
import subprocess
import sys
import tempfile

from speed import ROOT, peak_memory, run_once

CORPORA = [os.path.join(ROOT, "..", "shared", "corpus", name) for name in ("d2", "d2-wild")]
#           against      times   memory
PROMISES = {"d2, dagre": (30, 5), "d2, ELK": (100, 5)}


def commands(options, path, folder):
    out = os.path.join(folder, "out.svg")
    return {"ermaid": [options.ermaid, "render", "--quiet", "--only", "1", path, "-o", out],
            "d2, dagre": [options.d2, "--target", "", path, out],
            "d2, ELK": [options.d2, "--layout", "elk", "--target", "", path, out]}


def is_drawn(options, path, folder):
    with open(path, "rb") as file:
        if b"icon" in file.read():
            return False
    return all(subprocess.run(command, capture_output=True, check=False, timeout=120).returncode == 0
               for command in commands(options, path, folder).values())


def choose(options, folder):
    """Files as far from each other as they can be; their neighbours where one
    of the programs fails."""
    paths = sorted(path for where in options.folders for path in glob.glob(os.path.join(where, "*.d2")))
    step = max(1, len(paths) // options.files)
    chosen = []
    for start in range(0, len(paths), step):
        for path in paths[start:start + step]:
            if is_drawn(options, path, folder):
                chosen.append(path)
                break
    return chosen[:options.files]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--ermaid", default=os.path.join(ROOT, "build", "release", "ermaid"))
    parser.add_argument("--d2", required=True)
    parser.add_argument("--files", type=int, default=50)
    parser.add_argument("folders", nargs="*", default=CORPORA)
    options = parser.parse_args()
    options.ermaid = os.path.abspath(options.ermaid)

    times, memory = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        for path in choose(options, folder):
            for name, command in commands(options, path, folder).items():
                times.setdefault(name, []).append(run_once(command))
                memory.setdefault(name, []).append(peak_memory(command))
    print(f"{len(times['ermaid'])} files\n  {'':12}{'ms':>8}{'of ermaid':>12}{'MiB':>8}{'of ermaid':>12}")
    kept = True
    for name, took in times.items():
        ratio = statistics.median(t / own for t, own in zip(took, times["ermaid"]))
        more = statistics.median(m / own for m, own in zip(memory[name], memory["ermaid"]))
        least = PROMISES.get(name, (0, 0))
        good = ratio >= least[0] and more >= least[1]
        kept = kept and good
        print(f"  {name:12}{statistics.median(took) * 1000:8.1f}{ratio:11.1f}x{statistics.median(memory[name]):8.1f}"
              f"{more:11.1f}x  {'' if name == 'ermaid' else 'kept' if good else 'NOT KEPT'}")
    sys.exit(not kept)


if __name__ == "__main__":
    main()
