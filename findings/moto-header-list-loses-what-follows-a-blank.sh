#!/usr/bin/env bash
# moto reads a header's list without its blanks: of `ETag, ObjectSize` it answers the first alone.
#
# moto 5.2.5, GetObjectAttributes of S3.
# HTTP lets blanks stand behind the commas of a list, and boto3 writes none. A client that writes them gets
# 200 and an answer that lacks what it asked for, with no error; the same request without the blank has all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'moto[s3,server]==5.2.5'
"$folder/venv/bin/python" - <<'PROGRAM'
import logging
import re
import urllib.request

from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
host, port = server.get_host_and_port()
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0"
)


def send(method, path, body=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(
        f"http://{host}:{port}{path}", body, {"Authorization": AUTHORIZATION, **headers}, method=method
    )
    with urllib.request.urlopen(request) as response:
        return response.status, response.read().decode()


def attributes(text):
    status, body = send("GET", "/shelf/book?attributes", x_amz_object_attributes=text)
    seen = status, [name for name in ("ETag", "ObjectSize") if re.search(f"<{name}>", body)]
    print(f"{text!r}: {seen}")
    return seen


send("PUT", "/shelf")
send("PUT", "/shelf/book", b"text")
assert attributes("ETag,ObjectSize") == (200, ["ETag", "ObjectSize"])
assert attributes("ETag, ObjectSize") == (200, ["ETag"])
server.stop()
PROGRAM
