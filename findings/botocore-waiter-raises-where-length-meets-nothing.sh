#!/usr/bin/env bash
# A waiter of botocore ends with JMESPath's own error where `length()` meets a member that the response lacks.
#
# botocore 1.44.8, ECS's ServicesStable.
# A member that is absent is null in JMESPath, and comparing null is false: a waiter whose path leads to
# nothing goes on waiting. `length(deployments)` of nothing is no number but an error of the expression,
# and the waiter catches none: neither WaiterError nor another attempt, with attempts left.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.44.8
"$folder/venv/bin/python" - <<'PROGRAM'
import io
import json

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.exceptions import WaiterError
from jmespath.exceptions import JMESPathTypeError


class Body(io.BytesIO):
    def stream(self, *_, **__):
        yield self.read()


def outcome(service):
    client = botocore.session.Session().create_client(
        "ecs", region_name="eu-west-1", aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="example"
    )
    sent = []

    def respond(request, **_):
        sent.append(request)
        return AWSResponse(request.url, 200, {}, Body(json.dumps({"services": [service]}).encode()))

    client.meta.events.register("before-send", respond)
    try:
        client.get_waiter("services_stable").wait(
            services=["web"], WaiterConfig={"MaxAttempts": 3, "Delay": 0}
        )
        return "done", len(sent)
    except (WaiterError, JMESPathTypeError) as error:
        print(error)
        return type(error).__name__, len(sent)


web = {"serviceName": "web", "runningCount": 1, "desiredCount": 1}
for service, expected in [
    ({**web, "deployments": [{}]}, ("done", 1)),
    ({**web, "deployments": [{}, {}]}, ("WaiterError", 3)),
    ({"serviceName": "web", "deployments": [{}]}, ("done", 1)),
    (web, ("JMESPathTypeError", 1)),
]:
    seen = outcome(service)
    print(f"{sorted(service)}: {seen}")
    assert seen == expected, f"expected {expected}"
PROGRAM
