#!/usr/bin/env bash
# botocore takes every child of an XML list for an element, and every document for an empty output.
#
# botocore 1.44.8.
# The name of a list's elements (`member`, or what the model says) is not compared in the list, so
# elements of another name are read beside them. A boolean is true only as `true` in small letters, though
# XML Schema has `1` too. The root element is not looked at: HTML with status 200 is an output
# without members.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.44.8
"$folder/venv/bin/python" - <<'PROGRAM'
from botocore import model, parsers

SHAPES = {
    "Out": {"type": "structure", "members": {
        "list": {"shape": "L"}, "number": {"shape": "I"}, "flag": {"shape": "B"}, "text": {"shape": "S"},
    }},
    "L": {"type": "list", "member": {"shape": "S"}},
    "I": {"type": "integer"},
    "B": {"type": "boolean"},
    "S": {"type": "string"},
}
OUT = model.ShapeResolver(SHAPES).get_shape_by_name("Out")


def expect(protocol, body, expected):
    parser = parsers.create_parser(protocol)
    seen = parser.parse({"status_code": 200, "headers": {}, "body": body}, OUT)
    del seen["ResponseMetadata"]
    print(f"{body!r} is read as {seen!r}")
    assert seen == expected, f"expected {expected!r}"


expect("query", b"<R><list><member>a</member><other>b</other></list></R>", {"list": ["a", "b"]})
for text, flag in [(b"true", True), (b"TRUE", False), (b"1", False)]:
    expect("query", b"<R><flag>" + text + b"</flag></R>", {"flag": flag})
expect("query", b"<html><body>maintenance</body></html>", {})
PROGRAM
