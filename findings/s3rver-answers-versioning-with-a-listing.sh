#!/usr/bin/env bash
# s3rver answers GetBucketVersioning with the bucket's listing, and boto3 takes it for a bucket without versioning.
#
# s3rver 3.7.1 (npm), boto3 1.44.8, @aws-sdk/client-s3 3.1175.0 (npm).
# s3rver has a NotImplemented for `?versioning` that is not reached: it sees no query there, so a GET lists the
# bucket with status 200, and a PUT would create it (BucketAlreadyExists). botocore's parser of XML and that of the
# SDK for JavaScript look at no name of a root element: none of the listing's members are those of the answer, so
# both give an empty one without an error, which is what S3 says of a bucket that never had versions. The SDK for
# Rust compares the name, and fails.
set -euo pipefail
folder=$(mktemp -d)
server=
trap 'test -z "$server" || kill "$server"; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --ignore-scripts s3rver@3.7.1 @aws-sdk/client-s3@3.1175.0 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check boto3==1.44.8 botocore==1.44.8
cat >server.js <<'PROGRAM'
const { writeFileSync } = require("fs");
const S3rver = require("s3rver");
const options = { address: "localhost", port: 0, silent: true, directory: "objects", configureBuckets: [{ name: "bucket" }] };
new S3rver(options).run().then(({ port }) => writeFileSync("port", `${port}\n`));
PROGRAM
mkdir objects
node server.js &
server=$!
for _ in $(seq 100); do test -s port && break; sleep 0.1; done
export AWS_ACCESS_KEY_ID=S3RVER AWS_SECRET_ACCESS_KEY=S3RVER AWS_REGION=us-east-1
venv/bin/python - "$(cat port)" <<'PROGRAM'
import sys
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

client = boto3.client("s3", endpoint_url=f"http://localhost:{sys.argv[1]}", region_name="us-east-1",
                      config=Config(s3={"addressing_style": "path"}))
bodies = []
client.meta.events.register("before-parse.s3.GetBucketVersioning",
                            lambda response_dict, **_: bodies.append(response_dict["body"]))
answer = client.get_bucket_versioning(Bucket="bucket")
status = answer.pop("ResponseMetadata")["HTTPStatusCode"]
print(f"boto3: {status} {answer}, of {bodies[0][:70]}...")
assert (status, answer) == (200, {})
assert b"<ListBucketResult" in bodies[0]
try:
    client.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
except ClientError as error:
    print("setting it:", error.response["Error"]["Code"])
    assert error.response["Error"]["Code"] == "BucketAlreadyExists"
else:
    raise AssertionError("it was set")
PROGRAM
cat >client.mjs <<'PROGRAM'
import { S3Client, GetBucketVersioningCommand } from "@aws-sdk/client-s3";
const client = new S3Client({ endpoint: `http://localhost:${process.argv[2]}`, forcePathStyle: true });
const { $metadata, ...answer } = await client.send(new GetBucketVersioningCommand({ Bucket: "bucket" }));
console.log("the SDK for JavaScript:", $metadata.httpStatusCode, answer);
if (Object.values(answer).some((value) => value !== undefined)) throw new Error("it is not empty");
PROGRAM
node client.mjs "$(cat port)"
