#!/bin/sh
# Checks that each folder of src/ includes only what tests/layers.txt allows.
# A folder may include itself and the folders in its row.
set -eu
cd "$1"
awk '
NR == FNR {
    sub(":", "")
    may[$1, $1]
    for (i = 2; i <= NF; i++)
        may[$1, $i]
    next
}
/^#include "[a-z0-9]+\// {
    split(FILENAME, at, "/")
    split($2, to, /["\/]/)
    seen++
    if (!((at[2], to[2]) in may)) {
        print FILENAME ": may not include " $2
        bad = 1
    }
}
END {
    if (!seen) {
        print "no includes found"
        bad = 1
    }
    exit bad
}' tests/layers.txt src/*/*.[ch]
