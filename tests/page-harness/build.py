"""Builds the client pages of boto3 services the way the documentation site does, and their text.

    python build.py OUT [--pages N] SERVICE...

writes OUT/<service>/html/<operation>.html and OUT/<service>/text/<operation>.txt. With --pages, only N
pages of each service are built, the same ones every time, and their RST and a site without smart
quotes are kept beside them (OUT/<service>/rst, OUT/<service>/dumb) for forms.py.
"""

import argparse
import hashlib
import pathlib
import shutil
import subprocess
import sys

import boto3.session
import trafilatura
from boto3.docs.service import ServiceDocumenter

CONF = """
import boto3
from botocore.docs.translator import BotoHTML5Translator

extensions = ["sphinx.ext.autodoc", "sphinx_copybutton"]
project = "Boto3"
version = release = boto3.__version__
html_theme = "furo"
html_show_sourcelink = False
html_sidebars = {"**": []}
master_doc = "index"
autoclass_content = "both"
suppress_warnings = ["toc.not_included"]
keep_warnings = False


def setup(app):
    app.set_translator("html", BotoHTML5Translator)
"""


def chosen(folder, pages):
    """The pages of `pages` operations, spread by a hash of their names."""
    sources = [
        path for path in folder.glob("*.rst") if "**Request Syntax**" in path.read_text()
    ]
    sources.sort(key=lambda path: hashlib.sha256(path.stem.encode()).digest())
    return sources[:pages]


def sphinx(source, site, log, *options):
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", *options, str(source), str(site)]
    subprocess.run(command, check=True, stdout=log, stderr=subprocess.STDOUT)


def build(out, service, count):
    root = out / service
    source = root / "source"
    rst = source / "reference" / "services"
    rst.mkdir(parents=True, exist_ok=True)
    session = boto3.session.Session(region_name="us-east-1")
    index = ServiceDocumenter(service, session, str(rst)).document_service()
    (rst / f"{service}.rst").write_bytes(index)
    # Only the client's pages are of interest here: paginators, waiters and resources go.
    for folder in (rst / service).iterdir():
        if folder.name not in ("client", "paginator", "waiter"):
            shutil.rmtree(folder) if folder.is_dir() else folder.unlink()
    if count:
        client = rst / service / "client"
        kept = chosen(client, count)
        for path in client.glob("*.rst"):
            if path not in kept:
                path.unlink()
        for name in ("paginator", "waiter"):
            shutil.rmtree(rst / service / name, ignore_errors=True)
        shutil.rmtree(root / "rst", ignore_errors=True)
        shutil.copytree(client, root / "rst")
    (source / "conf.py").write_text(CONF)
    (source / "index.rst").write_text(f"Boto3\n=====\n\n* :doc:`reference/services/{service}`\n")
    html = root / "site"
    with open(root / "sphinx.log", "w") as log:
        sphinx(source, html, log)
        if count:
            sphinx(source, root / "dumb", log, "-D", "smartquotes=0")
    pages = root / "html"
    shutil.rmtree(pages, ignore_errors=True)
    shutil.copytree(html / "reference" / "services" / service / "client", pages)
    text = root / "text"
    shutil.rmtree(text, ignore_errors=True)
    text.mkdir()
    (pages / "index.html").unlink(missing_ok=True)
    for page in sorted(pages.glob("*.html")):
        extracted = trafilatura.extract(page.read_text())
        if extracted is None:
            print(f"{service}: no text in {page.name}", flush=True)
            continue
        (text / f"{page.stem}.txt").write_text(extracted)
    shutil.rmtree(source)
    print(f"{service}: {len(list(pages.iterdir()))} pages", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--pages", type=int)
    parser.add_argument("services", nargs="+")
    arguments = parser.parse_args()
    for service in arguments.services:
        build(arguments.out, service, arguments.pages)


if __name__ == "__main__":
    main()
