"""Writes what the pages of services ought to say, from the service models.

    python truth.py OUT SERVICE...

writes OUT/<service>/truth/<method>.json, one row per member as the pages flatten it.
"""

import html.parser
import json
import pathlib
import re
import sys

import botocore.session
from botocore import xform_name
from botocore.docs.utils import py_type_name
from botocore.utils import is_json_value_header

BLOCKS = {
    "p", "ul", "ol", "li", "dl", "dt", "dd", "note", "important", "div", "h1", "h2", "h3", "h4",
    "h5", "h6", "br", "table", "tr", "pre", "fullname", "examples", "title", "caution", "danger",
}
TITLES = {"note": "Note", "important": "Warning", "caution": "Warning", "danger": "Danger"}


class Text(html.parser.HTMLParser):
    """A doc's HTML as text, one paragraph a line."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.line, self.hidden = [], "", 0

    def flush(self):
        line = " ".join(self.line.split())
        if line:
            self.lines.append(line)
        self.line = ""

    def handle_starttag(self, tag, attributes):
        if tag in ("fullname", "examples"):
            self.hidden += 1
        if tag in BLOCKS:
            self.flush()
        if tag in TITLES:
            self.lines.append(TITLES[tag])

    def handle_endtag(self, tag):
        if tag in ("fullname", "examples"):
            self.hidden -= 1
        if tag in BLOCKS:
            self.flush()

    def handle_data(self, data):
        if not self.hidden:
            self.line += data


def text(doc):
    parser = Text()
    parser.feed(doc or "")
    parser.close()
    parser.flush()
    return "\n".join(parser.lines)


def flatten(shape, streaming):
    rows, history = [], []

    def add(path, shape, required=False, key=False):
        kind = py_type_name(shape.type_name)
        if getattr(shape, "is_document_type", False) and shape.type_name == "structure":
            kind = "document"
        if is_json_value_header(shape):
            kind = "string"
        row = {"path": path, "type": kind}
        if "enum" in shape.metadata and shape.type_name == "string" and not key:
            row["enum"] = list(shape.metadata["enum"])
        if required:
            row["required"] = True
        doc = text(shape.documentation)
        if "idempotencyToken" in shape.metadata and doc and streaming == "request":
            doc += "\nThis field is autopopulated if not provided."
        if doc:
            row["doc"] = doc
        rows.append(row)

    def walk(path, shape, required=False):
        if path:
            add(path, shape, required)
        if shape.name in history:
            return
        history.append(shape.name)
        if getattr(shape, "is_document_type", False) or is_json_value_header(shape):
            pass
        elif shape.type_name == "structure":
            for name, member in shape.members.items():
                needed = streaming == "request" and name in shape.required_members
                walk(f"{path}.{name}" if path else name, member, needed)
        elif shape.type_name == "list":
            walk(path + "[]", shape.member)
        elif shape.type_name == "map":
            add(path + "{key}", shape.key, key=True)
            walk(path + "{}", shape.value)
        history.pop()

    walk("", shape)
    return rows


def truth(operation):
    return {
        "method": xform_name(operation.name),
        "operation": operation.name,
        "doc": text(operation.documentation),
        "deprecated": operation.deprecated,
        "request": flatten(operation.input_shape, "request") if operation.input_shape else [],
        "response": flatten(operation.output_shape, "response") if operation.output_shape else [],
        "exceptions": [shape.name for shape in operation.error_shapes],
    }


def main():
    out = pathlib.Path(sys.argv[1])
    session = botocore.session.get_session()
    for service in sys.argv[2:]:
        model = session.get_service_model(service)
        client = session.create_client(
            service, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
        )
        folder = out / service / "truth"
        folder.mkdir(parents=True, exist_ok=True)
        for method, name in client.meta.method_to_api_mapping.items():
            row = truth(model.operation_model(name))
            row["method"] = method
            (folder / f"{method}.json").write_text(json.dumps(row, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
