#!/bin/sh
# The same input gives the same bytes: twice, from another folder, under
# another locale and time zone, and from another build.
#
#   same_bytes.sh ERMAID OTHER INPUT…     OTHER may be the same program
set -eu
one=$1 other=$2
shift 2
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# Turkish has other capitals for "i", and a comma for the decimal point.
export LOCPATH="$out"
localedef -i tr_TR -f UTF-8 "$out/tr_TR.UTF-8"
[ "$(LC_ALL=tr_TR.UTF-8 locale decimal_point)" = , ]

n=0
for input in "$@"; do
    case $input in /*) ;; *) input=$PWD/$input ;; esac
    for format in svg txt png pdf; do
        "$one" render "$input" --only 1 -f $format -o "$out/a" 2>"$out/err" || {
            status=$?
            [ $status -eq 1 ] && continue 2 # the input has errors
            cat "$out/err"
            exit 1
        }
        "$one" render "$input" --only 1 -f $format -o "$out/b" 2>/dev/null
        cmp "$out/a" "$out/b"
        (cd / && LC_ALL=tr_TR.UTF-8 TZ=Asia/Kathmandu HOME=/nonexistent \
            "$other" render "$input" --only 1 -f $format -o "$out/c" 2>/dev/null)
        cmp "$out/a" "$out/c"
        n=$((n + 1))
    done
done
echo "$n outputs, each the same three times"
[ $n -gt 0 ]
