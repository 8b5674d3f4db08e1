#!/usr/bin/env bash
# botocore leaves out events that its model does not have, though it names unknown members of other unions.
#
# botocore 1.44.8.
# A stream of events is a union. Of a union in a body, a member that the model lacks is told as
# `SDK_UNKNOWN_MEMBER` with its name; an event that the model lacks is not yielded at all, without a
# word, while a known event without members is. So whoever counts events, or waits for one of a newer API,
# sees less than was sent.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check botocore==1.44.8
"$folder/venv/bin/python" - <<'PROGRAM'
import binascii
import struct

from botocore import model, parsers
from botocore.eventstream import EventStream

SHAPES = model.ShapeResolver({
    "Stream": {"type": "structure", "eventstream": True, "members": {"Line": {"shape": "Line"}}},
    "Line": {"type": "structure", "event": True, "members": {"text": {"shape": "Text"}}},
    "Choice": {"type": "structure", "union": True, "members": {"text": {"shape": "Text"}}},
    "Text": {"type": "string"},
})
PARSER = parsers.create_parser("rest-json")


def frame(event, payload):
    headers = b""
    for name, value in [
        (":message-type", "event"), (":event-type", event), (":content-type", "application/json"),
    ]:
        headers += bytes([len(name)]) + name.encode() + b"\7" + struct.pack(">H", len(value)) + value.encode()
    prelude = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    prelude += struct.pack(">I", binascii.crc32(prelude))
    message = prelude + headers + payload
    return message + struct.pack(">I", binascii.crc32(message))


class Body:
    def stream(self):
        yield frame("Line", b'{"text":"one"}')
        yield frame("Metrics", b'{"bytes":7}')
        yield frame("Line", b"{}")

    def close(self):
        pass


stream = SHAPES.get_shape_by_name("Stream")
seen = list(EventStream(Body(), stream, PARSER._event_stream_parser, "Tail"))
print(f"of Line, Metrics and an empty Line come {seen!r}")
assert seen == [{"Line": {"text": "one"}}, {"Line": {}}], seen

answer = {"status_code": 200, "headers": {}, "body": b'{"number":"7"}'}
seen = PARSER.parse(answer, SHAPES.get_shape_by_name("Choice"))
del seen["ResponseMetadata"]
print(f"a union of a body is {seen!r}")
assert seen == {"SDK_UNKNOWN_MEMBER": {"name": "number"}}, seen
PROGRAM
