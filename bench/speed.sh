#!/bin/sh
# The speed bench on a fresh release build; options as for speed.py.
set -eu
root=$(dirname "$0")/..
cmake -S "$root" -B "$root/build/release" -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$root/build/release" --target ermaid >/dev/null
exec python3 "$root/bench/speed.py" "$@"
