"""Compares service models of two botocore releases by logic of its own, and looks for each change in
what `cargo xtask diff --format json` says.

    python3 compare.py XTASK OLDER/botocore/data NEWER/botocore/data [SERVICE...]

XTASK is the program (target/debug/xtask). Exits with 1 where a change is missing.
"""

import concurrent.futures
import gzip
import json
import os
import subprocess
import sys
from collections import Counter

SCALARS = {"string", "boolean", "byte", "short", "integer", "long", "float", "double", "timestamp", "blob", "list", "map"}
LIMITS = ("min", "max", "pattern")


def load(data, service):
    """The model of a service's newest version, extras merged, with its paginators and waiters."""
    versions = sorted(v for v in os.listdir(f"{data}/{service}") if v[0].isdigit())
    folder = f"{data}/{service}/{versions[-1]}"

    def read(name):
        for path, opener in ((f"{folder}/{name}.json", open), (f"{folder}/{name}.json.gz", gzip.open)):
            if os.path.exists(path):
                with opener(path, "rt", encoding="utf-8") as file:
                    return json.load(file)
        return {}

    def merge(base, extra):
        for key, value in extra.items():
            if isinstance(value, dict) and isinstance(base.get(key), dict):
                merge(base[key], value)
            else:
                base[key] = value

    model = read("service-2")
    merge(model, read("service-2.sdk-extras").get("merge", {}))
    paginators = read("paginators-1")
    merge(paginators, read("paginators-1.sdk-extras").get("merge", {}))
    return model, paginators.get("pagination", {}), read("waiters-2").get("waiters", {})


def reached(model):
    """The shapes that operations use, each with whether it is sent and received."""
    uses = {}

    def visit(name, flag):
        flags = uses.setdefault(name, set())
        if flag in flags:
            return
        flags.add(flag)
        shape = model["shapes"].get(name, {})
        for member in shape.get("members", {}).values():
            visit(member["shape"], flag)
        for part in ("member", "key", "value"):
            if part in shape:
                visit(shape[part]["shape"], flag)

    for operation in model["operations"].values():
        for key, flag in (("input", "sent"), ("output", "received")):
            if key in operation:
                visit(operation[key]["shape"], flag)
        for error in operation.get("errors", []):
            visit(error["shape"], "received")
    return uses


def places(model):
    """Where each structure's members stand in the spec's words: messages in their operations."""
    found = {}
    for name, operation in model["operations"].items():
        for key, section in (("input", "request"), ("output", "response")):
            if key in operation:
                found.setdefault(operation[key]["shape"], []).append(f"{name}.{section}")
    return found


def flat(model, name, traits):
    """What a member is, in lists and maps down to what has a name."""
    shape = model["shapes"][name]
    kind = shape["type"]
    said = {key: traits.get(key, shape.get(key)) for key in LIMITS}
    said["sensitive"] = bool(traits.get("sensitive") or shape.get("sensitive"))
    if kind == "list":
        return ["list", said, flat(model, shape["member"]["shape"], shape["member"])]
    if kind == "map":
        key, value = (flat(model, shape[part]["shape"], shape[part]) for part in ("key", "value"))
        return ["map", said, key, value]
    if shape.get("document"):
        return ["document"]
    if kind == "structure" or (kind == "string" and shape.get("enum")):
        return ["ref", name]
    if kind == "timestamp":
        said["format"] = traits.get("timestampFormat", shape.get("timestampFormat"))
    return [kind, said]


def changes(old, new):
    """(path, what) of every change between two models, as a person would list them."""
    (old, old_pages, old_waiters), (new, new_pages, new_waiters) = old, new
    found = set()
    metadata = {
        "targetPrefix": "targetPrefix",
        "jsonVersion": "jsonVersion",
        "signingName": "signingName",
        "endpointPrefix": "endpointPrefix",
        "serviceId": "serviceId",
        "apiVersion": "apiVersion",
        "serviceFullName": "title",
    }
    if old["metadata"].get("protocol") != "json" or new["metadata"].get("protocol") != "json":
        metadata.pop("targetPrefix")
        metadata.pop("jsonVersion")
    for key, what in metadata.items():
        before, after = (m["metadata"].get(key) for m in (old, new))
        if key == "signingName":
            before, after = (m["metadata"].get(key, m["metadata"]["endpointPrefix"]) for m in (old, new))
        if before != after:
            found.add(("SERVICE", what))
    operations(old, new, found)
    for name in set(old["operations"]) & set(new["operations"]):
        if old_pages.get(name) != new_pages.get(name):
            keys = ("input_token", "output_token", "result_key", "limit_key", "more_results")
            told = [{k: pages[name].get(k) for k in keys} if name in pages else None for pages in (old_pages, new_pages)]
            if told[0] != told[1]:
                found.add((name, "pagination"))
    for name in set(old_waiters) | set(new_waiters):
        if old_waiters.get(name) != new_waiters.get(name):
            found.add((name, "waiter"))
    structures(old, new, found)
    return found


def operations(old, new, found):
    for name in set(old["operations"]) | set(new["operations"]):
        before, after = old["operations"].get(name), new["operations"].get(name)
        if before is None or after is None:
            found.add((name, "operation"))
            continue
        for key, default in (("method", "POST"), ("requestUri", "/")):
            if before["http"].get(key, default) != after["http"].get(key, default):
                found.add((name, "http.method" if key == "method" else "http.uri"))
        prefix = [it.get("endpoint", {}).get("hostPrefix") for it in (before, after)]
        if prefix[0] != prefix[1]:
            found.add((name, "http.hostPrefix"))
        if bool(before.get("deprecated")) != bool(after.get("deprecated")):
            found.add((name, "deprecated"))
        errors = [{error["shape"] for error in it.get("errors", [])} for it in (before, after)]
        found.update((name, f"exception {error}") for error in errors[0] ^ errors[1])
        required = [
            bool(it.get("httpChecksumRequired") or it.get("httpChecksum", {}).get("requestChecksumRequired"))
            for it in (before, after)
        ]
        if required[0] != required[1]:
            found.add((name, "checksumRequired"))


def structures(old, new, found):
    old_uses, new_uses = reached(old), reached(new)
    old_places, new_places = places(old), places(new)
    messages = set(old_places) | set(new_places)
    pairs = set()
    for name in (set(old_uses) & set(new_uses)) - messages:
        pairs.add((name, name, name))
    # A message is compared where it stands, whatever its shape is called.
    for name in set(old["operations"]) & set(new["operations"]):
        for key, section in (("input", "request"), ("output", "response")):
            shapes = [m["operations"][name].get(key, {}).get("shape") for m in (old, new)]
            if shapes[0] or shapes[1]:
                pairs.add((shapes[0], shapes[1], f"{name}.{section}"))
    # A message that is a member elsewhere is a shape too.
    held = set(targets(old)) & set(targets(new))
    pairs.update((name, name, name) for name in held & messages)
    for before, after, path in pairs:
        structure(old, new, before, after, path, old_uses, new_uses, found)


def targets(model):
    for name in reached(model):
        shape = model["shapes"].get(name, {})
        yield from (member["shape"] for member in shape.get("members", {}).values())
        yield from (shape[part]["shape"] for part in ("member", "key", "value") if part in shape)


def structure(old, new, before, after, path, old_uses, new_uses, found):
    empty = {"type": "structure", "members": {}}
    one = old["shapes"][before] if before else empty
    other = new["shapes"][after] if after else empty
    kinds = (one["type"], other["type"])
    if kinds[0] != kinds[1]:
        return  # said where it is referred to
    if kinds[0] == "string" and (one.get("enum") and other.get("enum")):
        values = set(one["enum"]) ^ set(other["enum"])
        found.update((path, f"value {value}") for value in values)
    if kinds[0] != "structure":
        return
    if bool(one.get("union")) != bool(other.get("union")):
        found.add((path, "type"))
        return
    # A code that is the shape's name says nothing.
    codes = [shape.get("error", {}).get("code", path) for shape in (one, other)]
    if "." not in path and codes[0] != codes[1]:
        found.add((path, "error"))
    for name in set(one["members"]) | set(other["members"]):
        at = f"{path}.{name}"
        members = one["members"].get(name), other["members"].get(name)
        if None in members:
            found.add((at, "member"))
            continue
        required = [name in shape.get("required", []) for shape in (one, other)]
        if required[0] != required[1]:
            found.add((at, "required"))
        member(old, new, *members, at, found)
        for key, what in (("idempotencyToken", "idempotencyToken"), ("location", "location")):
            if members[0].get(key) != members[1].get(key):
                found.add((at, what))
        wire = [member.get("locationName", name) for member in members]
        if wire[0] != wire[1]:
            found.add((at, "wireName"))
    common = [[name for name in shape["members"] if name in one["members"] and name in other["members"]] for shape in (one, other)]
    needed = [[name for name in names if name in shape.get("required", [])] for names, shape in zip(common, (one, other))]
    both = [[name for name in names if name in needed[1 - side]] for side, names in enumerate(needed)]
    if both[0] != both[1]:
        found.add((path, "order"))


def member(old, new, before, after, at, found):
    one, other = flat(old, before["shape"], before), flat(new, after["shape"], after)
    if one == other:
        return
    found.add((at, "somehow"))


def said(xtask, paths):
    """What diff says, as (path, what)."""
    result = subprocess.run([xtask, "diff", *paths, "--format", "json"], capture_output=True, text=True)
    if result.returncode:
        return None, result.stderr.strip().splitlines()
    (service, told), = json.loads(result.stdout).items()
    found = set()
    for change in told["api"]:
        path = "SERVICE" if change["path"] == service else change["path"]
        what = change["what"]
        if what in ("exception", "value"):
            what = f"{what} {change['before'] or change['after']}"
        found.add((path, what))
    return (found, told), None


def is_said(change, found):
    path, what = change
    if what == "somehow":
        # The type of a member, or a trait of it or of its parts: any word at or below its place.
        return any(place == path or place.startswith((path + "[", path + "{", path + ".")) for place, _ in found)
    return (path, what) in found or (path, "type") in found


def service(arguments):
    xtask, older, newer, name = arguments
    wanted = changes(load(older, name), load(newer, name))
    result, errors = said(xtask, [f"{older}/{name}", f"{newer}/{name}"])
    if result is None:
        return name, len(wanted), None, errors, None
    found, told = result
    missing = sorted(change for change in wanted if not is_said(change, found))
    return name, len(wanted), missing, None, told


def main():
    xtask, older, newer, *only = sys.argv[1:]
    both = sorted(set(os.listdir(older)) & set(os.listdir(newer)))
    names = [name for name in both if os.path.isdir(f"{older}/{name}") and (not only or name in only)]
    names = [name for name in names if only or load(older, name) != load(newer, name)]
    counts, total, failed = Counter(), 0, []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, wanted, missing, errors, told in pool.map(service, [(xtask, older, newer, n) for n in names]):
            total += wanted
            if missing is None:
                print(f"{name}: not compared: {errors[:2]}")
                failed.append(name)
                continue
            counts["services"] += 1
            counts["not compared in Rust"] += told["rustNotCompared"] is not None
            counts[told["bump"]] += 1
            for change in missing:
                counts["missing"] += 1
                print(f"{name}: missing: {change}")
    print(f"{len(names)} services changed, {total} changes looked for, {dict(counts)}; not compared: {failed}")
    return 1 if counts["missing"] or failed else 0


if __name__ == "__main__":
    sys.exit(main())
