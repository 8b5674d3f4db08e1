#!/usr/bin/env bash
# Below an endpoint URL with a path, botocore drops the slash that a request for `/` is.
#
# botocore 1.44.8 (PyPI).
# An operation at `/` (all of the JSON and query protocols) sent below `https://gateway.example/custom` goes to
# `/custom`, where Smithy's protocol tests and the SDKs made from them have `/custom/`; a gateway that routes by
# prefix tells the two apart. So does a listing of S3's buckets. Only a slash that the URL itself ends in stays.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.44.8
"$folder/venv/bin/python" - <<'PROGRAM'
from urllib.parse import urlsplit

import botocore.session


class Seen(Exception):
    pass


def path(service, operation, endpoint):
    session = botocore.session.Session()
    session.set_credentials("key", "secret")
    client = session.create_client(service, region_name="us-east-1", endpoint_url=endpoint)

    def see(request, **_):
        raise Seen(request.url)

    client.meta.events.register("before-send", see)
    try:
        getattr(client, operation)()
    except Seen as seen:
        return urlsplit(str(seen)).path


base = "https://gateway.example/custom"
for service, operation, endpoint, expected in [
    ("sqs", "list_queues", base, "/custom"),
    ("dynamodb", "list_tables", base, "/custom"),
    ("sns", "list_topics", base, "/custom"),
    ("s3", "list_buckets", base, "/custom"),
    ("sqs", "list_queues", base + "/", "/custom/"),
    ("lambda", "list_functions", base, "/custom/2015-03-31/functions"),
]:
    seen = path(service, operation, endpoint)
    print(f"{service} {operation} below {endpoint}: {seen}")
    assert seen == expected, f"expected {expected}"
PROGRAM
