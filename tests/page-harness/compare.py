"""Compares renditions with a truth: paths, types, enums, required marks and docs.

    python compare.py RENDITIONS TRUTH [-v]

RENDITIONS and TRUTH are folders of <operation>.json, the truth as truth.py writes it.
"""

import collections
import json
import pathlib
import re
import sys

WORDS = {
    "byte": "integer", "short": "integer", "long": "integer", "double": "float",
    "timestamp": "datetime", "blob": "bytes", "map": "dict", "structure": "dict",
    "union": "dict", "recursive": "dict",
}


def rows(section, members):
    found = {}

    def walk(path, shape):
        kind = shape.get("type")
        found[path] = {
            "type": WORDS.get(kind, kind),
            "enum": shape.get("enum", []),
            "required": shape.get("required", False),
            "doc": shape.get("doc", ""),
            "kind": kind,
        }
        for name, member in (shape.get("members") or {}).items():
            walk(f"{path}.{name}" if path else name, member)
        for key, suffix in (("element", "[]"), ("key", "{key}"), ("value", "{}")):
            if key in shape:
                walk(path + suffix, shape[key])

    for name, member in (members or {}).items():
        walk(name, member)
    return found


def fold(text):
    return " ".join((text or "").split())


def bare(text):
    return re.sub(r"\s+", "", text or "")


def compare(rendition, truth, count, notes):
    page = truth.get("method")
    for key in ("operation", "exceptions", "method"):
        if rendition.get(key, [] if key == "exceptions" else None) != truth[key]:
            count[f"{key} differs"] += 1
            notes.append(f"{page}: {key}: {rendition.get(key)} != {truth[key]}")
    if bool(truth.get("deprecated")) != ("deprecated" in rendition):
        count["deprecated differs"] += 1
        notes.append(f"{page}: deprecated: {truth.get('deprecated')}")
    count["pages"] += 1
    count["descriptions equal"] += fold(rendition.get("doc")) == fold(truth.get("doc"))
    if fold(rendition.get("doc")) != fold(truth.get("doc")):
        notes.append(f"{page}: description:\n   {fold(rendition.get('doc'))}\n   {fold(truth.get('doc'))}")
    good = True
    omitted = {gap["section"] for gap in rendition.get("omitted", [])}
    for section in ("request", "response"):
        if section in omitted and not rendition.get(section):
            count["syntaxes not on the page"] += 1
            continue
        found = rows(section, rendition.get(section))
        wanted = {row["path"]: row for row in truth[section] or []}
        if list(found) != list(wanted):
            good = False
            lost = [path for path in wanted if path not in found]
            more = [path for path in found if path not in wanted]
            notes.append(f"{page}: {section}: paths: lost {lost[:4]} more {more[:4]}")
        for path, want in wanted.items():
            row = found.get(path)
            count["members"] += 1
            count["members not described on the page"] += section in omitted
            if row is None:
                continue
            for key, default in (("type", None), ("enum", []), ("required", False)):
                if key == "type" and row["kind"] == "recursive" and want.get(key) in ("list", "dict"):
                    count["recursive"] += 1
                    continue
                if key == "required" and section in omitted:
                    continue
                if row[key] != want.get(key, default):
                    good = False
                    count[f"{key} differs"] += 1
                    notes.append(f"{page}: {section}.{path}: {key}: {row[key]} != {want.get(key)}")
            if section in omitted:
                continue
            doc, wish = row["doc"], want.get("doc", "")
            count["docs equal"] += fold(doc) == fold(wish)
            count["docs equal without white space"] += bare(doc) == bare(wish)
            count["docs of the same lines"] += doc == wish
            if fold(doc) != fold(wish):
                tag = "doc" if bare(doc) != bare(wish) else "space"
                notes.append(f"{page}: {section}.{path}: {tag}:\n   {fold(doc)}\n   {fold(wish)}")
    count["pages equal but for docs"] += good


def main():
    renditions, truths = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    count, notes = collections.Counter(), []
    for path in sorted(truths.glob("*.json")):
        rendition = renditions / path.name
        if not rendition.exists():
            count["no rendition"] += 1
            notes.append(f"{path.stem}: no rendition")
            continue
        compare(json.loads(rendition.read_text()), json.loads(path.read_text()), count, notes)
    for key, value in sorted(count.items()):
        described = count["members"] - count["members not described on the page"]
        share = f" {value / described:.3%}" if key.startswith("docs") else ""
        print(f"{key}: {value}{share}")
    if "-v" in sys.argv:
        print("\n".join(notes))


if __name__ == "__main__":
    main()
