#!/usr/bin/env bash
# What boto3 uploads to s3rver by HTTPS is stored with the framing of its checksum: 5 bytes become 46.
#
# s3rver 3.7.1 (npm), boto3 1.44.8.
# By HTTP boto3 sends a checksum in a header, by HTTPS behind the body: in chunks of the encoding
# `aws-chunked`, of which s3rver knows nothing. It looks for `UNSIGNED-PAYLOAD` anywhere in
# `x-amz-content-sha256`, finds it in `STREAMING-UNSIGNED-PAYLOAD-TRAILER`, and answers 200. So tests pass by
# HTTP, and by HTTPS the object that is read back has the chunks' sizes and the checksum in it.
set -euo pipefail
folder=$(mktemp -d)
server=
trap 'test -z "$server" || kill "$server"; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit --ignore-scripts s3rver@3.7.1 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check boto3==1.44.8 botocore==1.44.8
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null
cat >server.js <<'PROGRAM'
const { readFileSync, writeFileSync } = require("fs");
const S3rver = require("s3rver");
const common = { address: "localhost", port: 0, silent: true, configureBuckets: [{ name: "bucket" }] };
const tls = { key: readFileSync("key.pem"), cert: readFileSync("cert.pem") };
Promise.all([
  new S3rver({ ...common, directory: "plain" }).run(),
  new S3rver({ ...common, ...tls, directory: "secure" }).run(),
]).then(([plain, secure]) => writeFileSync("ports", `${plain.port} ${secure.port}\n`));
PROGRAM
mkdir plain secure
node server.js &
server=$!
for _ in $(seq 100); do test -s ports && break; sleep 0.1; done
venv/bin/python - $(cat ports) <<'PROGRAM'
import sys
import boto3
from botocore.config import Config


def round_trip(url, **config):
    config = Config(s3={"addressing_style": "path"}, **config)
    client = boto3.client("s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="S3RVER",
                          aws_secret_access_key="S3RVER", verify="cert.pem", config=config)
    stored = client.put_object(Bucket="bucket", Key="key", Body=b"hello")
    assert stored["ResponseMetadata"]["HTTPStatusCode"] == 200
    return client.get_object(Bucket="bucket", Key="key")["Body"].read()


def expect(what, seen, expected):
    print(f"{what}: {seen!r}")
    assert seen == expected, f"expected {expected!r}"


plain, secure = (f"{scheme}://localhost:{port}" for scheme, port in zip(["http", "https"], sys.argv[1:]))
framed = b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"
expect("by HTTP", round_trip(plain), b"hello")
expect("by HTTPS", round_trip(secure), framed)
expect("by HTTPS, checksums where required", round_trip(secure, request_checksum_calculation="when_required"), b"hello")
PROGRAM
