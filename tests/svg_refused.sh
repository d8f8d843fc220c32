#!/bin/sh
# svg_check must refuse what it is there for: each line below, put into a sound
# picture, makes one that it refuses. A line that begins with "@" holds
# attributes of the root.                         svg_refused.sh SVG_CHECK
set -eu
check=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

picture() { # ATTRIBUTES OF THE ROOT, BODY
    printf '<svg xmlns="http://www.w3.org/2000/svg" %s>%s</svg>\n' \
        "xmlns:xlink=\"http://www.w3.org/1999/xlink\" $1" "$2"
}

picture 'width="10" height="10"' '<title>sound</title><g id="a">
<rect x="1" y="1" width="2" height="2" fill="#fff"/>
<a xlink:href="https://example.org/?a=1&amp;b=2"><text x="1">a &lt; b</text></a>
</g>' >"$folder/sound.svg"
"$check" "$folder/sound.svg"

n=0
while read -r line; do
    n=$((n + 1))
    case $line in
    @*) picture "${line#@}" '' ;;
    *) picture '' "$line" ;;
    esac >"$folder/bad.svg"
    if "$check" "$folder/bad.svg" >"$folder/said"; then
        echo "not refused: $line"
        exit 1
    fi
    [ -s "$folder/said" ]
done <<'EOF'
<script>alert(1)</script>
<foreignObject/>
<image xlink:href="a.png"/>
<g onclick="alert(1)"/>
@onload="alert(1)"
@viewBox="0 0 NaN 1"
@width="-1"
@width="1e3"
@fill="#fff" fill="#fff"
<a xlink:href="javascript:alert(1)"><text>x</text></a>
<a xlink:href="java&#x09;script:alert(1)"><text>x</text></a>
<a xlink:href="data:text/html,x"><text>x</text></a>
<use xlink:href="other.svg#a"/>
<use xlink:href="#nowhere"/>
<rect fill="url(#a)"/>
<rect fill="url(https://example.org/x)"/>
<rect style="fill:red"/>
<style>@import "x.css";</style>
<style>a{fill:url(x)}</style>
<g id="a"/><g id="a"/>
<g><rect></g></rect>
<g>text</g>
<text>a & b</text>
<text>&unknown;</text>
<text>&#0;</text>
<text>]]></text>
<text>a<!-- b --></text>
<text><![CDATA[x]]></text>
<?php x ?>
<svg/>
<g></g></svg><svg>
<path d="M0 0 L 1e9 1"/>
<path d="0 0"/>
EOF
echo "$n pictures refused"
[ $n -gt 30 ]
