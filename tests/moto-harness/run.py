#!/usr/bin/env python3
"""Calls moto by generated clients and holds their outputs to boto3's on the same responses.

    python3 tests/moto-harness/run.py [SERVICE ...]

moto and boto3 are fetched from PyPI into target/moto/, the clients generated there. Each step of
steps/SERVICE.json is `[operation, input, {name: path in the output}]`; `$name` in an input is what an
earlier step saved. expected.json has the steps that differ, with the reason; one that no longer differs
fails the run.
"""
import base64
import datetime
import io
import json
import logging
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "target" / "moto"
REQUIREMENTS = ["moto[server]==5.2.1", "boto3==1.44.8"]


def in_venv():
    """Runs this in an environment that has moto, made where there is none."""
    python = WORK / "venv" / "bin" / "python"
    if pathlib.Path(sys.prefix).resolve() == (WORK / "venv").resolve():
        return
    stamp = WORK / "venv" / "requirements.txt"
    if not stamp.is_file() or stamp.read_text() != "\n".join(REQUIREMENTS):
        subprocess.run([sys.executable, "-m", "venv", WORK / "venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *REQUIREMENTS], check=True)
        stamp.write_text("\n".join(REQUIREMENTS))
    sys.exit(subprocess.run([python, __file__, *sys.argv[1:]]).returncode)


def clients(steps):
    """Generates a crate of each service, with the operations that are called."""
    folder = WORK / "clients"
    folder.mkdir(parents=True, exist_ok=True)
    stale = {}
    for service, calls in steps.items():
        operations = ",".join(sorted({call[0] for call in calls}))
        stamp = folder / service / "operations.txt"
        if not stamp.is_file() or stamp.read_text() != operations:
            stale[service] = operations
    if stale:
        subprocess.run(["cargo", "build", "-q", "-p", "xtask"], cwd=ROOT, check=True)
    for service, operations in stale.items():
        out = folder / service
        subprocess.run(["rm", "-rf", out], check=True)
        command = [ROOT / "target/debug/xtask", "new", service]
        command += ["--operations", operations, "--out", out]
        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if made.returncode:
            sys.exit(f"{service}: {made.stderr}")
        (out / "operations.txt").write_text(operations)
    return folder


def driver(steps, folder):
    """Compiles one program of all clients."""
    arms = []
    for service, calls in steps.items():
        known = {}
        for file in (folder / service / "src/operation").glob("*.rs"):
            text = file.read_text()
            name = re.search(r"^//! `(\w+)`: input", text, re.M)
            made = re.search(r"impl Operation for (\w+)", text)
            if name and made:
                known[name[1]] = f"{file.stem}::{made[1]}"
        krate = "shapewright_" + service.replace("-", "_")
        for operation in sorted({call[0] for call in calls}):
            if operation not in known:
                sys.exit(f"{service}: {operation} was not generated")
            path = f"{krate}::operation::{keyword(known[operation])}"
            arms.append(f'        ("{service}", "{operation}") => run::<{path}>(input, url),')
    source = WORK / "driver" / "src"
    source.mkdir(parents=True, exist_ok=True)
    write(source / "main.rs", (HERE / "driver.rs").read_text())
    write(source / "calls.rs", CALLS % "\n".join(arms))
    dependencies = "\n".join(
        f'shapewright-{service} = {{ path = "../clients/{service}" }}' for service in steps
    )
    write(WORK / "driver" / "Cargo.toml", MANIFEST % dependencies)
    members = json.dumps(["driver"] + [f"clients/{service}" for service in steps])
    write(WORK / "Cargo.toml", f'[workspace]\nresolver = "3"\nmembers = {members}\n\n'
          "[profile.dev]\ndebug = false\n")
    if not (WORK / "Cargo.lock").is_file():
        write(WORK / "Cargo.lock", (ROOT / "Cargo.lock").read_text())
    subprocess.run(["cargo", "build", "-q", "-p", "driver"], cwd=WORK, check=True)
    return WORK / "target/debug/driver"


def keyword(path):
    module, name = path.split("::")
    return f"r#{module}::{name}" if module in {"match", "move", "type", "use"} else path


def write(path, text):
    """Writes a file where it is another one, so that cargo has nothing to do where nothing changed."""
    if not path.is_file() or path.read_text() != text:
        path.write_text(text)


CALLS = """//! Which operation a step calls.

use crate::run;
use serde_json::{Value, json};

pub(crate) fn call(service: &str, operation: &str, input: &Value, url: &str) -> Value {
    match (service, operation) {
%s
        _ => json!({ "refused": "no such operation" }),
    }
}
"""

MANIFEST = """[package]
name = "driver"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
serde = "1"
serde_json = "1"
shapewright-runtime = { path = "../../../runtime", default-features = false, features = ["client"] }
%s
"""


class Theirs:
    """boto3, which is given the responses that our client had."""

    def __init__(self, url):
        import boto3
        from botocore.config import Config

        self.url, self.seen, self.clients = url, None, {}
        self.session = boto3.Session("AKIAIOSFODNN7EXAMPLE", "secret", region_name="us-east-1")
        self.config = Config(retries={"total_max_attempts": 1}, inject_host_prefix=False,
                             parameter_validation=False)

    def client(self, service):
        if service not in self.clients:
            client = self.session.client(service, endpoint_url=self.url, config=self.config)
            client.meta.events.register("before-send", self.respond)
            self.clients[service] = client
        return self.clients[service]

    def respond(self, request, **_):
        from botocore.awsrequest import AWSResponse, HeadersDict
        from urllib3.response import HTTPResponse

        body = base64.b64decode(self.seen["body"])
        headers = HeadersDict(self.seen["headers"])
        raw = HTTPResponse(io.BytesIO(body), headers=dict(self.seen["headers"]),
                           status=self.seen["status"], preload_content=False,
                           request_method=self.seen["method"])
        return AWSResponse(request.url, self.seen["status"], headers, raw)

    def call(self, service, operation, given, seen):
        from botocore.exceptions import ClientError

        client, self.seen = self.client(service), seen
        method = {api: name for name, api in client.meta.method_to_api_mapping.items()}[operation]
        shape = client.meta.service_model.operation_model(operation).input_shape
        try:
            output = getattr(client, method)(**with_bytes(given, shape))
        except ClientError as error:
            error = error.response["Error"]
            reply = {"code": error.get("Code"), "message": error.get("Message")}
            return {key: text for key, text in reply.items() if text}
        output.pop("ResponseMetadata")
        return {"output": output}


def with_bytes(value, shape):
    """An input as boto3 takes it: blobs as bytes."""
    if shape is None:
        return value
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        return {key: with_bytes(inner, shape.members.get(key)) for key, inner in value.items()}
    if kind == "list":
        return [with_bytes(inner, shape.member) for inner in value]
    if kind == "map":
        return {key: with_bytes(inner, shape.value) for key, inner in value.items()}
    return base64.b64decode(value) if kind == "blob" else value


class Time(float):
    """Seconds since 1970: a moment, which ours may write as a text."""


def plain(value):
    """boto3's output as JSON. What is None is as good as absent."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime.datetime):
        return Time(value.timestamp())
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return base64.b64encode(value.read()).decode()
    return value


def differences(ours, theirs, path=""):
    """Where two outputs differ, one line each."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        found = []
        for key in sorted(ours.keys() | theirs.keys()):
            here = f"{path}.{key}".lstrip(".")
            if key not in ours:
                found.append(f"{here}: only boto3 has {theirs[key]!r}"[:200])
            elif key not in theirs:
                found.append(f"{here}: only ours has {ours[key]!r}"[:200])
            else:
                found += differences(ours[key], theirs[key], here)
        return found
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs))
        return [line for at, (one, other) in pairs for line in differences(one, other, f"{path}[{at}]")]
    if isinstance(theirs, Time) and isinstance(ours, str):
        ours = datetime.datetime.fromisoformat(ours).timestamp()
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        equal = abs(ours - theirs) < 0.002 and isinstance(ours, bool) == isinstance(theirs, bool)
    else:
        equal = ours == theirs
    return [] if equal else [f"{path}: ours {ours!r}, boto3's {theirs!r}"[:300]]


def filled(value, saved):
    """An input with what earlier steps saved."""
    if isinstance(value, dict):
        return {key: filled(inner, saved) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, saved) for inner in value]
    if isinstance(value, str) and value.startswith("$"):
        return saved[value[1:]]
    return value


def at(output, path):
    for step in re.findall(r"\w+", path):
        output = output[int(step)] if step.isdigit() else output[step]
    return output


def run(steps, expected):
    from moto.server import ThreadedMotoServer

    program = driver(steps, clients(steps))
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    process = subprocess.Popen([program, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    theirs = Theirs(url)
    equal, succeeded, failed, met, figures = 0, 0, [], [], {}
    for service, calls in steps.items():
        saved, count = {}, {}
        for operation, given, *saves in calls:
            count[operation] = count.get(operation, 0) + 1
            name = f"{service} {operation} {count[operation]}"
            try:
                given = filled(given, saved)
            except KeyError as error:
                failed.append(f"{name}: {error} was not saved")
                continue
            process.stdin.write(json.dumps({"service": service, "operation": operation, "input": given}) + "\n")
            process.stdin.flush()
            reply = json.loads(process.stdout.readline())
            seen = reply.pop("seen", None)
            if not seen:
                failed.append(f"{name}: {reply}")
                continue
            succeeded += seen["status"] < 300
            try:
                other = plain(theirs.call(service, operation, given, seen))
            except Exception as error:  # said, and the next step is taken
                other = {"code": None, "message": f"boto3: {error!r}"}
            kept = ("output", "code", "message", "refused")
            ours = {key: reply[key] for key in kept if reply.get(key) is not None}
            found = differences(ours, other)
            for key, path in (saves[0] if saves else {}).items():
                try:
                    saved[key] = at(reply["output"], path)
                except (KeyError, IndexError):
                    failed.append(f"{name}: nothing is at {path}: {reply}"[:300])
            if "output" not in ours and "output" in other:
                found.append(f"ours failed: {reply.get('error')}")
            if name in expected:
                met.append(name)
                if not found:
                    failed.append(f"{name}: equal, though expected.json has it as different")
            elif found:
                failed += [f"{name}: {line}" for line in found]
            if not found:
                equal += 1
    process.stdin.close()
    server.stop()
    for name in sorted(set(expected) - set(met)):
        if name.split(" ")[0] in steps:
            failed.append(f"{name}: no such step, though expected.json has it")
    for line in failed:
        print(line)
    total = sum(len(calls) for calls in steps.values())
    print(f"{total} steps of {len(steps)} services, {succeeded} with success: {equal} equal, "
          f"{len(met)} different as expected, {len(failed)} problems")
    return 1 if failed else 0


def main():
    in_venv()
    names = sys.argv[1:] or sorted(path.stem for path in (HERE / "steps").glob("*.json"))
    steps = {name: json.loads((HERE / "steps" / f"{name}.json").read_text()) for name in names}
    expected = json.loads((HERE / "expected.json").read_text())
    sys.exit(run(steps, expected))


if __name__ == "__main__":
    main()
