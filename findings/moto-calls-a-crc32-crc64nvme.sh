#!/usr/bin/env bash
# moto gives an object that is uploaded in parts a CRC64NVME of four bytes, its CRC32, unless awscrt is installed.
#
# moto 5.2.5, boto3 1.44.8, awscrt 0.32.0.
# The client asks for CRC64NVME when it creates the upload. moto computes it with awscrt, an optional dependency of
# botocore; without it, it falls back to CRC32 and keeps the name. boto3 without awscrt cannot validate CRC64NVME and does not
# notice; a client that validates it rejects the download of an intact object. With awscrt beside it, the same
# server returns eight bytes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "moto[s3]==5.2.5" boto3==1.44.8
cat >program.py <<'PROGRAM'
import base64
import binascii
import sys

import boto3
from moto import mock_aws

with mock_aws():
    s3 = boto3.client("s3", region_name="us-east-1", aws_access_key_id="AKID", aws_secret_access_key="secret")
    s3.create_bucket(Bucket="bucket")
    asked = {"Bucket": "bucket", "Key": "key", "ChecksumAlgorithm": "CRC64NVME", "ChecksumType": "FULL_OBJECT"}
    upload = s3.create_multipart_upload(**asked)["UploadId"]
    part = s3.upload_part(Bucket="bucket", Key="key", UploadId=upload, PartNumber=1, Body=b"hello")
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    s3.complete_multipart_upload(Bucket="bucket", Key="key", UploadId=upload, MultipartUpload=parts)
    head = s3.head_object(Bucket="bucket", Key="key", ChecksumMode="ENABLED")
    value = base64.b64decode(head["ChecksumCRC64NVME"])
    print(f"{sys.argv[1]}: ChecksumCRC64NVME is {value.hex()}, CRC32 {binascii.crc32(b'hello'):08x}")
    assert head["ChecksumType"] == "FULL_OBJECT"
    assert (value == binascii.crc32(b"hello").to_bytes(4, "big")) == (sys.argv[2] == "4")
    assert len(value) == int(sys.argv[2])
PROGRAM
venv/bin/python program.py "without awscrt" 4
venv/bin/pip install --quiet --disable-pip-version-check awscrt==0.32.0
venv/bin/python program.py "with awscrt" 8
