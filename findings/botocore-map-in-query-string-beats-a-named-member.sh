#!/usr/bin/env bash
# A map that is bound to the query string overwrites the parameter of a member with a name of its own.
#
# botocore 1.44.8.
# Smithy's rules for `httpQueryParams` say the opposite: where the map has a key that another member is
# bound to with `httpQuery`, the member wins. botocore adds both to one dictionary in the order in which
# the caller gave them, so the later one stays: the same two arguments send two different requests.
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


members = {
    "flag": {"shape": "S", "location": "querystring", "locationName": "flag"},
    "more": {"shape": "M", "location": "querystring", "locationName": "more"},
}
member_first = {"flag": "member", "more": {"flag": "map"}}
map_first = {"more": {"flag": "map"}, "flag": "member"}
for what, params, expected in [("member first", member_first, "map"), ("map first", map_first, "member")]:
    expect(what, request("rest-json", members, params)["query_string"], {"flag": expected})
PROGRAM
