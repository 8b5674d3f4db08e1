#!/usr/bin/env bash
# html2text takes a word apart where a part of it is emphasised, whatever the mark.
#
# html2text 2025.4.15 (PyPI).
# AWS's pages emphasise names within sentences: `<i>ImageId</i>s` is two words in its Markdown, and
# `<i>Name</i>: ` has a blank before the colon, while a full stop, a bracket and whatever follows `<code>` or a
# link stay where they are. The blank is there with `*` as the mark too, which Markdown reads within words, so a
# text that is compared word by word with its page differs. An empty emphasis leaves both of its marks.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check html2text==2025.4.15
"$folder/venv/bin/python" - <<'PROGRAM'
import html2text


def markdown(html, mark):
    converter = html2text.HTML2Text()
    converter.emphasis_mark = mark
    return converter.handle(html).strip()


for html, expected in [
    ("<i>ImageId</i>s", "_ImageId_ s"),
    ("sub<i>net</i>s", "sub _net_ s"),
    ("<i>Name</i>: a", "_Name_ : a"),
    ("<i>Name</i>. A", "_Name_. A"),
    ("(<i>Name</i>)", "(_Name_)"),
    ("<code>ImageId</code>s", "`ImageId`s"),
    ("<a href='u'>ImageId</a>s", "[ImageId](u)s"),
    ("<i></i>x", "__x"),
]:
    for mark in "_*":
        seen = markdown(html, mark)
        print(f"{html} is {seen}")
        assert seen == expected.replace("_", mark), f"expected {expected}"
PROGRAM
