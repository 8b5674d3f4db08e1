"""Compares service models of two botocore releases independently, and checks that `cargo xtask diff
--format json` reports each change that it finds, with a class that is no milder.

    python3 compare.py XTASK OLDER/botocore/data NEWER/botocore/data [SERVICE...]

XTASK is the program (target/debug/xtask). Exits with 1 if a change is missing.
"""

import concurrent.futures
import json
import os
import subprocess
import sys
from collections import Counter

import hosts
from models import Model, changes


def run_diff(xtask, paths):
    """The report of diff."""
    result = subprocess.run([xtask, "diff", *paths, "--format", "json"], capture_output=True, text=True)
    if result.returncode:
        return None, result.stderr.strip().splitlines()
    (report,) = json.loads(result.stdout).values()
    return report, None


def by_place(service, report):
    """The changes by (path, what)."""
    found = {}
    for change in report["api"]:
        path = "SERVICE" if change["path"] == service else change["path"]
        what = change["what"]
        if what in ("exception", "value"):
            what = f"{what} {change['before'] or change['after']}"
        found.setdefault((path, what), []).append(change)
    return found


def parents(path):
    """A place, and those it is in: a type that is another says all of its parts."""
    yield path
    while path:
        cut = max(path.rfind(mark) for mark in (".", "[", "{"))
        if cut < 0:
            return
        path = path[:cut]
        yield path


RANK = {"compatible": 0, "attention": 1, "breaking": 2}


def check(change, found):
    """Why the report of a change is wrong; None if it is right."""
    path, what, rust, wire = change
    report = found.get((path, what))
    if report is None:
        whole = ("type", "member", "operation")
        if any((place, word) in found for place in parents(path) for word in whole):
            return None
        return "missing"
    if max(RANK[it["rust"]] for it in report) < RANK[rust]:
        return f"is {rust} in Rust"
    if max(RANK[it["wire"]] for it in report) < RANK[wire]:
        return f"is {wire} on the wire"
    return None


def service(arguments):
    xtask, older, newer, name = arguments
    old, new = Model(older, name), Model(newer, name)
    wanted = changes(old, new)
    report, errors = run_diff(xtask, [f"{older}/{name}", f"{newer}/{name}"])
    if report is None:
        return name, wanted, None, errors, None
    found = by_place(name, report)
    missing = sorted((*change[:2], why) for change in wanted if (why := check(change, found)))
    if hosts.differ(older, newer, name):
        wanted = [*wanted, ("SERVICE", "hosts", "compatible", "attention")]
        words = ("hosts", "operationHosts", "endpointRules", "globalEndpoint", "endpointPrefix")
        if not any(("SERVICE", word) in found for word in words):
            missing.append(("SERVICE", "hosts", "missing"))
    return name, wanted, missing, None, report


def main():
    xtask, older, newer, *only = sys.argv[1:]
    both = sorted(set(os.listdir(older)) & set(os.listdir(newer)))
    names = [name for name in both if os.path.isdir(f"{older}/{name}") and (not only or name in only)]
    names = [name for name in names if only or Model(older, name) != Model(newer, name) or hosts.differ(older, newer, name)]
    counts, kinds, failed = Counter(), Counter(), []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, wanted, missing, errors, report in pool.map(service, [(xtask, older, newer, n) for n in names]):
            kinds.update(what.split(" ")[0] for _, what, *_ in wanted)
            if missing is None:
                print(f"{name}: not compared: {errors[:2]}", flush=True)
                failed.append(name)
                continue
            counts["services"] += 1
            counts["not compared in Rust"] += report["rustNotCompared"] is not None
            counts[report["bump"]] += 1
            for change in missing:
                counts["missing"] += 1
                print(f"{name}: {change}", flush=True)
    total = sum(kinds.values())
    print(f"{len(names)} services changed, {total} changes looked for, {dict(counts)}; not compared: {failed}")
    print(f"by kind: {dict(kinds.most_common())}")
    return 1 if counts["missing"] or failed else 0


if __name__ == "__main__":
    sys.exit(main())
