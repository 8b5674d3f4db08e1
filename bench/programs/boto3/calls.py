"""boto3's client, decoding, encoding and calling in memory: `calls.py DATA [WORK]...`.

It prints what the measuring programs in Rust print, less the allocations.
"""

import json
import pathlib
import sys
import time

import boto3
from botocore.awsrequest import AWSResponse
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

SAMPLES = 25
SAMPLE_NS = 20_000_000
ARN = "arn:aws:imagebuilder:us-east-1:123456789012:image/my-image/1.0.0/1"


def work(name, size, turn):
    def turns(count):
        began = time.perf_counter_ns()
        for _ in range(count):
            turn()
        return time.perf_counter_ns() - began

    if len(sys.argv) > 2 and name not in sys.argv[2:]:
        return
    once = min(turns(1), turns(1))
    count = max(1, min(100_000, SAMPLE_NS // max(once, 100)))
    turns(count)
    samples = [turns(count) / count for _ in range(SAMPLES)]
    print(json.dumps({"work": name, "bytes": size, "ns": samples}), flush=True)


def in_memory_client(body):
    class Raw:
        def stream(self, *_, **__):
            yield body

    client = boto3.client(
        "imagebuilder",
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG",
    )
    answer = lambda request, **_: AWSResponse(request.url, 200, {}, Raw())
    client.meta.events.register("before-send", answer)
    return client


def main():
    data = pathlib.Path(sys.argv[1])
    image = (data / "get_image.json").read_bytes()
    images = (data / "list_images.json").read_bytes()
    request = json.loads((data / "create_distribution_configuration.json").read_text())
    client = in_memory_client(image)
    service = client.meta.service_model

    parser = create_parser("rest-json")
    for name, operation, body in [
        ("decode_get_image", "GetImage", image),
        ("decode_list_images", "ListImages", images),
    ]:
        shape = service.operation_model(operation).output_shape
        answer = {"status_code": 200, "headers": {}, "body": body}
        work(name, len(body), lambda: parser.parse(answer, shape))

    serializer = create_serializer("rest-json")
    operation = service.operation_model("CreateDistributionConfiguration")
    encode = lambda: serializer.serialize_to_request(request, operation)
    work("encode_large", len(encode()["body"]), encode)

    work("call_get_image", len(image), lambda: client.get_image(imageBuildVersionArn=ARN))
    empty = in_memory_client(b"{}")
    work("call_empty", 2, lambda: empty.get_image(imageBuildVersionArn=ARN))
    size = len(encode()["body"])
    work("call_large", size, lambda: empty.create_distribution_configuration(**request))


main()
