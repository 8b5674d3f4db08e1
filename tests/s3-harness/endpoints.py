"""Requests of the generated client and of boto3 for buckets of every kind: where they go, and what they are signed
for. usage: endpoints.py (README.md says what is needed)"""

import itertools
import json
import os
import re
import subprocess
import sys

import botocore.session
from botocore.config import Config

HERE = os.path.dirname(os.path.abspath(__file__))
CLIENT = os.path.join(os.path.dirname(os.path.dirname(HERE)), "target", "s3-harness", "build", "debug",
                      "s3-harness-client")
ARN = "arn:aws:s3:us-west-2:123456789012:accesspoint/mine"
BUCKETS = ["bucket-name", "bucket.with.dots", "Upper_Case", ARN, ARN.replace("aws:s3:us", "aws:s3-object-lambda:us"),
           "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/mine",
           "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
           "mine-abcdefghijklmnopqrstuvwxyz12-s3alias", "fast--use1-az4--x-s3"]
REGIONS = ["us-east-1", "us-west-2", "cn-north-1", "us-gov-west-1", "aws-global"]
SETTINGS = [{}, {"fips": True}, {"dualstack": True}, {"fips": True, "dualstack": True}, {"accelerate": True},
            {"accelerate": True, "dualstack": True}, {"path": True}, {"path": True, "dualstack": True},
            {"arn_region": False}, {"url": "http://localhost:9000"}, {"url": "https://store.example/base"},
            {"url": "http://localhost:9000", "virtual": True}, {"url": "http://127.0.0.1:80"}]
OPERATIONS = [("GetObject", {"Key": "a/b c"}), ("ListObjectsV2", {}), ("PutBucketVersioning", {"VersioningConfiguration": {"Status": "Enabled"}})]


def cases():
    for bucket, region, settings, (operation, more) in itertools.product(BUCKETS, REGIONS, SETTINGS, OPERATIONS):
        yield {"operation": operation, "params": {"Bucket": bucket, **more}, "region": region, "settings": settings}


def scope(authorization):
    found = re.search(r"Credential=[^/]+/\d+/([^,]+)/aws4_request", authorization or "")
    return found.group(1) if found else authorization


def by_boto(session, case):
    settings = case["settings"]
    s3 = {}
    if settings.get("accelerate"):
        s3["use_accelerate_endpoint"] = True
    if settings.get("path"):
        s3["addressing_style"] = "path"
    if settings.get("virtual"):
        s3["addressing_style"] = "virtual"
    if "arn_region" in settings:
        s3["use_arn_region"] = settings["arn_region"]
    config = Config(s3=s3 or None, use_fips_endpoint=settings.get("fips"),
                    use_dualstack_endpoint=settings.get("dualstack"), retries={"total_max_attempts": 1})
    try:
        client = session.create_client("s3", region_name=case["region"], endpoint_url=settings.get("url"),
                                       aws_access_key_id="AKID", aws_secret_access_key="secret", config=config)
        seen = []

        class Sent(Exception):
            pass

        def keep(request, **_):
            seen.append(request)
            raise Sent

        client.meta.events.register("before-send.s3", keep)
        try:
            method = botocore.xform_name(case["operation"])
            getattr(client, method)(**case["params"])
        except Sent:
            pass
        request = seen[0]
        auth = request.headers.get("Authorization")
        auth = auth.decode() if isinstance(auth, bytes) else auth
        return {"url": request.url, "scope": scope(auth)}
    except Exception as error:  # noqa: BLE001
        return {"error": f"{type(error).__name__}: {error}"[:200]}


def fits(row, case, a, b):
    """Whether a row of the table of expected differences speaks of a case."""
    settings = row.get("settings", {})
    return (re.search(row.get("bucket", ""), case["params"]["Bucket"]) is not None
            and case["region"] in row.get("regions", REGIONS)
            and all(case["settings"].get(name) == value for name, value in settings.items())
            and re.search(row.get("ours", ""), json.dumps(a)) is not None
            and re.search(row.get("boto3", ""), json.dumps(b)) is not None)


def main():
    for name in list(os.environ):
        if name.startswith("AWS_"):
            del os.environ[name]
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null"
    all_cases = list(cases())
    done = subprocess.run([CLIENT, "requests"], input=json.dumps(all_cases).encode(), capture_output=True)
    sys.stderr.write(done.stderr.decode()[-2000:])
    ours = [json.loads(line) for line in done.stdout.splitlines()]
    session = botocore.session.get_session()
    if len(ours) != len(all_cases):
        sys.exit(f"{len(all_cases)} requests, and {len(ours)} were made")
    table = json.load(open(os.path.join(HERE, "expected_endpoints.json")))
    found, same, unexplained = [0] * len(table), 0, {}
    for case, a in zip(all_cases, ours):
        b = by_boto(session, case)
        a = {**a, "scope": scope(a["scope"])} if "scope" in a else a
        if a == b or ("error" in a and "error" in b):
            same += 1
            continue
        rows = [at for at, row in enumerate(table) if fits(row, case, a, b)]
        if rows:
            found[rows[0]] += 1
            continue
        kind = json.dumps([case["params"]["Bucket"][:30], case["settings"]])
        if unexplained.setdefault(kind, 0) == 0 or "-v" in sys.argv:
            print(json.dumps(case), "\n  ours ", json.dumps(a), "\n  boto3", json.dumps(b))
        unexplained[kind] += 1
    print(f"{len(all_cases)} requests, {same} the same, {sum(found)} differ as expected")
    stale = [(row, count) for row, count in zip(table, found) if count != row["count"]]
    for row, count in stale:
        print(f"{count} and not {row['count']}: {row['reason']}")
    for kind, count in unexplained.items():
        print("not explained:", count, kind)
    sys.exit(bool(stale or unexplained))


main()
