"""Makes every form in which people have a page, each with its real tool.

    python forms.py OUT SERVICE...

reads what `build.py OUT --pages N` wrote, and writes OUT/forms/<form>/<service>/<operation>.<ending>.
Run it with a Python that has boto3 (of the same release), the newest trafilatura, html2text,
markdownify, inscriptis, beautifulsoup4, lxml, lxml_html_clean, minify-html and ipython. The tools that are programs are
used where they are installed: w3m, links, lynx, pandoc, chromium. The form of trafilatura 2.0.0 is
what build.py itself writes.
"""

import inspect
import pathlib
import pydoc
import shutil
import subprocess
import sys

import bs4
import boto3.session
import html2text
import inscriptis
import lxml.etree
import lxml.html
import markdownify
import minify_html
import trafilatura
from IPython.core.interactiveshell import InteractiveShell

COPY = """<script>window.onload = () => {
  getSelection().selectAllChildren(document.querySelector('%s'));
  const text = getSelection().toString();
  document.documentElement.innerHTML = '<body><pre></pre></body>';
  document.querySelector('pre').textContent = text;
}</script>"""


def run(*command, **options):
    done = subprocess.run(command, check=True, capture_output=True, text=True, **options)
    return done.stdout


def copied(page, what):
    """What a browser's clipboard holds after `what` was selected and copied."""
    copy = page.with_name(f"{page.stem}.copy.html")
    copy.write_text(page.read_text().replace("</head>", COPY % what + "</head>"))
    try:
        dom = run(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
            "--virtual-time-budget=3000", "--dump-dom", copy.as_uri(),
        )
    finally:
        copy.unlink()
    return lxml.html.fromstring(dom).find(".//pre").text_content()


def article(page):
    return lxml.etree.tostring(
        lxml.html.fromstring(page.encode()).find(".//article"), encoding="unicode"
    )


def of_page(path, page):
    """Forms that are made of the HTML page, by the name of the form and its ending."""
    yield "trafilatura-new", "txt", lambda: trafilatura.extract(page)
    yield "md-trafilatura", "md", lambda: trafilatura.extract(page, output_format="markdown")
    yield "inscriptis", "txt", lambda: inscriptis.get_text(page)
    yield "md-html2text", "md", lambda: html2text.html2text(page)
    yield "md-html2text-article", "md", lambda: html2text.html2text(article(page))
    yield "md-markdownify", "md", lambda: markdownify.markdownify(page)
    yield "md-markdownify-article", "md", lambda: markdownify.markdownify(article(page))
    yield "html-prettified", "html", lambda: bs4.BeautifulSoup(page, "html.parser").prettify()
    yield "html-minified", "html", lambda: minify_html.minify(page)
    for tool, command in {
        "w3m": ["w3m", "-dump", "-T", "text/html", "-O", "UTF-8"],
        "w3m-200": ["w3m", "-dump", "-cols", "200", "-T", "text/html", "-O", "UTF-8"],
        "links": ["links", "-dump", "-codepage", "utf-8"],
        "lynx": ["lynx", "-dump", "-display_charset=utf-8", "-assume_charset=utf-8"],
        "lynx-nolist": [
            "lynx", "-dump", "-nolist", "-display_charset=utf-8", "-assume_charset=utf-8",
        ],
        "pandoc-plain": ["pandoc", "-f", "html", "-t", "plain"],
        "md-pandoc-gfm": ["pandoc", "-f", "html", "-t", "gfm"],
        "md-pandoc-raw": ["pandoc", "-f", "html", "-t", "gfm-raw_html", "--wrap=none"],
    }.items():
        if shutil.which(command[0]):
            yield tool, "md" if tool.startswith("md") else "txt", lambda command=command: run(
                *command, str(path)
            )
    if shutil.which("chromium"):
        yield "browser-page", "txt", lambda: copied(path, "body")
        yield "browser-article", "txt", lambda: copied(path, "article")


def of_method(client, method):
    """Forms that a Python session shows."""
    bound = getattr(client, method)
    shell = InteractiveShell.instance()
    shell.user_ns["client"] = client
    yield "docstring", lambda: bound.__doc__.expandtabs()
    yield "docstring-clean", lambda: inspect.getdoc(bound)
    yield "help", lambda: pydoc.plain(pydoc.render_doc(bound))
    yield "ipython", lambda: shell.object_inspect_text(f"client.{method}")


def put(out, form, service, name, ending, make):
    folder = out / "forms" / form / service
    folder.mkdir(parents=True, exist_ok=True)
    text = make()
    if text is None:
        print(f"{form}: nothing for {service} {name}")
    else:
        (folder / f"{name}.{ending}").write_text(text)


def main():
    out = pathlib.Path(sys.argv[1]).resolve()
    session = boto3.session.Session(
        region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    for service in sys.argv[2:]:
        client = session.client(service)
        site = out / service / "site" / "reference" / "services" / service / "client"
        dumb = out / service / "dumb" / "reference" / "services" / service / "client"
        for source in sorted((out / service / "rst").glob("*.rst")):
            name = source.stem
            path = site / f"{name}.html"
            page = path.read_text()
            put(out, "html", service, name, "html", lambda: page)
            put(out, "html-dumb", service, name, "html", (dumb / f"{name}.html").read_text)
            put(out, "rst", service, name, "rst", source.read_text)
            text = out / service / "text" / f"{name}.txt"
            if text.exists():
                put(out, "trafilatura-2.0.0", service, name, "txt", text.read_text)
            for form, ending, make in of_page(path, page):
                put(out, form, service, name, ending, make)
            for form, make in of_method(client, name):
                put(out, form, service, name, "txt", make)
        print(f"{service}: done", flush=True)


if __name__ == "__main__":
    main()
