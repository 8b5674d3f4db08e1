#!/usr/bin/env bash
# botocore reads JSON by the model's names, and checks none of its types.
#
# botocore 1.44.8.
# A text where the model has a list of texts becomes the list of its letters, since Python iterates over
# both. Scalars are passed on as they came: an integer that was sent as text stays text, one with a
# fraction keeps it, and `"false"` is a true value to whoever asks. Only `null` as a member is left out;
# within a list it stays.
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


expect("json", b'{"list": "abc"}', {"list": ["a", "b", "c"]})
expect("json", b'{"list": ["a", null]}', {"list": ["a", None]})
expect("json", b'{"number": "12"}', {"number": "12"})
expect("json", b'{"number": 12.7}', {"number": 12.7})
expect("json", b'{"flag": "false", "text": null}', {"flag": "false"})
PROGRAM
