#!/usr/bin/env bash
# botocore quotes an element of a header's list for a comma or a quote, and not for the blanks around it.
#
# botocore 1.44.8.
# An element with a comma or a quote is written as a quoted string, and can be told apart again. One that
# begins or ends with a blank, or is empty, is written bare: whoever reads the list by HTTP's rules trims
# the blank and drops the empty element, so three elements arrive as two.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.44.8
"$folder/venv/bin/python" - <<'PROGRAM'
from botocore import model, serialize


def request(protocol, members, params, shapes=()):
    service = model.ServiceModel({
        "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "x", "protocol": protocol,
                     "serviceId": "X", "signatureVersion": "v4"},
        "operations": {"Op": {"name": "Op", "http": {"method": "GET", "requestUri": "/"},
                              "input": {"shape": "In"}}},
        "shapes": {
            "In": {"type": "structure", "members": members},
            "S": {"type": "string"},
            "B": {"type": "boolean"},
            "L": {"type": "list", "member": {"shape": "S"}},
            "M": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S"}},
        },
    })
    serializer = serialize.create_serializer(protocol, False)
    return serializer.serialize_to_request(params, service.operation_model("Op"))


def expect(what, seen, expected):
    print(f"{what}: {seen!r}")
    assert seen == expected, f"expected {expected!r}"


members = {"h": {"shape": "L", "location": "header", "locationName": "x-list"}}
for given, expected in [
    (["a,b", 'c"d'], '"a,b","c\\"d"'),
    ([" a", "", "b "], " a,,b "),
]:
    expect(given, request("rest-json", members, {"h": given})["headers"]["x-list"], expected)
PROGRAM
