#!/usr/bin/env bash
# smithy-json reads half a surrogate pair as `?`, or keeps it, by which of ijson's parsers is installed.
#
# smithy-json 0.3.0 (AWS's Smithy for Python, needs Python 3.12) with ijson 3.6.0, botocore 1.44.8.
# A service that cuts a text by UTF-16 units, as Java's substring does, may send `"a\ud83d"`, which is JSON. smithy-json takes
# the best parser that ijson finds: yajl in C, where there is a wheel for the platform, makes a question mark of the
# half, so that two texts become one; ijson's own in Python keeps it, and so does botocore. Then the text cannot
# be sent back, or printed, and raises UnicodeEncodeError there. A whole pair is read alike by all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    smithy-json==0.3.0 smithy-core==0.9.0 ijson==3.6.0 botocore==1.44.8
cat >smithy.py <<'PROGRAM'
import sys
import ijson
from smithy_core import prelude
from smithy_json import JSONCodec

assert ijson.backend == sys.argv[1], ijson.backend
for text, expected in [(rb'"a\ud83d"', sys.argv[2]), (rb'"a\ud83d\ude00"', r"a\U0001f600")]:
    value = JSONCodec().create_deserializer(text).read_string(prelude.STRING)
    seen = value.encode("ascii", "backslashreplace").decode()
    print(f"smithy-json, ijson's {ijson.backend}: {text.decode()} is {seen}")
    assert seen == expected
PROGRAM
IJSON_BACKEND=yajl2_c venv/bin/python smithy.py yajl2_c 'a?'
IJSON_BACKEND=python venv/bin/python smithy.py python 'a\ud83d'
venv/bin/python - <<'PROGRAM'
import botocore.session
from botocore.parsers import create_parser

model = botocore.session.get_session().get_service_model("imagebuilder")
shape = model.operation_model("GetComponentPolicy").output_shape
response = {"status_code": 200, "headers": {}, "body": rb'{"policy": "a\ud83d"}'}
seen = create_parser("rest-json").parse(response, shape)["policy"]
print("botocore:", ascii(seen))
assert seen == "a\ud83d"
try:
    seen.encode()
except UnicodeEncodeError as error:
    print("sending it:", error.reason)
else:
    raise AssertionError("it can be sent")
PROGRAM
