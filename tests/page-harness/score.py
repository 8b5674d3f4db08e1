"""How well each form is read, beside the service models.

    python score.py RENDITIONS OUT SERVICE...

RENDITIONS has <form>/<service>/<operation>.json, as `cargo xtask import` writes it with --out for each
form's folder. A page is equal where its paths, types, enums and required marks are those that the HTML
gives, which are those of the model wherever the page has them; docs are those of the model.
"""

import collections
import json
import pathlib
import sys

from compare import fold, rows


def structure(rendition):
    return [
        (section, path, row["type"], tuple(row["enum"]), row["required"])
        for section in ("request", "response")
        for path, row in rows(section, rendition.get(section)).items()
    ]


def docs(rendition, truth):
    for section in ("request", "response"):
        found = rows(section, rendition.get(section))
        for want in truth[section] or []:
            row = found.get(want["path"])
            yield want["path"], fold(row and row["doc"]), fold(want.get("doc"))


def main():
    renditions, out, services = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    verbose = "-v" in services
    services = [service for service in services if service != "-v"]
    for form in sorted(renditions.iterdir()):
        count = collections.Counter()
        for service in services:
            for reference in sorted((renditions / "html" / service).glob("*.json")):
                count["pages"] += 1
                truth = json.loads((out / service / "truth" / reference.name).read_text())
                path = form / service / reference.name
                html = json.loads(reference.read_text())
                count["members"] += len(list(docs(html, truth)))
                if not path.exists():
                    error = path.with_suffix(".err")
                    count["refused"] += error.exists()
                    if verbose:
                        print(f"{form.name}: {service} {reference.stem}: {error.read_text() if error.exists() else 'not there'}")
                    continue
                rendition = json.loads(path.read_text())
                same = structure(rendition) == structure(html)
                count["equal"] += same
                count["exceptions"] += rendition.get("exceptions", []) == truth["exceptions"]
                count["operation"] += rendition["operation"] == truth["operation"]
                count["description"] += fold(rendition.get("doc")) == fold(truth.get("doc"))
                if verbose and not same:
                    lost = [row for row in structure(html) if row not in structure(rendition)]
                    more = [row for row in structure(rendition) if row not in structure(html)]
                    print(f"{form.name}: {service} {reference.stem}: lost {lost[:3]} more {more[:3]}")
                for at, doc, want in docs(rendition, truth):
                    count["docs"] += doc == want
                    if verbose and doc != want:
                        print(f"{form.name}: {service} {reference.stem} {at}:\n  {doc}\n  {want}")
        pages, members = count["pages"] or 1, count["members"] or 1
        print(
            f"{form.name:24} {count['equal']:4}/{count['pages']:3} pages {count['equal'] / pages:6.1%}"
            f"  docs {count['docs'] / members:6.1%}  descriptions {count['description'] / pages:6.1%}"
            f"  exceptions {count['exceptions'] / pages:6.1%}"
            f"  names {count['operation'] / pages:6.1%}  refused {count['refused']}"
        )


if __name__ == "__main__":
    main()
