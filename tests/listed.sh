#!/bin/sh
# Every C file of src/ and every unit test is in the build's lists.
#
#   listed.sh ROOT
cd "$1" || exit 1
status=0
for file in src/*.c src/*/*.c; do
    grep -q "$file" CMakeLists.txt || { echo "not built: $file"; status=1; }
done
units=$(sed -n '/foreach(name/,/)/p' CMakeLists.txt | tr '()' '  ')
for file in tests/unit/test_*.c; do
    name=$(basename "$file" .c)
    case " $(echo $units) " in
    *" ${name#test_} "*) ;;
    *) echo "not run: $file"; status=1 ;;
    esac
done
exit $status
