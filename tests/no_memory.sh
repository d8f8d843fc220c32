#!/bin/sh
# Every request for memory of a whole run fails in turn: ermaid must end with a
# status of its own, write the whole picture or nothing, and leave an older
# picture as it was. Cairo and pixman do not survive this, so only SVG is drawn.
#
#   no_memory.sh ERMAID PRELOAD INPUT
set -u
ermaid=$1 preload=$2 input=$3
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$ermaid" render "$input" -f svg -o "$out/whole" || exit 1

n=1 failed=0 step=1
while :; do
    echo old >"$out/picture"
    rm -f "$out/told"
    FAIL_AT=$n FAIL_TOLD=$out/told LD_PRELOAD=$preload \
        timeout 20 "$ermaid" render "$input" -f svg -o "$out/picture" \
        2>"$out/err"
    status=$?
    [ -e "$out/told" ] || break
    if [ $status -gt 10 ]; then
        echo "request $n: status $status"
        failed=$((failed + 1))
    elif [ $status -eq 0 ]; then
        cmp -s "$out/picture" "$out/whole" || {
            echo "request $n: status 0 with another picture"
            failed=$((failed + 1))
        }
    elif [ "$(cat "$out/picture")" != old ]; then
        echo "request $n: status $status, and the old picture is gone"
        failed=$((failed + 1))
    fi
    [ "$(ls "$out" | wc -l)" -le 4 ] || {
        echo "request $n: left a file behind"
        failed=$((failed + 1))
    }
    [ $n -gt 400 ] && step=7
    n=$((n + step))
done
echo "$((n - 1)) requests, $failed failures"
[ $failed -eq 0 ] && [ $n -gt 20 ]
