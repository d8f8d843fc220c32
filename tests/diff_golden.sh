#!/bin/sh
# Compares what diff says of each pair in a folder with what is kept beside it.
# With "update" behind it, keeps what it says now.
#
#   diff_golden.sh ERMAID FOLDER [update]
set -eu
ermaid=$1 folder=$2 update=${3-}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

n=0 bad=0
for pair in "$folder"/*/; do
    for form in txt md json svg sql sides; do
        # Markdown and SQL in golden/ would be inputs.
        kept=diff.$form
        made=$out/diff.$form
        [ $form = md ] && kept=comment.txt
        [ $form = sql ] && kept=draft.txt
        [ $form = sql ] && [ ! -e "$pair/before.sql" ] &&
            [ ! -e "$pair/after.sql" ] && continue
        if [ $form = sides ]; then
            kept=sides.svg
            made=$out/sides.svg
            set -- --layout before-after --text system
        else
            set --
        fi
        "$ermaid" diff "$pair"before.* "$pair"after.* "$@" -o "$made"
        n=$((n + 1))
        if [ "$update" = update ]; then
            cp "$made" "$pair$kept"
        elif ! diff -u "$pair$kept" "$made"; then
            bad=$((bad + 1))
        fi
    done
    status=0
    "$ermaid" diff --exit-code "$pair"before.* "$pair"after.* >/dev/null ||
        status=$?
    grep -qx 'no differences' "$pair/diff.txt" && same=0 || same=10
    [ $status -eq $same ]
done
echo "$n compared, $bad differ"
[ $n -gt 0 ] && [ $bad -eq 0 ]
