#!/bin/sh
# A schema taken through another language and back does not differ from itself
# in what that language can say.
#
#   roundtrip.sh ERMAID FILE.sql…     the folder's name is the dialect
set -eu
ermaid=$1
shift
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

n=0
for file in "$@"; do
    dialect=$(basename "$(dirname "$file")")
    "$ermaid" convert --quiet --dialect "$dialect" --to mermaid "$file" \
        -o "$out/drawn.mmd"
    said=$("$ermaid" diff --quiet --dialect "$dialect" "$file" "$out/drawn.mmd" \
        2>/dev/null)
    [ "$said" = "no differences" ] || {
        echo "$file, drawn as Mermaid:"
        echo "$said"
        exit 1
    }
    n=$((n + 1))
done
echo "$n schemas are the same when drawn"
[ $n -gt 0 ]
