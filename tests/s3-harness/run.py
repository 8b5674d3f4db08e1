"""Runs the steps by the generated client and by boto3, each on a fresh server, and compares what they give.

usage: run.py moto|URL  (from the repository's root; README.md says what is needed)
"""

import json
import os
import subprocess
import sys
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TARGET = os.path.join(ROOT, "target", "s3-harness")
# What differs from run to run, or is of the HTTP library.
IGNORED = {"LastModified", "Initiated", "UploadId", "VersionId", "RequestId", "HostId", "CreationDate",
           "NextVersionIdMarker", "VersionIdMarker", "DeleteMarkerVersionId", "CopySourceVersionId",
           "NextContinuationToken", "ContinuationToken"}


def normal(value):
    """Without what is empty or differs by itself."""
    if isinstance(value, dict):
        made = {key: normal(inner) for key, inner in value.items() if key not in IGNORED}
        return {key: inner for key, inner in made.items() if inner not in (None, {}, [])}
    if isinstance(value, list):
        return [normal(inner) for inner in value]
    # What is said of bytes where the caller says nothing: README.md.
    return "application/octet-stream" if value == "binary/octet-stream" else value


def serve(name, port):
    if name != "moto":
        return None, name
    command = [os.path.join(os.path.dirname(sys.executable), "moto_server"), "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(url + "/moto-api/").read()
            break
        except OSError:
            time.sleep(0.2)
    return server, url


def run(name, port, command):
    server, url = serve(name, port)
    try:
        steps = subprocess.run([sys.executable, os.path.join(HERE, "steps.py")], capture_output=True, check=True)
        begin = time.time()
        done = subprocess.run(command + [url], input=steps.stdout, capture_output=True)
        sys.stderr.write(done.stderr.decode()[-2000:])
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return lines, time.time() - begin
    finally:
        if server:
            server.terminate()
            server.wait()


def main():
    name = sys.argv[1]
    client = os.path.join(TARGET, "build", "debug", "s3-harness-client")
    ours, took = run(name, 5601, [client])
    boto, other = run(name, 5602, [sys.executable, os.path.join(HERE, "boto.py")])
    print(f"{len(ours)} steps by the generated client ({took:.0f} s), {len(boto)} by boto3 ({other:.0f} s)")
    steps = json.loads(subprocess.run([sys.executable, os.path.join(HERE, "steps.py")], capture_output=True).stdout)
    known = json.load(open(os.path.join(HERE, "known.json"))).get(name, {})
    differ = 0
    for at, (step, a, b) in enumerate(zip(steps, ours, boto)):
        a, b = normal(a), normal(b)
        if a == b:
            continue
        reason = known.get(str(at)) or known.get(step["operation"])
        differ += reason is None
        print(f"step {at} {step['operation']} {json.dumps(step['params'])[:120]}"
              + (f"\n  known: {reason}" if reason else ""))
        if reason is None:
            print(f"  ours  {json.dumps(a)[:600]}\n  boto3 {json.dumps(b)[:600]}")
    print(f"{differ} differences that are not explained")
    sys.exit(bool(differ) or len(ours) != len(steps) or len(boto) != len(steps))


main()
