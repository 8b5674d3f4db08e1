#!/usr/bin/env bash
# aws-smithy-xml reads nothing of a CDATA section, and of other text only what comes before a comment.
#
# aws-smithy-xml 0.64.1, the parser below aws-sdk-s3 1.157.0; botocore 1.44.8.
# `try_data`, which generated clients call for every string, number and timestamp, returns the first token of
# text. CDATA is a token of another kind, and a comment or a processing instruction between two texts ends the
# first one. So a key that a server writes as `<![CDATA[a<b]]>` is the empty string, and `a<!-- -->b` is `a`,
# without an error. All of these are one text to botocore, as to XML.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >cases.txt <<'CASES'
plain	plain	plain
a&lt;b	a<b	a<b
<![CDATA[a<b]]>	a<b	
a<![CDATA[b]]>c	abc	a
a<!-- note -->b	ab	a
a<?note?>b	ab	a
CASES
mkdir src
cat >Cargo.toml <<'MANIFEST'
[package]
name = "finding"
version = "0.0.0"
edition = "2021"

[dependencies]
aws-smithy-xml = "=0.64.1"

[workspace]
MANIFEST
cat >src/main.rs <<'PROGRAM'
use aws_smithy_xml::decode::{Document, try_data};

fn main() {
    for case in include_str!("../cases.txt").lines() {
        let mut fields = case.split('\t');
        let (text, expected) = (fields.next().unwrap(), fields.nth(1).unwrap());
        let xml = format!("<Key>{text}</Key>");
        let mut document = Document::try_from(xml.as_bytes()).unwrap();
        let mut key = document.root_element().unwrap();
        let seen = try_data(&mut key).unwrap();
        println!("aws-smithy-xml: {xml} is {seen:?}");
        assert_eq!(seen, expected);
    }
}
PROGRAM
cargo run --quiet
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check botocore==1.44.8
venv/bin/python - <<'PROGRAM'
import botocore.session
from botocore.parsers import create_parser

model = botocore.session.get_session().get_service_model("s3")
shape = model.operation_model("ListObjectsV2").output_shape
for case in open("cases.txt").read().splitlines():
    text, expected, _ = case.split("\t")
    body = f"<ListBucketResult><Contents><Key>{text}</Key></Contents></ListBucketResult>"
    response = {"status_code": 200, "headers": {}, "body": body.encode()}
    seen = create_parser("rest-xml").parse(response, shape)["Contents"][0]["Key"]
    print(f"botocore: {text} is {seen!r}")
    assert seen == expected, seen
PROGRAM
