#!/usr/bin/env bash
# The CRT signs headers that end at the next hop; botocore signs all but those, and WebSocket's too.
#
# awscrt 0.38.1, botocore 1.44.8 (PyPI).
# Neither signs `User-Agent`, `Expect`, `Transfer-Encoding` or `Upgrade`. `Connection`, `TE`, `Keep-Alive`,
# `Trailer` and `Proxy-Authorization`, which a proxy takes off or rewrites, are covered by the CRT's signature
# and not by botocore's: the same request arrives intact through a proxy where one has signed it, and with
# a signature that no longer fits where the other has. `Sec-WebSocket-Key` and `-Protocol` are the other way round.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.44.8 awscrt==0.38.1
"$folder/venv/bin/python" - <<'PROGRAM'
import datetime
from awscrt import auth, http
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def botocore(name):
    request = AWSRequest(method="GET", url="https://example.com/", headers={name: "x"})
    SigV4Auth(Credentials("key", "secret"), "service", "us-east-1").add_auth(request)
    return request.headers["Authorization"]


def crt(name):
    request = http.HttpRequest("GET", "/", http.HttpHeaders([("Host", "example.com"), (name, "x")]))
    config = auth.AwsSigningConfig(
        algorithm=auth.AwsSigningAlgorithm.V4, signature_type=auth.AwsSignatureType.HTTP_REQUEST_HEADERS,
        credentials_provider=auth.AwsCredentialsProvider.new_static("key", "secret"), region="us-east-1",
        service="service", date=datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc))
    return auth.aws_sign_request(request, config).result(30).headers.get("Authorization")


def signs(header, name):
    return name.lower() in header.split("SignedHeaders=")[1].split(",")[0].split(";")


for names, expected in [
    (["User-Agent", "Expect", "Transfer-Encoding", "Upgrade"], (False, False)),
    (["Connection", "TE", "Keep-Alive", "Trailer", "Proxy-Authorization"], (True, False)),
    (["Sec-WebSocket-Key", "Sec-WebSocket-Protocol"], (False, True)),
    (["Accept", "Content-Type", "Via"], (True, True)),
]:
    for name in names:
        seen = (signs(crt(name), name), signs(botocore(name), name))
        print(f"{name}: signed by the CRT {seen[0]}, by botocore {seen[1]}")
        assert seen == expected, f"expected {expected}"
PROGRAM
