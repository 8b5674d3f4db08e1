"""Runs the steps by boto3: a line of JSON for each."""

import base64
import hashlib
import json
import sys
import urllib.error
import urllib.request

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

client = boto3.client("s3", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="S3RVER",
                      aws_secret_access_key="S3RVER",
                      config=Config(s3={"addressing_style": "path"}, retries={"mode": "standard"},
                                    signature_version="s3v4"))
kept = {}


def decoded(value):
    if isinstance(value, dict):
        if "$bytes" in value:
            return base64.b64decode(value["$bytes"])
        return {key: decoded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [decoded(inner) for inner in value]
    if isinstance(value, str):
        for name, text in kept.items():
            value = value.replace("$" + name, text)
    return value


def shown(value):
    if isinstance(value, dict):
        return {key: shown(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shown(inner) for inner in value]
    if hasattr(value, "read"):
        data = value.read()
        return {"length": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    return str(value)


def method(name):
    return getattr(client, xform_name(name))


class Zeros:
    """A body of nothing that is not in memory."""

    def __init__(self, size):
        self.size, self.at = size, 0

    def __len__(self):
        return self.size

    def read(self, length=-1):
        left = self.size - self.at
        length = left if length is None or length < 0 else min(length, left)
        self.at += length
        return bytes(length)

    def seek(self, offset, whence=0):
        self.at = {0: 0, 1: self.at, 2: self.size}[whence] + offset
        return self.at

    def tell(self):
        return self.at


def sent(method, url, headers, body):
    """What a server says to a request of somebody else."""
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request) as response:
            status, data, kind = response.status, response.read(), response.headers.get("Content-Type")
    except urllib.error.HTTPError as error:
        return {"status": error.code}
    return {"status": status, "sha256": hashlib.sha256(data).hexdigest(), "type": kind}


def presigned(call, **p):
    url = client.generate_presigned_url(xform_name(call), Params=p)
    body = b"by url" if call == "PutObject" else None
    verb = {"GetObject": "GET", "PutObject": "PUT", "HeadObject": "HEAD", "DeleteObject": "DELETE"}[call]
    return sent(verb, url, {"Content-Type": p["ContentType"]} if "ContentType" in p else {}, body)


def post(Bucket, Key, size, limit):
    """A form as a browser sends it."""
    made = client.generate_presigned_post(
        Bucket, Key, Fields={"Content-Type": "text/plain", "success_action_status": "201"},
        Conditions=[{"Content-Type": "text/plain"}, {"success_action_status": "201"}, ["content-length-range", 1, limit]])
    parts = [f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
             for name, value in made["fields"].items()]
    parts.append('--limit\r\nContent-Disposition: form-data; name="file"; filename="a name.txt"\r\n'
                 f'Content-Type: text/plain\r\n\r\n{"x" * size}\r\n--limit--\r\n')
    headers = {"Content-Type": "multipart/form-data; boundary=limit"}
    answer = sent("POST", made["url"], headers, "".join(parts).encode())
    return {"status": answer["status"]}


def special(name, p):
    if name == "$presigned":
        return presigned(**p)
    if name == "$post":
        return post(**p)
    if name == "$many":
        for i in range(p["count"]):
            client.put_object(Bucket=p["Bucket"], Key=f"folder {i % 10}/key+{i:05}", Body=b"x")
        return {"count": p["count"]}
    if name == "$list":
        keys, prefixes, pages = [], [], 0
        for page in client.get_paginator("list_objects_v2").paginate(**p):
            pages += 1
            keys += [it["Key"] for it in page.get("Contents", [])]
            prefixes += [it["Prefix"] for it in page.get("CommonPrefixes", [])]
        digest = hashlib.sha256("\n".join(keys).encode()).hexdigest()
        return {"keys": len(keys), "sha256": digest, "prefixes": prefixes, "pages": pages}
    client.put_object(Bucket=p["Bucket"], Key=p["Key"], Body=Zeros(p["size"]))
    body, digest, length = client.get_object(Bucket=p["Bucket"], Key=p["Key"])["Body"], hashlib.sha256(), 0
    for piece in body.iter_chunks(1 << 20):
        digest.update(piece)
        length += len(piece)
    return {"length": length, "sha256": digest.hexdigest()}


for step in json.load(sys.stdin):
    name, params = step["operation"], decoded(step["params"])
    try:
        output = special(name, params) if name.startswith("$") else method(name)(**params)
        status = output.pop("ResponseMetadata", {}).get("HTTPStatusCode")
        for key, path in step["keep"].items():
            value = output
            for part in path.split("."):
                value = value.get(part) or {}
            kept[key] = value if isinstance(value, str) else "absent"
        line = {"output": shown(output)}
    except ClientError as error:
        line = {"error": error.response["Error"].get("Code"),
                "status": error.response["ResponseMetadata"]["HTTPStatusCode"]}
    except Exception as error:  # noqa: BLE001
        line = {"failure": f"{type(error).__name__}: {error}"}
    print(json.dumps({"operation": name, **line}), flush=True)
