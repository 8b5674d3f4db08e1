#!/usr/bin/env bash
# s3s-fs says that the keys of a listing are URL-encoded, and does not encode them: boto3 turns `a+b` into `a b`.
#
# s3s-fs 0.14.1 (crates.io), boto3 1.44.8, @aws-sdk/client-s3 3.1175.0 (npm).
# boto3 asks each listing for `encoding-type=url` and decodes the keys where the answer repeats it. s3s-fs repeats it
# and sends keys as they are: those with `+` or `%2F` come out as other keys, which get_object then does not find.
# A client that does not ask, as the SDK for JavaScript, lists them right.
set -euo pipefail
folder=$(mktemp -d)
server=
trap 'test -z "$server" || kill "$server"; rm -rf "$folder"' EXIT
cd "$folder"
cargo install --quiet --locked s3s-fs@0.14.1 --features binary --debug --root . --target-dir build
npm install --silent --no-fund --no-audit --ignore-scripts @aws-sdk/client-s3@3.1175.0 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check boto3==1.44.8 botocore==1.44.8
export AWS_ACCESS_KEY_ID=KEY AWS_SECRET_ACCESS_KEY=SECRET AWS_REGION=us-east-1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir objects
bin/s3s-fs --host 127.0.0.1 --port "$port" --access-key KEY --secret-key SECRET objects >server.log 2>&1 &
server=$!
for _ in $(seq 100); do (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.1; done
venv/bin/python - "$port" <<'PROGRAM'
import sys
import boto3
from botocore.config import Config

client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{sys.argv[1]}", region_name="us-east-1",
                      config=Config(s3={"addressing_style": "path"}))
client.create_bucket(Bucket="bucket")
for key in ["a+b", "per%2Fcent", "plain"]:
    client.put_object(Bucket="bucket", Key=key, Body=b"x")
bodies = []
client.meta.events.register("before-parse.s3.ListObjectsV2", lambda response_dict, **_: bodies.append(response_dict["body"]))
keys = [found["Key"] for found in client.list_objects_v2(Bucket="bucket")["Contents"]]
print("boto3 lists", keys)
assert keys == ["a b", "per/cent", "plain"]
assert b"<EncodingType>url</EncodingType>" in bodies[0] and b"<Key>a+b</Key>" in bodies[0]
try:
    client.get_object(Bucket="bucket", Key=keys[0])
except client.exceptions.NoSuchKey as error:
    print("and does not find them:", error.response["Error"]["Code"])
else:
    raise AssertionError("it is there")
PROGRAM
cat >client.mjs <<'PROGRAM'
import { S3Client, ListObjectsV2Command } from "@aws-sdk/client-s3";
const client = new S3Client({ endpoint: `http://127.0.0.1:${process.argv[2]}`, forcePathStyle: true });
const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: "bucket" }));
const keys = Contents.map((found) => found.Key).join(" ");
console.log("the SDK for JavaScript lists", keys);
if (keys !== "a+b per%2Fcent plain") throw new Error("it differs");
PROGRAM
node client.mjs "$port" 2>errors
