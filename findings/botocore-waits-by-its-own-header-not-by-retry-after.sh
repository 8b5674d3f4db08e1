#!/usr/bin/env bash
# botocore does not wait as `Retry-After` asks, but as `x-amz-retry-after` does: milliseconds, and no more than
# five seconds above what it would have waited anyway.
#
# botocore 1.44.8, SQS, a 503 and then a 200.
# HTTP's `Retry-After: 30` changes nothing in any retry mode: the next attempt follows within a second. AWS's
# own header is heeded in the modes `standard` (the one of today where none is set) and `adaptive`, and not
# in `legacy`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.44.8
AWS_CONFIG_FILE=/dev/null env -u AWS_RETRY_MODE "$folder/venv/bin/python" - <<'PROGRAM'
import io
from unittest import mock

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config


class Body(io.BytesIO):
    def stream(self, *_, **__):
        yield self.read()


def wait(mode, headers):
    client = botocore.session.Session().create_client(
        "sqs", region_name="eu-west-1", aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="example",
        config=Config(retries={"mode": mode}) if mode else None,
    )
    left = [(503, headers, b"{}"), (200, {}, b"{}")]

    def respond(request, **_):
        status, headers, body = left.pop(0)
        return AWSResponse(request.url, status, headers, Body(body))

    client.meta.events.register("before-send", respond)
    waits = []
    with mock.patch("time.sleep", waits.append):
        client.list_queues()
    (waited,) = waits
    print(f"{mode or 'no mode'}, {headers}: {waited:.2f} s")
    return waited


for mode in [None, "legacy", "standard", "adaptive"]:
    assert wait(mode, {"Retry-After": "30"}) <= 1
    heeds = mode != "legacy"
    waited = wait(mode, {"x-amz-retry-after": "3000"})
    assert waited == 3 if heeds else waited <= 1
    waited = wait(mode, {"x-amz-retry-after": "60000"})
    assert 5 <= waited <= 6 if heeds else waited <= 1
PROGRAM
