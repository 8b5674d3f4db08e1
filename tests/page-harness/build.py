"""Builds the client pages of boto3 services the way the documentation site does, and their text.

    python build.py OUT SERVICE...

writes OUT/<service>/html/<operation>.html and OUT/<service>/text/<operation>.txt.
"""

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


def build(out, service):
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
    (source / "conf.py").write_text(CONF)
    (source / "index.rst").write_text(f"Boto3\n=====\n\n* :doc:`reference/services/{service}`\n")
    html = root / "site"
    with open(root / "sphinx.log", "w") as log:
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(html)]
        subprocess.run(command, check=True, stdout=log, stderr=subprocess.STDOUT)
    pages = root / "html"
    shutil.rmtree(pages, ignore_errors=True)
    shutil.copytree(html / "reference" / "services" / service / "client", pages)
    text = root / "text"
    shutil.rmtree(text, ignore_errors=True)
    text.mkdir()
    for page in sorted(pages.glob("*.html")):
        extracted = trafilatura.extract(page.read_text())
        if extracted is None:
            print(f"{service}: no text in {page.name}", flush=True)
            continue
        (text / f"{page.stem}.txt").write_text(extracted)
    shutil.rmtree(source)
    print(f"{service}: {len(list(pages.iterdir()))} pages", flush=True)


def main():
    out = pathlib.Path(sys.argv[1])
    for service in sys.argv[2:]:
        build(out, service)


if __name__ == "__main__":
    main()
