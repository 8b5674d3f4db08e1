"""Runs the example `s3sync` against a server: a folder goes up and comes back, and again, with nothing to do.

usage: sync.py moto|s3s-fs|s3rver|URL  (from the repository's root; README.md says what is needed)
"""

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile

import boto3
from botocore.config import Config

from run import TARGET, Server

SYNC = os.path.join(TARGET, "build", "debug", "s3sync")
LARGE = 40 * 1024 * 1024 + 7


def sync(url, *arguments, fails=False):
    """What `s3sync` prints."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "RUST_"))}
    env |= {"AWS_ACCESS_KEY_ID": "S3RVER", "AWS_SECRET_ACCESS_KEY": "S3RVER", "AWS_REGION": "us-east-1",
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
    done = subprocess.run([SYNC, "--endpoint", url, *arguments], env=env, capture_output=True, text=True)
    print("s3sync", *arguments, "->", done.stdout.strip(), done.stderr.strip())
    assert (done.returncode != 0) == fails, done.returncode
    return done.stdout


def write(folder, name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def same(a, b):
    compared = filecmp.dircmp(a, b)
    assert not compared.left_only + compared.right_only + compared.funny_files, compared.report()
    _, wrong, errors = filecmp.cmpfiles(a, b, compared.common_files, shallow=False)
    assert not wrong + errors, (wrong, errors)
    for inner in compared.common_dirs:
        same(os.path.join(a, inner), os.path.join(b, inner))


def scenario(name, url, a, b):
    client = boto3.client("s3", endpoint_url=url, region_name="us-east-1", aws_access_key_id="S3RVER",
                          aws_secret_access_key="S3RVER", config=Config(s3={"addressing_style": "path"}))
    client.create_bucket(Bucket="synced")
    place = "s3://synced/some/prefix"
    # s3s-fs lists keys with these marks as other keys: README.md.
    plus, cent = ("+", "%2F") if name != "s3s-fs" else ("-", "-")
    names = ["plain.txt", f"sp ace{plus}plus.txt", "gr\u00fc\u00dfe/\u65e5\u672c.txt", f"deep/er/per{cent}cent", "deep/empty"]
    for path in names:
        write(a, path, b"" if path.endswith("empty") else path.encode() * 100)
    for i in range(200):
        write(a, f"many/{i:03}", b"%d" % i)
    write(a, "large", os.urandom(LARGE))
    assert sync(url, "--dry-run", a, place).count("copy ") == 206
    assert "206 copied" in sync(url, a, place)
    assert "0 copied" in sync(url, a, place)
    head = client.head_object(Bucket="synced", Key="some/prefix/large")
    assert head["ContentLength"] == LARGE, head
    # s3rver's tag says nothing of parts.
    assert name == "s3rver" or head["ETag"].strip('"').endswith("-6"), head
    assert "206 copied" in sync(url, place, b)
    same(a, b)
    assert "0 copied" in sync(url, place, b)
    # A change, a new file, and one that is no longer there.
    write(a, "plain.txt", b"longer than it was before: " * 1000)
    write(a, "new", b"new")
    os.remove(os.path.join(a, "many", "007"))
    assert "2 copied" in sync(url, a, place)
    assert "0 copied" in (printed := sync(url, "--delete", a, place)) and "1 deleted" in printed, printed
    assert "2 copied" in (printed := sync(url, "--delete", place, b)) and "1 deleted" in printed, printed
    same(a, b)
    # A key that leads out of the folder is no file here, and the rest is copied all the same.
    # The other two keep objects as files, by names that lead nowhere else.
    has_any_key = name not in ("s3rver", "s3s-fs")
    if has_any_key:
        client.put_object(Bucket="synced", Key="odd/../../out", Body=b"x")
    client.put_object(Bucket="synced", Key="odd/good", Body=b"x")
    client.put_object(Bucket="synced", Key="odd/folder/", Body=b"")
    sync(url, "s3://synced/odd", os.path.join(b, "odd"), fails=has_any_key)
    assert os.listdir(os.path.join(b, "odd")) == ["good"] and not os.path.exists(os.path.join(b, "out"))
    assert sync(url, os.path.join(b, "none"), place, fails=True) == ""
    assert sync(url, a, b, fails=True) == ""


def main():
    folder = tempfile.mkdtemp(prefix="s3-sync-")
    try:
        with Server(sys.argv[1], 5603) as url:
            scenario(sys.argv[1], url, os.path.join(folder, "a"), os.path.join(folder, "b"))
        print("as expected")
    finally:
        shutil.rmtree(folder)


main()
