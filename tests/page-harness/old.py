"""Builds the pages of an old boto3, each with all operations of a service, in the theme of its time.

    python old.py OUT SERVICE...

writes OUT/<service>/site/<service>.html. Run it with boto3 1.9 to 1.20, guzzle_sphinx_theme, sphinx 4.5,
docutils 0.16 and jinja2 3.0; then truth.py with the same Python gives what the pages ought to say.
"""

import inspect
import pathlib
import subprocess
import sys

# They are of a Python that had these.
if not hasattr(inspect, "getargspec"):
    inspect.getargspec = lambda function: tuple(inspect.getfullargspec(function))[:4]
if not hasattr(inspect, "formatargspec"):

    def format_arguments(args, varargs=None, varkw=None, defaults=None):
        first = len(args) - len(defaults or ())
        parts = [
            name if at < first else f"{name}={defaults[at - first]!r}"
            for at, name in enumerate(args)
        ]
        parts += [f"*{varargs}"] if varargs else []
        parts += [f"**{varkw}"] if varkw else []
        return f"({', '.join(parts)})"

    inspect.formatargspec = format_arguments

import boto3.session
from boto3.docs.service import ServiceDocumenter

CONF = """
import guzzle_sphinx_theme

project = "Boto3"
master_doc = "index"
html_translator_class = "guzzle_sphinx_theme.HTMLTranslator"
html_theme_path = guzzle_sphinx_theme.html_theme_path()
html_theme = "guzzle_sphinx_theme"
"""


def main():
    out = pathlib.Path(sys.argv[1])
    for service in sys.argv[2:]:
        source = out / service / "source"
        source.mkdir(parents=True, exist_ok=True)
        session = boto3.session.Session(region_name="us-east-1")
        page = ServiceDocumenter(service, session).document_service()
        (source / f"{service}.rst").write_bytes(page)
        (source / "conf.py").write_text(CONF)
        (source / "index.rst").write_text(f"Boto3\n=====\n\n.. toctree::\n\n   {service}\n")
        with open(out / service / "sphinx.log", "w") as log:
            command = [sys.executable, "-m", "sphinx", "-q", "-b", "html"]
            command += [str(source), str(out / service / "site")]
            subprocess.run(command, check=True, stdout=log, stderr=subprocess.STDOUT)
        print(f"{service}: done", flush=True)


if __name__ == "__main__":
    main()
