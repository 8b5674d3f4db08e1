"""Runs the steps by the generated client, by boto3 and, where it is built, by aws-sdk-s3, each on a fresh server,
and compares what they give.

usage: run.py moto|s3s-fs|s3rver|URL  (from the repository's root; README.md says what is needed)
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from debugged import alike, named, parsed, plain
from steps import steps as list_of_steps

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TARGET = os.path.join(ROOT, "target", "s3-harness")
# What a body of any length may take above what the process has.
MOST_KB = 16 * 1024
# What differs from run to run, or is of the HTTP library.
IGNORED = {"LastModified", "Initiated", "UploadId", "VersionId", "RequestId", "HostId", "CreationDate",
           "NextVersionIdMarker", "VersionIdMarker", "DeleteMarkerVersionId", "CopySourceVersionId",
           "NextContinuationToken", "ContinuationToken"}
IGNORED = {plain(name) for name in IGNORED}


def normal(value):
    """Without what is empty or differs by itself."""
    if isinstance(value, dict):
        made = {key: normal(inner) for key, inner in value.items() if plain(key) not in IGNORED}
        return {key: inner for key, inner in made.items() if inner not in (None, {}, [])}
    if isinstance(value, list):
        # s3s-fs gives parts as its folder has them.
        return sorted(map(normal, value), key=lambda it: it.get("PartNumber", 0) if isinstance(it, dict) else 0)
    # What is said of bytes where the caller says nothing, if anything: README.md.
    return None if value in ("application/octet-stream", "binary/octet-stream") else value


def command(name, port, folder):
    """What starts a server."""
    if name == "moto":
        return [os.path.join(os.path.dirname(sys.executable), "moto_server"), "-p", str(port)]
    if name == "s3s-fs":
        return [os.path.join(TARGET, "s3s-fs", "bin", "s3s-fs"), "--port", str(port), "--host", "127.0.0.1",
                "--access-key", "S3RVER", "--secret-key", "S3RVER", folder]
    if name == "s3rver":
        return ["node", os.path.join(TARGET, "s3rver", "node_modules", "s3rver", "bin", "s3rver.js"), "--port",
                str(port), "--address", "127.0.0.1", "--silent", "--no-vhost-buckets", "--directory", folder]
    return None


class Server:
    """A fresh server, until the end of the `with`."""

    def __init__(self, name, port):
        self.folder = tempfile.mkdtemp(prefix="s3-harness-")
        started = command(name, port, self.folder)
        self.url = f"http://127.0.0.1:{port}" if started else name
        self.process = started and subprocess.Popen(started, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        for _ in range(100):
            try:
                urllib.request.urlopen(self.url).read()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.2)
        return self.url

    def __exit__(self, *_):
        if self.process:
            self.process.terminate()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def run(url, command, steps):
    begin = time.time()
    done = subprocess.run(command + [url], input=json.dumps(steps).encode(), capture_output=True)
    sys.stderr.write(done.stderr.decode()[-2000:])
    return [json.loads(line) for line in done.stdout.splitlines()], time.time() - begin


def memory(client, url):
    """A gigabyte up and down, each in a process of its own."""
    is_flat = True
    for work in ["put", "get"]:
        done = subprocess.run([client, url, work], capture_output=True)
        sys.stderr.write(done.stderr.decode()[-2000:])
        line = json.loads(done.stdout or b"{}")
        is_flat &= line.get("length") == 1 << 30 and line["above_idle_kb"] <= MOST_KB
        print(f"{work} of 1 GiB: {json.dumps(line)}")
    return is_flat


def of_official(line):
    """A line of aws-sdk-s3's, as that of another client."""
    if debug := line.pop("debug", None):
        line["output"] = {key: inner for key, inner in parsed(debug).items() if key != "body"}
        line["output"] |= {"Body": line.pop("body")} if "body" in line else {}
    return line


def same(ours, other, peer):
    return ours == other if peer == "boto3" else alike(named(ours), named(other))


def differences(name, peer, steps, ours, others):
    """How many steps differ without a reason, and how many reasons are for none."""
    known = json.load(open(os.path.join(HERE, "known.json")))
    known = known.get(name if peer == "boto3" else f"{name}, {peer}", {})
    differ, used = 0, set()
    for step, a, b in zip(steps, ours, others):
        at, a, b = str(step["at"]), normal(a), normal(b)
        if same(a, b, peer):
            continue
        reason = known.get(at)
        used.add(at)
        differ += reason is None
        print(f"step {at} {step['operation']} {json.dumps(step['params'])[:120]}"
              + (f"\n  known: {reason}" if reason else ""))
        if reason is None:
            print(f"  ours  {json.dumps(a)[:600]}\n  {peer} {json.dumps(b)[:600]}")
    stale = sorted(set(known) - used)
    print(f"{peer}: {differ} differences that are not explained; {len(stale)} explained that are none: {stale}")
    return differ + len(stale)


def main():
    name = sys.argv[1]
    client = os.path.join(TARGET, "build", "debug", "s3-harness-client")
    steps = list_of_steps(name)
    with Server(name, 5601) as url:
        ours, took = run(url, [client], steps)
        is_flat = memory(client, url)
    with Server(name, 5601) as url:
        boto, other = run(url, [sys.executable, os.path.join(HERE, "boto.py")], steps)
    official = os.path.join(TARGET, "build", "debug", "s3-harness-official")
    peers = {"boto3": boto}
    if os.path.exists(official):
        with Server(name, 5601) as url:
            lines, took_it = run(url, [official], steps)
        peers["aws-sdk-s3"] = [of_official(line) for line in lines]
        print(f"{len(lines)} steps by aws-sdk-s3 ({took_it:.0f} s)")
    failed = sum("failure" in line for line in ours)
    good = sum("output" in line for line in ours)
    print(f"{len(ours)} steps by the generated client ({took:.0f} s), {len(boto)} by boto3 ({other:.0f} s); "
          f"ours: {good} successes, {len(ours) - good - failed} errors of the server, {failed} failures")
    wrong = sum(differences(name, peer, steps, ours, lines) for peer, lines in peers.items())
    complete = all(len(lines) == len(steps) for lines in [ours, *peers.values()])
    sys.exit(bool(wrong) or not is_flat or not complete)


if __name__ == "__main__":
    main()
