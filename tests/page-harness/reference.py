"""Makes pages in the form of the AWS API Reference out of service models, and scores what is read of them.

    python reference.py make OUT SERVICE...
    cargo xtask import OUT/<service>/html/*.html OUT/reference/<form>/<service>/* --service <service> --out RENDITIONS/<form>
    python reference.py score RENDITIONS OUT SERVICE...

AWS's own pages cannot be built from anything that is public, so these are written as those are: Markdown
as the documentation site gives it (`md`), as its old repositories have it (`md-old`) and as converters
make it (`md-bare`), and HTML (`html`). They have the operations that build.py kept. Score says how many
facts of a model's operation the rendition has: method and URI, status, places and wire names of members,
bounds and patterns of the top level, statuses of errors.
"""

import collections
import html
import json
import pathlib
import re
import sys

import botocore.session
from botocore.utils import is_json_value_header

LENGTHS = {"string": "length", "blob": "length"}
NUMBERS = ("integer", "long", "float", "double", "short", "byte")
WORDS = {"string": "string", "character": "string", "boolean": "boolean", "blob": "blob"}


def text(doc):
    return " ".join(re.sub(r"<[^>]+>", "", doc or "").split())


class Page:
    """What a page says, before it is written in a form."""

    def __init__(self, service, model):
        self.service, self.model = service, model
        self.metadata = service.metadata
        self.is_rest = self.metadata["protocol"].startswith("rest")
        self.is_query = self.metadata["protocol"] in ("query", "ec2")
        self.is_xml = self.metadata["protocol"] == "rest-xml"

    def is_top(self, shape):
        payload = shape.serialization.get("payload") if shape else None
        return payload and shape.members[payload]

    def tree(self, shape, value, indent=0, seen=()):
        """A shape as JSON, `value` writing what stands for a value."""
        pad, kind = "   " * indent, shape.type_name
        if shape.name in seen:
            return '"' + value(shape.name) + '"'
        seen = (*seen, shape.name)
        if getattr(shape, "is_document_type", False):
            return value("JSON value")
        if kind == "structure":
            if getattr(shape, "is_tagged_union", False):
                return "{ ... }"
            members = [
                (member.serialization.get("name", name), member)
                for name, member in shape.members.items()
                if not member.serialization.get("location")
            ]
            rows = [
                f'{pad}   "{name}": {self.tree(member, value, indent + 1, seen)}'
                for name, member in sorted(members, key=lambda it: it[0])
            ]
            return "{ \n" + ",\n".join(rows) + ("\n" if rows else "") + pad + "}"
        if kind == "list":
            inner = self.tree(shape.member, value, indent + 1, seen)
            if "\n" in inner:
                return f"[ \n{pad}   {inner}\n{pad}]"
            return f"[ {inner} ]"
        if kind == "map":
            return (
                f'{{ \n{pad}   "{value("string")}" : '
                f"{self.tree(shape.value, value, indent + 1, seen)} \n{pad}}}"
            )
        if kind == "timestamp":
            form = shape.serialization.get("timestampFormat", "unixTimestamp")
            return value("number") if form == "unixTimestamp" else '"' + value("string") + '"'
        if kind in NUMBERS:
            return value("number")
        word = value(WORDS.get(kind, kind))
        return word if kind in ("boolean", "blob") else f'"{word}"'

    def body(self, shape, value):
        top = self.is_top(shape)
        if top is not None and top:
            if top.type_name in ("blob", "string"):
                return value(shape.serialization["payload"])
            return self.tree(top, value)
        members = [m for m in shape.members.values() if not m.serialization.get("location")]
        return self.tree(shape, value) if members else ""

    def request(self, value):
        shape = self.model.input_shape
        body = self.body(shape, value) if shape else "{ }"
        if not self.is_rest:
            return body or "{ }"
        uri = re.sub(r"\{([^}]*)\}", lambda match: value(match[1]), self.model.http["requestUri"])
        query, headers = [], []
        for name, member in (shape.members if shape else {}).items():
            location, wire = member.serialization.get("location"), member.serialization.get("name", name)
            if location == "querystring":
                grouped = member.type_name == "map"
                query.append((wire, value(name) if grouped else f"{wire}={value(name)}"))
            elif location == "header":
                headers.append(f"{wire}: {value(name)}")
        query = "&".join(part for _, part in sorted(query))
        uri += ("&" if "?" in uri else "?") + query if query else ""
        lines = [f"{self.model.http['method']} {uri} HTTP/1.1", *headers]
        if body and body[0] in "{[":
            lines.append("Content-type: application/json")
        return "\n".join(lines) + ("\n\n" + body if body else "")

    def response(self, value):
        shape = self.model.output_shape
        body = self.body(shape, value) if shape else ""
        if not self.is_rest:
            return body
        code, headers = str(self.model.http.get("responseCode", 200)), []
        for name, member in (shape.members if shape else {}).items():
            location = member.serialization.get("location")
            if location == "statusCode":
                code = value(name)
            elif location == "header":
                headers.append(f"{member.serialization.get('name', name)}: {value(name)}")
        lines = [f"HTTP/1.1 {code}", *headers]
        if body and body[0] in "{[":
            lines.append("Content-type: application/json")
        return "\n".join(lines) + ("\n\n" + body if body else "")

    def kind(self, shape):
        kind = shape.type_name
        if getattr(shape, "is_document_type", False):
            return "JSON value"
        if kind == "list":
            inner = self.kind(shape.member)
            return f"Array of {inner.lower() if ' ' not in inner else inner}s"
        if kind == "map":
            return f"{self.kind(shape.key)} to {self.kind(shape.value)} map"
        if kind == "structure":
            return f"{shape.name} object"
        return {"blob": "Base64-encoded binary data object"}.get(kind, kind.capitalize())

    def bounds(self, label, word, unit, shape):
        low, high = shape.metadata.get("min"), shape.metadata.get("max")
        if low is None and high is None:
            return []
        if low == high:
            return [f"{label}: Fixed {word} of {low}{unit}."]
        parts = [f"Minimum {word} of {low}{unit}."] if low is not None else []
        parts += [f"Maximum {word} of {high}{unit}."] if high is not None else []
        return [f"{label}: {' '.join(parts)}"]

    def constraints(self, shape, prefix="", code=str):
        kind, lines = shape.type_name, []
        if kind == "list":
            lines += self.bounds("Array Members", "number", " items", shape)
            return lines + self.constraints(shape.member, prefix, code)
        if kind == "map":
            lines += self.bounds("Map Entries", "number", " items", shape)
            lines += self.constraints(shape.key, "Key ", code)
            inner = "" if shape.value.type_name in ("list", "map") else "Value "
            return lines + self.constraints(shape.value, inner, code)
        if kind in LENGTHS:
            lines += self.bounds(f"{prefix}Length Constraints", "length", "", shape)
            if "pattern" in shape.metadata:
                lines.append(f"{prefix}Pattern: {code(shape.metadata['pattern'])}")
            if shape.metadata.get("enum") and not prefix:
                lines.append(f"Valid Values: {code(' | '.join(shape.metadata['enum']))}")
        elif kind in NUMBERS:
            lines += self.bounds("Valid Range", "value", "", shape)
        return lines

    def heads(self, shape, side, code):
        """The members, each with its anchor and what is said of it: outside of the body, and in it."""
        outside, inside = [], []
        top = self.is_top(shape) if shape else None
        rows = list((shape.members if shape else {}).items())
        if top is not None and top and top.type_name == "structure":
            rows = [row for row in rows if row[1].serialization.get("location")]
            rows += [(name, member) for name, member in top.members.items()]
        required = set((shape.required_members if shape else []) + (top.required_members if top is not None and top and top.type_name == "structure" else []))
        for name, member in sorted(rows, key=lambda it: it[0].lower()):
            location, wire = member.serialization.get("location"), member.serialization.get("name", name)
            shown = wire if location == "uri" else name if location else wire
            anchor = {"uri": "uri-", "querystring": "uri-", "header": "header-"}.get(location, "")
            lines = [text(member.documentation) or "It is described elsewhere."]
            if not location:
                lines.append(f"Type: {self.kind(member)}")
            lines += self.constraints(member, "", code)
            if side == "request" and (name in required or not location):
                lines.append(f"Required: {'Yes' if name in required else 'No'}")
            row = (shown, f"svc-{self.model.name}-{side}-{anchor}{name}", lines)
            (outside if location else inside).append(row)
        return outside, inside

    def parts(self, value, code):
        """Headings, each with its code and its members."""
        yield "text", text(self.model.documentation) or "It does what it says."
        if not self.is_query:
            yield "heading", "Request Syntax"
            yield "code", self.request(value)
        outside, inside = self.heads(self.model.input_shape, "request", code)
        if self.is_rest:
            yield "heading", "URI Request Parameters"
            yield "text", "The request uses the following URI parameters."
            yield from (("head", row) for row in outside)
            yield "heading", "Request Body"
        else:
            yield "heading", "Request Parameters"
        yield from (("head", row) for row in inside)
        response = "" if self.is_query else self.response(value)
        if response:
            yield "heading", "Response Syntax"
            yield "code", response
        yield "heading", "Response Elements"
        yield "text", "If the action is successful, the service sends back an HTTP 200 response."
        outside, inside = self.heads(self.model.output_shape, "response", code)
        yield from (("head", row) for row in [*outside, *inside])
        yield "heading", "Errors"
        yield "text", "For information about the errors that are common to all actions, see Common Error Types."
        for shape in self.model.error_shapes:
            lines = [text(shape.documentation) or "It failed."]
            status = shape.metadata.get("error", {}).get("httpStatusCode", 500 if shape.metadata.get("fault") else 400)
            yield "error", (shape.metadata.get("error", {}).get("code", shape.name), lines, list(shape.members), status)
        yield "heading", "See Also"
        uid = f"{self.metadata.get('uid') or self.service.service_name}"
        yield "link", f"https://docs.aws.amazon.com/goto/boto3/{uid}/{self.model.name}"


def escaped(line):
    parts = re.split(r"(`[^`]*`)", line)
    return "".join(part if part.startswith("`") else re.sub(r"([.\-()\[\]_*<>#+])", r"\\\1", part) for part in parts)


def markdown(page, style):
    name = page.model.name
    value = {"md": lambda it: f"{{{{{it}}}}}", "md-old": str, "md-bare": str}[style]
    esc = escaped if style == "md-old" else str
    spaced = style != "md-bare"
    lines = [f"# {name}" + (f'<a name="API_{name}"></a>' if style == "md-old" else "")]

    def head(shown, anchor, side):
        link = f"[{esc(shown)}](#API_{name}_{side})" if anchor else esc(shown)
        lines.append("")
        if spaced:
            lines.append(f" ** {link} **   " + (f'<a name="{anchor}"></a>' if anchor else ""))
        else:
            lines.append(f"**{link}**")

    def say(line):
        lines.append(esc(line) + ("  " if style == "md-old" else ""))
        if not spaced:
            lines.append("")

    side = ""
    for kind, what in page.parts(value, lambda it: f"`{it}`"):
        if kind == "heading":
            side = "ResponseSyntax" if what.startswith("Response") else "RequestSyntax"
            anchor = f'<a name="API_{name}_{what.replace(" ", "")}"></a>'
            lines += ["", f"## {what}" + (anchor if style == "md-old" else "")]
            lines += [anchor] if style == "md" else []
        elif kind == "code":
            lines += ["", "```" + ("nohighlight" if not spaced else ""), what, "```"]
        elif kind == "text":
            lines.append("")
            say(what)
        elif kind == "head":
            head(what[0], what[1] if spaced else "x", side)
            for line in what[2]:
                say(line)
        elif kind == "error":
            head(what[0], "", side)
            for line in what[1]:
                say(line)
            for member in what[2]:
                lines.append(f" ** {member} **   " if spaced else f"**{member}**")
                say("What it says.")
            say(f"HTTP Status Code: {what[3]}")
        elif kind == "link":
            lines += ["", f"+  [{esc('AWS SDK for Python')}]({what}) "]
    return "\n".join(lines) + "\n"


def coded(line, kind):
    return line.replace("\x02", f'<code class="{kind}">').replace("\x03", "</code>")


def of_html(page):
    name = page.model.name
    esc = html.escape
    # Marks that no page has: those of the syntax are put in after the rest is escaped.
    value = lambda it: f"\x02{it}\x03"
    out = [
        f"<!DOCTYPE html>\n<html><head><title>{name} - AWS</title><script>var x = '<dt>';</script></head><body>"
        f'<div id="main-column"><h1 class="topictitle" id="API_{name}">{name}</h1>'
    ]
    listed = False

    def term(shown, anchor, lines, side):
        nonlocal listed
        if not listed:
            out.append('<div class="variablelist"> <dl>')
            listed = True
        link = f'<a href="#API_{name}_{side}">{esc(shown)}</a>' if anchor else esc(shown)
        mark = f'<a name="{anchor}"></a>' if anchor else ""
        body = "".join(f"<p>{coded(esc(line), 'code')}</p>\n" for line in lines)
        out.append(f'<dt>{mark}<span class="term"><b>{link}</b></span></dt>\n<dd>\n{body}</dd>')

    side = ""
    for kind, what in page.parts(value, lambda it: f"\x02{it}\x03"):
        if listed and kind in ("heading", "text"):
            out.append("</dl></div>")
            listed = False
        if kind == "heading":
            side = "ResponseSyntax" if what.startswith("Response") else "RequestSyntax"
            out.append(f'<h2 id="API_{name}_{what.replace(" ", "")}">{what}</h2>')
        elif kind == "code":
            code = coded(esc(what, quote=False), "replaceable")
            out.append(
                '<pre class="programlisting"><div class="code-btn-container"><div class="btn-copy-code" title="Copy">'
                f'</div></div><!--DEBUG: cli ()--><code class="nohighlight">{code}</code></pre>'
            )
        elif kind == "text":
            out.append(f"<p>{esc(what)}</p>")
        elif kind == "head":
            term(*what, side)
        elif kind == "error":
            inner = "".join(f'<dt><b>{esc(member)}</b></dt><dd><p>What it says.</p></dd>' for member in what[2])
            term(what[0], "", what[1], side)
            if inner:
                out[-1] = out[-1].removesuffix("</dd>") + f'<div class="variablelist"><dl>{inner}</dl></div></dd>'
            out[-1] = out[-1].removesuffix("</dd>") + f"<p>HTTP Status Code: {what[3]}</p></dd>"
        elif kind == "link":
            out.append(f'<ul><li><p><a href="{what}">AWS SDK for Python</a></p></li></ul>')
    return "\n".join(out) + "</div></body></html>\n"


FORMS = {
    "md": (lambda page: markdown(page, "md"), "md"),
    "md-old": (lambda page: markdown(page, "md-old"), "md"),
    "md-bare": (lambda page: markdown(page, "md-bare"), "md"),
    "html": (of_html, "html"),
}


def operations(out, name):
    session = botocore.session.get_session()
    model = session.get_service_model(name)
    client = session.create_client(
        name, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    kept = {path.stem for path in (out / name / "html").glob("*.html")}
    for method, operation in client.meta.method_to_api_mapping.items():
        if method in kept:
            yield method, Page(model, model.operation_model(operation))


def make(out, services):
    for name in services:
        for method, page in operations(out, name):
            if page.is_xml:
                continue
            for form, (write, ending) in FORMS.items():
                folder = out / "reference" / form / name
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"API_{page.model.name}.{ending}").write_text(write(page))


def facts(page):
    """What the model says, as (what, value) pairs; the bounds are those of the top level alone."""
    model = page.model
    if page.is_rest:
        yield "http", (model.http["method"], model.http["requestUri"])
    else:
        yield "http", ("POST", "/")
    for side, shape in (("request", model.input_shape), ("response", model.output_shape)):
        payload = shape.serialization.get("payload") if shape else None
        for name, member in (shape.members if shape else {}).items():
            location = "payload" if name == payload else member.serialization.get("location")
            wire = member.serialization.get("name", name)
            if location == "statusCode" or name == payload:
                wire = name
            if page.is_rest:
                yield f"place of {side}.{name}", (location, wire)
            if name == payload or is_json_value_header(member):
                continue
            bounded = member
            while bounded.type_name == "list":
                yield f"bounds of {side}.{name}", bounds_of(bounded)
                bounded = bounded.member
            if bounded.type_name in (*LENGTHS, *NUMBERS):
                yield f"bounds of {side}.{name}", bounds_of(bounded)
    for shape in model.error_shapes:
        status = shape.metadata.get("error", {}).get("httpStatusCode", 500 if shape.metadata.get("fault") else 400)
        yield f"status of {shape.name}", status


def bounds_of(shape):
    return tuple(shape.metadata.get(key) for key in ("min", "max", "pattern"))


def found(rendition, service):
    """What a rendition and its service.json say, in the same words."""
    http = rendition.get("http", {})
    said = collections.defaultdict(list)
    said["http"].append((http.get("method"), http.get("uri")))
    for side in ("request", "response"):
        for name, member in (rendition.get(side) or {}).items():
            said[f"place of {side}.{name}"].append((member.get("location"), member.get("wireName", name)))
            while member:
                said[f"bounds of {side}.{name}"].append(tuple(member.get(key) for key in ("min", "max", "pattern")))
                member = member.get("element")
    for name, shape in service.get("shapes", {}).items():
        said[f"status of {name}"].append(shape.get("error", {}).get("status"))
    return said


def score(renditions, out, services, verbose):
    for form in FORMS:
        count = collections.Counter()
        for name in services:
            folder = renditions / form / name
            service = json.loads((folder / "service.json").read_text())
            for method, page in operations(out, name):
                if page.is_xml:
                    continue
                rendition = json.loads((folder / f"{method}.json").read_text())
                said = found(rendition, service)
                for what, value in facts(page):
                    kind = what.split(" of ")[0]
                    if kind == "status" and what.split(" of ")[1] not in rendition.get("exceptions", []):
                        continue
                    count[kind, "all"] += 1
                    is_right = value in said[what]
                    count[kind, "right"] += is_right
                    if verbose and not is_right:
                        print(f"{form}: {name} {method}: {what}: {said[what]} is not {value}")
        kinds = sorted({kind for kind, _ in count})
        print(f"{form:8}", ", ".join(f"{kind} {count[kind, 'right']} of {count[kind, 'all']}" for kind in kinds))


def main():
    command, *folders = sys.argv[1:]
    if command == "make":
        make(pathlib.Path(folders[0]), folders[1:])
    else:
        services = [name for name in folders[2:] if name != "-v"]
        score(pathlib.Path(folders[0]), pathlib.Path(folders[1]), services, "-v" in folders)


if __name__ == "__main__":
    main()
