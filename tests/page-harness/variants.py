"""Pages as people damage them, read beside the whole page.

    python variants.py OUT WORK XTASK SERVICE/OPERATION...

takes the forms that `forms.py` wrote to OUT/forms, makes variants of each page in WORK, imports each with
XTASK, and says of each kind of variant in each form how many are equal in structure to the HTML's, how many
say that they are not (refused, or something more is warned of or recorded as omitted than for the
untouched page), and how many differ without a word: these it lists.
"""

import collections
import concurrent.futures
import html
import json
import pathlib
import re
import shutil
import subprocess
import sys
import textwrap

from score import structure

QUOTED = re.compile(r"'([A-Za-z0-9_.-]{2,})'")
HEAD = re.compile(r"\((string|integer|boolean|dict|list|datetime|float)\)")


def is_html(form):
    return form.startswith("html")


def each_line(change):
    return lambda page, form: "\n".join(change(line) for line in page.split("\n"))


def broken(which):
    """A line break within a quoted value: the first, the middle or the last of the page's."""

    def make(page, form):
        found = [it for it in QUOTED.finditer(page)]
        if is_html(form):
            found = [it for it in found if "Request Syntax" in page[: it.start()]]
        found = which(found)
        if not found:
            return None
        middle = (found.start() + found.end()) // 2
        return page[:middle] + "\n" + page[middle:]

    return make


def at(part):
    return lambda all: all[min(len(all) - 1, int(len(all) * part))] if all else None


def enum(all):
    of_enum = [it for it in all if it.string[it.end() : it.end() + 1] == "|" or it.string[it.start() - 1] == "|"]
    return of_enum[len(of_enum) // 2] if of_enum else None


def head(all, to):
    return lambda page, form: HEAD.sub(lambda it: to % it[1], page) if not is_html(form) else None


def labels(change):
    words = re.compile(r"\b(Parameters|Return type|Returns)(?= ?:|</dt>|<span class=\"colon\">)(\s?:)?", re.I)
    return lambda page, form: words.sub(lambda it: change(it[1], it[2] or ""), page)


def headings(change):
    words = re.compile(r"\b(Request Syntax|Response Syntax|Response Structure|Exceptions)\b")
    return lambda page, form: words.sub(lambda it: change(it[1]), page)


def wrapped(page, form):
    if is_html(form):
        return None
    lines = []
    for line in page.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        lines += textwrap.wrap(line, 72, subsequent_indent=indent, break_on_hyphens=False) or [""]
    return "\n".join(lines)


def navigation(page, form):
    menu = ["We use cookies", "Accept all", "Reject", "Skip to content", "Boto3 documentation", "Quickstart",
            "A Sample Tutorial", "Code Examples", "Parameters", "Returns", "Request Syntax"]
    if is_html(form):
        items = "".join(f"<li><a href='#'>{item}</a></li>" for item in menu)
        return re.sub(r"(<body[^>]*>)", rf"\1<div id='cookies'><p>We use cookies</p></div><nav><ul>{items}</ul></nav>", page)
    return "\n".join(menu) + "\n\n" + page


def without_classes(page, form):
    if not is_html(form):
        return None
    article = re.search(r"<article.*?</article>", page, re.S)
    if not article:
        return None
    bare = re.sub(r"\s(?:class|id|role|style|itemprop|aria-[a-z]+|data-[a-z-]+)=\"[^\"]*\"", "", article[0])
    bare = re.sub(r"</?(?:article|section|span|colgroup|col)\b[^>]*>", "", bare)
    return f"<html><head><title>x</title></head><body><div>{bare}</div></body></html>"


def reader(page, form):
    if not is_html(form):
        return None
    import readability

    return readability.Document(page).summary()


def no_article(page, form):
    return re.sub(r"</?article[^>]*>", "", page) if is_html(form) else None


def smart(page, form):
    if is_html(form):
        page = re.sub(r"(<span class=\"s1\">)'|'(</span>)", r"\1‘\2", page)
        return page
    return re.sub(r"'([^'\n]*)'", "‘\\1’", page)


VARIANTS = {
    "same": lambda page, form: page,
    "bom": lambda page, form: "\ufeff" + page,
    "crlf": lambda page, form: page.replace("\n", "\r\n"),
    "cr": lambda page, form: page.replace("\n", "\r"),
    "trailing blanks": each_line(lambda line: line + "   "),
    "nbsp indents": each_line(lambda line: "\u00a0" * (len(line) - len(line.lstrip(" "))) + line.lstrip(" ")),
    "nbsp everywhere": lambda page, form: None if is_html(form) else page.replace(" ", "\u00a0"),
    "nbsp in heads": lambda page, form: re.sub(r" (\(\w+\)) –", "\u00a0\\1\u00a0–", page),
    "tabs": each_line(lambda line: re.sub(r"^(?: {4})+", lambda it: "\t" * (len(it[0]) // 4), line)),
    "tabs of 8": each_line(lambda line: re.sub(r"^(?: {8})+", lambda it: "\t" * (len(it[0]) // 8), line)),
    "no indents": lambda page, form: None if is_html(form) or form == "rst" else each_line(str.lstrip)(page, form),
    "indented": lambda page, form: None if is_html(form) else each_line(lambda line: "    " + line)(page, form),
    "empty lines doubled": lambda page, form: page.replace("\n", "\n\n"),
    "no empty lines": lambda page, form: re.sub(r"\n\s*\n", "\n", page),
    "one line": lambda page, form: " ".join(page.split()),
    "escaped twice": lambda page, form: re.sub(r"&(\w+|#\w+);", r"&amp;\1;", page) if is_html(form) else html.escape(page),
    "escaped": lambda page, form: html.escape(page, quote=False),
    "smart quotes": smart,
    "low quotes": lambda page, form: None if is_html(form) else re.sub(r"'([^'\n]*)'", "’\\1’", page),
    "double quotes": lambda page, form: None if is_html(form) else re.sub(r"'([^'\n]*)'", '"\\1"', page),
    "hyphens": lambda page, form: page.replace(") –", ") -"),
    "two hyphens": lambda page, form: page.replace(") –", ") --"),
    "em dashes": lambda page, form: page.replace(") –", ") —"),
    "minus signs": lambda page, form: page.replace(") –", ") −"),
    "no dashes": lambda page, form: page.replace(") –", ")"),
    "colons": lambda page, form: page.replace(") –", "):"),
    "ellipses": lambda page, form: page.replace("...", "…"),
    "question marks": lambda page, form: page.replace("–", "?"),
    "mojibake": lambda page, form: page.replace("–", "â€“").replace("’", "â€™"),
    "mail quote": lambda page, form: None if is_html(form) else each_line(lambda line: "> " + line)(page, form),
    "mail quote bare": lambda page, form: None if is_html(form) else each_line(lambda line: ("> " + line).rstrip())(page, form),
    "mail quote twice": lambda page, form: None if is_html(form) else each_line(lambda line: "> > " + line)(page, form),
    "fence": lambda page, form: f"```\n{page}\n```\n",
    "fence with words": lambda page, form: f"Here is the page:\n\n```text\n{page}\n```\n",
    "tildes": lambda page, form: f"~~~\n{page}\n~~~\n",
    "navigation": navigation,
    "comment before": lambda page, form: ("<!-- saved from url=(0042)https://docs.aws.amazon.com/ -->\n" if is_html(form) else "# Saved from https://boto3.amazonaws.com/v1/documentation/api/latest/x.html\n\n") + page,
    "reader": reader,
    "without classes": without_classes,
    "no article": no_article,
    "as pre": lambda page, form: None if is_html(form) else f"<!DOCTYPE html><html><body><pre>{html.escape(page)}</pre></body></html>",
    "wrapped at 72": wrapped,
    "break first": broken(at(0)),
    "break early": broken(at(0.2)),
    "break middle": broken(at(0.5)),
    "break late": broken(at(0.8)),
    "break last": broken(at(1)),
    "break enum": broken(enum),
    "labels capitals": labels(lambda name, colon: name.upper() + colon),
    "labels lower": labels(lambda name, colon: name.lower() + colon),
    "labels bare": labels(lambda name, colon: name),
    "labels pilcrow": labels(lambda name, colon: name + colon + "¶"),
    "labels link": labels(lambda name, colon: name + colon + " [link]"),
    "labels title": labels(lambda name, colon: name.title() + colon),
    "labels space": labels(lambda name, colon: name + " :"),
    "headings capitals": headings(str.upper),
    "headings lower": headings(str.lower),
    "headings colon": headings(lambda name: name + ":"),
    "headings pilcrow": headings(lambda name: name + "¶"),
    "headings link": headings(lambda name: name + " [link]"),
    "heads in brackets": head(None, "[%s]"),
    "heads in braces": head(None, "{%s}"),
    "heads in capitals": lambda page, form: None if is_html(form) else HEAD.sub(lambda it: f"({it[1].title()})", page),
    "heads optional": head(None, "(%s, optional)"),
    "heads in Python": lambda page, form: None if is_html(form) else HEAD.sub(lambda it: "(%s)" % {"string": "str", "integer": "int", "boolean": "bool"}.get(it[1], it[1]), page),
}
for percent in range(5, 100, 5):
    VARIANTS[f"cut at {percent:02}%"] = lambda page, form, percent=percent: page[: len(page) * percent // 100]
    VARIANTS[f"lines cut at {percent:02}%"] = lambda page, form, percent=percent: "".join(
        page.splitlines(True)[: len(page.splitlines()) * percent // 100]
    )
for percent in range(10, 100, 10):
    VARIANTS[f"begins at {percent:02}%"] = lambda page, form, percent=percent: page[len(page) * percent // 100 :]
    VARIANTS[f"hole at {percent:02}%"] = (
        lambda page, form, percent=percent: page[: len(page) * percent // 100] + page[len(page) * (percent + 4) // 100 :]
    )


def group(variant):
    return re.sub(r" at \d+%$", "", variant)


def concatenated(pages, form):
    """Several operations in one file: its name, and the pages it is of."""
    for count, glue in ((2, "\n"), (3, "\n\n"), (2, "")):
        yield f"{count} in one{' without a break' if not glue else ''}", [
            (glue.join(text for _, text in pages[i : i + count]), [name for name, _ in pages[i : i + count]])
            for i in range(len(pages) - count + 1)
        ]


def imported(xtask, files, out):
    """What `xtask import` says of each file; it writes what it reads to `out`."""
    shutil.rmtree(out, ignore_errors=True)
    done = subprocess.run(
        [xtask, "import", *map(str, files), "--service", "x", "--out", str(out)],
        capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )
    said = collections.defaultdict(list)
    at = None
    for line in done.stderr.splitlines():
        if line.startswith("note: text has no end"):
            for file in files:
                said["open", str(file)] = ["note"]
        found = re.match(r"(error|warning|omitted|differs): (.*?/f\d+\.\w+): (.*)", line)
        if found:
            # Files below the current folder are named from there.
            at = (said[str(pathlib.Path(found[2]).resolve())], found[1])
            at[0].append(f"{found[1]}: {found[3]}")
        elif at:
            at[0].append(line)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{files[0]}: {done.stderr[-400:]}")
    return said


def facts(rendition):
    gaps = {gap["section"] for gap in rendition.get("omitted", [])}
    return (
        rendition["method"],
        structure(rendition),
        None if "exceptions" in gaps else rendition.get("exceptions", []),
        None if "operation" in gaps else rendition["operation"],
    )


def same(found, want):
    return all(a == b or (i > 1 and a is None) for i, (a, b) in enumerate(zip(found, want)))


def docs(rendition):
    from compare import fold, rows

    return [
        (path, fold(row["doc"]))
        for section in ("request", "response")
        for path, row in rows(section, rendition.get(section)).items()
    ]


def difference(found, want):
    names = ("method", "structure", "exceptions", "operation")
    parts = []
    for name, a, b in zip(names, found, want):
        if a == b or a is None:
            continue
        if name == "structure":
            parts.append(f"lost {[r for r in b if r not in a][:2]} more {[r for r in a if r not in b][:2]}")
        else:
            parts.append(f"{name} {str(a)[-80:]} for {str(b)[-80:]}")
    return "; ".join(parts)


def run_form(out, work, xtask, form, names):
    count = collections.defaultdict(collections.Counter)
    faults = []
    folder = out / "forms" / form
    pages = []
    for name in names:
        found = list(folder.glob(f"{name}.*"))
        if found:
            pages.append((name, found[0].read_text(), found[0].suffix))
    if not pages:
        return count, faults
    place = work / form.replace(" ", "-")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    truth = {}
    for name in names:
        rendition = work / "truth" / name.split("/")[0] / f"x/{name.split('/')[1]}.json"
        truth[name] = facts(json.loads(rendition.read_text()))
    baseline = {}
    for variant, make in VARIANTS.items():
        files = []
        for i, (name, text, suffix) in enumerate(pages):
            made = make(text, form)
            if made is None or (made == text and variant != "same"):
                continue
            file = place / f"f{i}{suffix}"
            file.write_bytes(made.encode())
            files.append((file, name))
        if not files:
            continue
        said = imported(xtask, [file for file, _ in files], place / "r")
        for file, name in files:
            messages = said[str(file)]
            tally = count[group(variant)]
            tally["tried"] += 1
            operation = name.split("/")[1]
            read = place / "r" / "x" / f"{operation}.json"
            refused = [it for it in messages if it.startswith("error")]
            if refused:
                tally["refused"] += 1
                tally[refused[0][:110]] += 0
                continue
            if not read.exists():
                tally["silent"] += 1
                faults.append(f"{form} | {variant} | {name}: another operation was written")
                continue
            rendition = json.loads(read.read_text())
            found = facts(rendition)
            if variant == "same":
                baseline[name] = (set(messages), docs(rendition), found)
            more = set(messages) - baseline[name][0]
            if same(found, truth[name]):
                tally["equal"] += 1
                if docs(rendition) != baseline[name][1]:
                    if more:
                        tally["docs differ, said"] += 1
                    else:
                        tally["docs differ"] += 1
                        faults.append(f"docs: {form} | {variant} | {name}: " + str(next((a, b) for a, b in zip(docs(rendition), baseline[name][1]) if a != b))[:300])
            elif more:
                tally["said"] += 1
            elif said["open", str(file)] and found[:2] == truth[name][:2] and found[2] == truth[name][2][: len(found[2])]:
                tally["open end noted"] += 1
            else:
                tally["silent"] += 1
                faults.append(f"{form} | {variant} | {name}: {difference(found, truth[name])}")
    for kind, files in concatenated([(name, text) for name, text, _ in pages], form):
        for i, (text, parts) in enumerate(files):
            file = place / f"f{i}{pages[0][2]}"
            file.write_text(text)
            said = imported(xtask, [file], place / "r")
            tally = count[kind]
            for name in parts:
                tally["tried"] += 1
                read = place / "r" / "x" / f"{name.split('/')[1]}.json"
                if not read.exists():
                    errors = [it for it in said[str(file)] if it.startswith("error")]
                    tally["refused" if errors else "silent"] += 1
                    if not errors:
                        faults.append(f"{form} | {kind} | {name}: lost")
                    continue
                found = facts(json.loads(read.read_text()))
                if same(found, truth[name]):
                    tally["equal"] += 1
                elif any(not it.startswith("omitted: operation") for it in said[str(file)]):
                    tally["said"] += 1
                else:
                    tally["silent"] += 1
                    faults.append(f"{form} | {kind} | {name}: {difference(found, truth[name])}")
    shutil.rmtree(place)
    return count, faults


def main():
    out, work, xtask = (pathlib.Path(it).resolve() for it in sys.argv[1:4])
    names = [name for name in sys.argv[4:] if not name.startswith("-")]
    only = [name[2:] for name in sys.argv[4:] if name.startswith("-f")]
    kinds = [name[2:] for name in sys.argv[4:] if name.startswith("-v")]
    if kinds:
        for variant in [it for it in VARIANTS if it != "same" and not any(k in it for k in kinds)]:
            del VARIANTS[variant]
    by_service = collections.defaultdict(list)
    for name in names:
        by_service[name.split("/")[0]].append(out / "forms" / "html" / f"{name}.html")
    for service, files in by_service.items():
        imported(str(xtask), files, work / "truth" / service)
    forms = sorted(it.name for it in (out / "forms").iterdir() if not only or it.name in only)
    total = collections.defaultdict(collections.Counter)
    all_faults = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(run_form, out, work, str(xtask), form, names) for form in forms]
        for job in jobs:
            count, faults = job.result()
            all_faults += faults
            for kind, tally in count.items():
                total[kind].update(tally)
    everything = collections.Counter()
    for kind, tally in total.items():
        print(f"{kind:24}", ", ".join(f"{name} {tally[name]}" for name in ("tried", "equal", "refused", "said", "open end noted", "silent", "docs differ, said", "docs differ") if tally[name]))
        everything.update(tally)
    print("all:", ", ".join(f"{name} {everything[name]}" for name in ("tried", "equal", "refused", "said", "open end noted", "silent", "docs differ, said", "docs differ")))
    (work / "faults.txt").write_text("\n".join(all_faults) + "\n")
    reasons = collections.defaultdict(list)
    for kind, tally in total.items():
        for name in tally:
            if name.startswith("error"):
                reasons[name].append(kind)
    (work / "reasons.txt").write_text("\n".join(f"{name}  <- {', '.join(kinds)[:300]}" for name, kinds in sorted(reasons.items())) + "\n")


if __name__ == "__main__":
    main()
