#!/usr/bin/env bash
# boto3's `copy_snapshot` of EC2 sends another `DestinationRegion` than the caller gives.
#
# botocore 1.44.8.
# The operation's member is made for a copy of an encrypted snapshot, beside a presigned URL that says the
# same region. Whatever the caller says, the client's own region goes there, in the form and in the URL,
# without a word: a client in us-east-1 that is told eu-west-2 copies to us-east-1. Only beside a URL of the
# caller's own is the caller's region kept.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.44.8
"$folder/venv/bin/python" - <<'PROGRAM'
import io
from urllib.parse import parse_qs, urlsplit

import botocore.session
from botocore.awsrequest import AWSResponse


class Body(io.BytesIO):
    def stream(self, *_, **__):
        yield self.read()


def sent(**members):
    client = botocore.session.Session().create_client(
        "ec2", region_name="us-east-1", aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="example"
    )
    forms = []

    def respond(request, **_):
        body = request.body
        forms.append(parse_qs(body.decode() if isinstance(body, bytes) else body))
        return AWSResponse(request.url, 200, {}, Body(b"<CopySnapshotResponse/>"))

    client.meta.events.register("before-send", respond)
    client.copy_snapshot(SourceRegion="eu-west-1", SourceSnapshotId="snap-1", **members)
    (form,) = forms
    url = form["PresignedUrl"][0]
    regions = form["DestinationRegion"][0], parse_qs(urlsplit(url).query).get("DestinationRegion", [None])[0]
    print(f"{members}: {regions}, URL at {urlsplit(url).netloc}")
    return regions, urlsplit(url).netloc


own = "us-east-1"
assert sent() == ((own, own), "ec2.eu-west-1.amazonaws.com")
assert sent(DestinationRegion="eu-west-2") == ((own, own), "ec2.eu-west-1.amazonaws.com")
assert sent(DestinationRegion="eu-west-2", PresignedUrl="https://a.example/") == (("eu-west-2", None), "a.example")
PROGRAM
