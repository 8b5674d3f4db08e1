"""How well each form is read, beside the service models.

    python score.py RENDITIONS OUT SERVICE...

RENDITIONS has <form>/<service>/<operation>.json, as `cargo xtask import` writes it with --out for each
form's folder. A page is equal where its paths, types, enums and required marks are those that the HTML
gives, which are those of the model wherever the page has them; docs are those of the model. Docs that are
on no page are counted apart: of a member that the HTML's rendition has not, and whose words stand nowhere in
the text of the page itself, in any typography.
"""

import collections
import html
import json
import pathlib
import re
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


def letters(text):
    return "".join(c for c in text if c.isalnum() and c.isascii()).lower()


def absent(page, reference, truth):
    """The members whose docs are nowhere on a page, of those that its rendition does not have."""
    words = letters(html.unescape(re.sub(r"<[^>]+>", " ", page)))
    members = {at for section in ("request", "response") for at in rows(section, reference.get(section))}
    wanted = [want for section in ("request", "response") for want in truth[section] or []]
    return {
        want["path"]
        for want in wanted
        if want["path"] not in members and letters(fold(want.get("doc"))) not in words
    }


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
                first = json.loads(reference.read_text())
                count["members"] += len(list(docs(first, truth)))
                page = (out / service / "html" / f"{reference.stem}.html").read_text()
                missing = absent(page, first, truth)
                count["absent"] += sum(at in missing for at, _, _ in docs(first, truth))
                if not path.exists():
                    error = path.with_suffix(".err")
                    count["refused"] += error.exists()
                    if verbose:
                        print(f"{form.name}: {service} {reference.stem}: {error.read_text() if error.exists() else 'not there'}")
                    continue
                rendition = json.loads(path.read_text())
                same = structure(rendition) == structure(first)
                count["equal"] += same
                count["exceptions"] += rendition.get("exceptions", []) == truth["exceptions"]
                count["operation"] += rendition["operation"] == truth["operation"]
                count["description"] += fold(rendition.get("doc")) == fold(truth.get("doc"))
                if verbose and not same:
                    lost = [row for row in structure(first) if row not in structure(rendition)]
                    more = [row for row in structure(rendition) if row not in structure(first)]
                    print(f"{form.name}: {service} {reference.stem}: lost {lost[:3]} more {more[:3]}")
                for at, doc, want in docs(rendition, truth):
                    count["docs"] += doc == want
                    if verbose and doc != want:
                        print(f"{form.name}: {service} {reference.stem} {at}:\n  {doc}\n  {want}")
        pages, members = count["pages"] or 1, count["members"] or 1
        print(
            f"{form.name:24} {count['equal']:4}/{count['pages']:3} pages {count['equal'] / pages:6.1%}"
            f"  docs {count['docs'] / members:6.1%}, of those on a page {count['docs'] / (members - count['absent'] or 1):6.1%}"
            f" ({count['absent']} are on none)  descriptions {count['description'] / pages:6.1%}"
            f"  exceptions {count['exceptions'] / pages:6.1%}"
            f"  names {count['operation'] / pages:6.1%}  refused {count['refused']}"
        )


if __name__ == "__main__":
    main()
