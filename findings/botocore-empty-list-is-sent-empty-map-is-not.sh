#!/usr/bin/env bash
# The query protocol of botocore sends an empty list as `Name=` and says nothing of an empty map.
#
# botocore 1.44.8.
# A list that was given and is empty reaches the service as a parameter without a value, which is how
# one clears a list. A map that was given and is empty is not sent at all, so it cannot be told from one
# that was never given. EC2's protocol, a query protocol too, sends neither.
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


members = {"l": {"shape": "L"}, "m": {"shape": "M"}}
for protocol, expected in [("query", {"l": ""}), ("ec2", {})]:
    body = request(protocol, members, {"l": [], "m": {}})["body"]
    seen = {name: value for name, value in body.items() if name not in ("Action", "Version")}
    expect(protocol, seen, expected)
PROGRAM
