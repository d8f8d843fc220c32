#!/bin/sh
# Checks the tree's style: clang-format, clang-tidy and cppcheck are silent.
#
#   tidy.sh ROOT BUILD [deep]
#
# BUILD has a compile_commands.json. "deep" lets clang's analyzer follow all
# calls, which takes ten times as long. Status 77: a tool is missing.
set -eu
root=$1 build=$2 mode=${3-shallow}
cd "$root"
for tool in clang-format clang-tidy cppcheck; do
    command -v "$tool" >/dev/null || { echo "$tool is missing"; exit 77; }
done

ours=$(git ls-files '*.c' '*.h' 2>/dev/null || true)
[ -n "$ours" ] || ours=$(find src tests fuzz fonts -name '*.[ch]' | sort)
clang-format --dry-run -Werror $ours

# one clang-tidy a core, a file each
printf '%s\n' $ours | grep '^src/.*\.c$' |
    xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$build" \
        --warnings-as-errors='*' --extra-arg=-Xclang \
        --extra-arg=-analyzer-config --extra-arg=-Xclang \
        --extra-arg=mode="$mode" 2>/dev/null

cppcheck --quiet --std=c11 --error-exitcode=1 -j "$(nproc)" -Isrc \
    --enable=warning,performance,portability --inline-suppr \
    --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches \
    src
