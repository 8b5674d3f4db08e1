#!/usr/bin/env bash
# botocore and the CRT, both AWS's, sign a URL's query differently unless it is encoded as SigV4 wants it.
#
# botocore 1.44.8, awscrt 0.38.1 (PyPI).
# SigV4 signs names and values URI-encoded. Of a URL that somebody else wrote, botocore's `SigV4Auth` sorts the
# parameters and signs them as they stand; the CRT decodes and encodes them first. A colon, a slash or an
# asterisk that URLs may have bare, hexadecimal in small letters, an encoded tilde or an empty parameter thus
# give two signatures. `+` is a plus to the CRT, and no blank. Clients of boto3 encode their queries
# themselves; whoever signs a URL of his own with botocore's signer, as tutorials do, must do so too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.44.8 awscrt==0.38.1
"$folder/venv/bin/python" - <<'PROGRAM'
import datetime
from unittest import mock
from awscrt import auth, http
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOW = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)


def botocore(query):
    request = AWSRequest(method="GET", url=f"https://example.com/?{query}")
    with mock.patch("botocore.auth.get_current_datetime", lambda *_: NOW.replace(tzinfo=None)):
        SigV4Auth(Credentials("key", "secret"), "service", "us-east-1").add_auth(request)
    return request.headers["Authorization"]


def crt(query):
    request = http.HttpRequest("GET", f"/?{query}", http.HttpHeaders([("Host", "example.com")]))
    config = auth.AwsSigningConfig(
        algorithm=auth.AwsSigningAlgorithm.V4, signature_type=auth.AwsSignatureType.HTTP_REQUEST_HEADERS,
        credentials_provider=auth.AwsCredentialsProvider.new_static("key", "secret"), region="us-east-1",
        service="service", date=NOW, signed_body_value=auth.AwsSignedBodyValue.EMPTY_SHA256)
    return auth.aws_sign_request(request, config).result(30).headers.get("Authorization")


def signature(header):
    return header.rsplit("Signature=", 1)[1]


for written, encoded in [("at=10%3A30", None), ("b=1&a=2", None), ("at=10:30", "at=10%3A30"),
                         ("of=a/b", "of=a%2Fb"), ("of=*", "of=%2A"), ("of=a%2fb", "of=a%2Fb"),
                         ("of=%7Ea", "of=~a"), ("a=1&&b=2", "a=1&b=2"), ("of=a+b", "of=a%2Bb")]:
    ours, theirs = signature(botocore(written)), signature(crt(written))
    print(f"?{written}: botocore {ours[:8]}, CRT {theirs[:8]}" + (f", which is that of ?{encoded}" if encoded else ""))
    assert (ours == theirs) == (encoded is None)
    assert theirs == signature(botocore(encoded or written))
PROGRAM
