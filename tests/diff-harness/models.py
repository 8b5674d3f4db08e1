"""What two service models say, as a person would list the differences."""

import gzip
import json
import os

XML = ("rest-xml", "query", "ec2")
REST = ("rest-json", "rest-xml")
# As botocore takes one of several.
PROTOCOLS = ("json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor", "query", "ec2")


class Model:
    """The model of a service's newest version, extras merged, with its paginators and waiters."""

    def __init__(self, data, service):
        versions = sorted(v for v in os.listdir(f"{data}/{service}") if v[0].isdigit())
        self.folder = f"{data}/{service}/{versions[-1]}"
        model = self.read("service-2")
        merge(model, self.read("service-2.sdk-extras").get("merge", {}))
        pages = self.read("paginators-1")
        merge(pages, self.read("paginators-1.sdk-extras").get("merge", {}))
        self.metadata, self.operations = model["metadata"], model["operations"]
        self.shapes = model["shapes"]
        # What each operation says itself, no setting of a client changes.
        operations = model["operations"].values()
        said = lambda name: all(name in it.get("staticContextParams", {}) for it in operations)
        settings = model.get("clientContextParams", {}).items()
        self.settings = {name: it["type"] for name, it in settings if not said(name)}
        self.pages = pages.get("pagination", {})
        self.waiters = self.read("waiters-2").get("waiters", {})
        self.protocol = PROTOCOLS[min(PROTOCOLS.index(it) for it in self.protocols() if it in PROTOCOLS)]

    def read(self, name):
        for path, opener in ((f"{self.folder}/{name}.json", open), (f"{self.folder}/{name}.json.gz", gzip.open)):
            if os.path.exists(path):
                with opener(path, "rt", encoding="utf-8") as file:
                    return json.load(file)
        return {}

    def __eq__(self, other):
        parts = ("metadata", "operations", "shapes", "pages", "waiters", "settings")
        return all(getattr(self, part) == getattr(other, part) for part in parts)

    def protocols(self):
        return self.metadata.get("protocols") or [self.metadata["protocol"]]

    def uses(self):
        """The shapes that operations use, each with whether it is sent and received."""
        uses = {}

        def visit(name, flag):
            flags = uses.setdefault(name, set())
            if flag in flags:
                return
            flags.add(flag)
            shape = self.shapes.get(name, {})
            for part in parts(shape):
                visit(part["shape"], flag)

        for operation in self.operations.values():
            for key, flag in (("input", "sent"), ("output", "received")):
                if key in operation:
                    visit(operation[key]["shape"], flag)
            for error in operation.get("errors", []):
                visit(error["shape"], "received")
        return uses

    def held(self):
        """The shapes that members, elements, keys and values are of."""
        held = {error["shape"] for it in self.operations.values() for error in it.get("errors", [])}
        for name in self.uses():
            held.update(part["shape"] for part in parts(self.shapes.get(name, {})))
        return held


def merge(base, extra):
    for key, value in extra.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            merge(base[key], value)
        else:
            base[key] = value


def parts(shape):
    yield from shape.get("members", {}).values()
    yield from (shape[part] for part in ("member", "key", "value") if part in shape)


# What a word of a model is called by diff.
FLAGS = {
    "sensitive": "sensitive",
    "idempotencyToken": "idempotencyToken",
    "streaming": "streaming",
    "jsonvalue": "jsonValue",
    "eventpayload": "eventPayload",
    "eventheader": "eventHeader",
    "hostLabel": "hostLabel",
    "requiresLength": "requiresLength",
    "sparse": "sparse",
}
XML_FLAGS = {"flattened": "flattened", "xmlAttribute": "xmlAttribute"}
TEXTS = {"min": "min", "max": "max", "pattern": "pattern", "timestampFormat": "timestampFormat"}
TIMES = {"rfc822": "rfc822", "iso8601": "iso8601", "unixTimestamp": "unixTimestamp"}


def is_named(shape):
    """Whether Rust has a type for it."""
    is_structure = shape["type"] == "structure" and not shape.get("document")
    return is_structure or (shape["type"] == "string" and bool(shape.get("enum")))


def kind(shape):
    if shape.get("document"):
        return "document"
    if shape.get("union") or shape.get("eventstream"):
        return "union"
    return {"character": "string", "float": "float", "double": "double"}.get(shape["type"], shape["type"])


def traits(model, use, shape, top, whole=False):
    """The traits of a use of a shape, or with `whole`, of both; those of the use take precedence."""
    named = is_named(shape)
    # The traits of a named shape are compared once for all uses.
    both = [use] if named and not whole else [use, shape]
    xml = model.protocol in XML
    facts = {}
    for words in (FLAGS, XML_FLAGS if xml else {}):
        for key, word in words.items():
            if any(it.get(key) for it in both):
                facts[word] = True
    if any(it.get("eventstream") for it in both) or (named and shape.get("eventstream")):
        facts["streaming"] = facts.get("streaming", False)
    for key, word in TEXTS.items():
        value = next((it[key] for it in both if key in it), None)
        if value is not None:
            facts[word] = value
    if xml:
        namespace = next((it["xmlNamespace"] for it in both if "xmlNamespace" in it), None)
        if namespace is not None:
            facts["xmlNamespace"] = json.dumps(namespace, sort_keys=True)
        query = next((it["queryName"] for it in both if "queryName" in it), None)
        if query is not None:
            facts["queryName"] = query
    if any(it.get("deprecated") for it in both):
        facts["deprecated"] = True
    if top:
        location = next((it["location"] for it in (use, shape) if "location" in it), None)
        if location and model.protocol in REST:
            facts["location"] = location
    return {word: value for word, value in facts.items() if value is not False}


def flat(model, use, path, found, top=True):
    """What a member is, in lists and maps down to what has a name: {path: {word: value}}."""
    shape = model.shapes[use["shape"]]
    facts = found[path] = traits(model, use, shape, top)
    facts["TYPE"] = kind(shape)
    if is_named(shape):
        facts["TYPE"] = "string" if shape["type"] == "string" else kind(shape)
        facts["ref"] = use["shape"]
        facts["WHOLE"] = traits(model, use, shape, top, True)
        return found
    for part, suffix in (("member", "[]"), ("key", "{key}"), ("value", "{}")):
        if part in shape:
            inner = dict(shape[part])
            flat(model, inner, path + suffix, found, False)
            if model.protocol in XML and inner.get("locationName"):
                found[path + suffix]["wireName"] = inner["locationName"]
    return found


RUST = {  # of a word of a member, what it is for Rust where that is more than nothing
    "streaming": "breaking",
    "jsonValue": "breaking",
    "sparse": "breaking",
    "sensitive": "attention",
    "idempotencyToken": "attention",
}
QUIET = {"min", "max", "pattern", "sensitive", "deprecated", "idempotencyToken", "streaming", "jsonValue", "sparse"}


def changes(old, new):
    """(path, what, class for Rust, class on the wire) of every change between two models."""
    found = set()
    service(old, new, found)
    operations(old, new, found)
    structures(old, new, found)
    return found


def service(old, new, found):
    words = {
        "signingName": "signingName",
        "endpointPrefix": "endpointPrefix",
        "serviceId": "serviceId",
        "apiVersion": "apiVersion",
        "serviceFullName": "title",
    }
    has_target = [it.protocol in ("json", "smithy-rpc-v2-cbor") for it in (old, new)]
    if all(has_target):
        words["targetPrefix"] = "targetPrefix"
    if old.protocol == new.protocol == "json":
        words["jsonVersion"] = "jsonVersion"
    if old.protocol in XML and new.protocol in XML:
        words["xmlNamespace"] = "xmlNamespace"
    for key, what in words.items():
        sides = [it.metadata.get(key) for it in (old, new)]
        if key == "signingName":
            sides = [it.metadata.get(key, it.metadata["endpointPrefix"]) for it in (old, new)]
        if sides[0] != sides[1]:
            found.add(("SERVICE", what, "compatible", "compatible" if what == "title" else "breaking"))
    if ("awsQueryCompatible" in old.metadata) != ("awsQueryCompatible" in new.metadata):
        found.add(("SERVICE", "queryCompatible", "compatible", "breaking"))
    # The one that was spoken is kept while it is.
    if old.protocol not in new.protocols():
        found.add(("SERVICE", "protocol", "compatible", "breaking"))
    several = [[name for name in PROTOCOLS if name in it.protocols()] for it in (old, new)]
    several = [names if len(names) > 1 else [] for names in several]
    if several[0] != several[1]:
        found.add(("SERVICE", "protocols", "compatible", "attention"))
    schemes = [auth(it.metadata.get("auth"), it.metadata.get("signatureVersion"), False) for it in (old, new)]
    if schemes[0] != schemes[1]:
        found.add(("SERVICE", "auth", "compatible", "breaking"))
    for name in old.settings.keys() | new.settings.keys():
        types = [it.settings.get(name) for it in (old, new)]
        if types[0] != types[1]:
            grave = "breaking" if types[0] else "compatible"
            found.add((name, "setting", grave, grave))


def auth(schemes, version, unsigned):
    """The signature that is made: SigV4 wherever it is offered."""
    sigv4 = "v4 without the body" if unsigned else None
    named = [("aws.auth#sigv4", sigv4), ("aws.auth#sigv4a", "v4a"), ("smithy.api#httpBearerAuth", "bearer"), ("smithy.api#noAuth", "none")]
    for name, what in named:
        if name in (schemes or []):
            return what
    facts = {"none": "none", "v4-unsigned-body": "v4 without the body", "v4a": "v4a", "bearer": "bearer"}
    return facts.get(version, sigv4)


def operations(old, new, found):
    for name in set(old.operations) | set(new.operations):
        before, after = old.operations.get(name), new.operations.get(name)
        if before is None or after is None:
            found.add((name, "operation", "breaking" if after is None else "compatible", "compatible"))
            continue
        for key, default, word in (("method", "POST", "method"), ("requestUri", "/", "uri"), ("responseCode", 200, "responseCode")):
            if before["http"].get(key, default) != after["http"].get(key, default):
                found.add((name, f"http.{word}", "compatible", "breaking"))
        prefix = [it.get("endpoint", {}).get("hostPrefix") for it in (before, after)]
        if prefix[0] != prefix[1]:
            found.add((name, "http.hostPrefix", "compatible", "breaking"))
        if bool(before.get("deprecated")) != bool(after.get("deprecated")):
            found.add((name, "deprecated", "attention" if after.get("deprecated") else "compatible", "compatible"))
        errors = [{error["shape"] for error in it.get("errors", [])} for it in (before, after)]
        for error in errors[0] ^ errors[1]:
            found.add((name, f"exception {error}", "breaking" if error in errors[0] else "attention", "compatible"))
        required = [
            bool(it.get("httpChecksumRequired") or it.get("httpChecksum", {}).get("requestChecksumRequired"))
            for it in (before, after)
        ]
        if required[0] != required[1]:
            found.add((name, "checksumRequired", "compatible", "attention" if required[0] else "breaking"))
        gzips = ["gzip" in it.get("requestcompression", {}).get("encodings", []) for it in (before, after)]
        if gzips[0] != gzips[1]:
            found.add((name, "sending.compression", "compatible", "attention"))
        schemes = [auth(it.get("auth"), it.get("authtype"), it.get("unsignedPayload")) for it in (before, after)]
        if schemes[0] != schemes[1]:
            found.add((name, "auth", "compatible", "breaking"))
        root = [[it.get("input", {}).get(key) for key in ("locationName", "xmlNamespace")] for it in (before, after)]
        if root[0] != root[1] and old.protocol == new.protocol == "rest-xml":
            found.add((name, "xml", "compatible", "breaking"))
        keys = ("input_token", "output_token", "result_key", "limit_key", "more_results")
        facts = [{k: it.pages[name].get(k) for k in keys} if name in it.pages else None for it in (old, new)]
        if facts[0] != facts[1]:
            found.add((name, "pagination", "breaking" if facts[1] is None else "compatible", "compatible"))
    for name in set(old.waiters) | set(new.waiters):
        if old.waiters.get(name) != new.waiters.get(name):
            found.add((name, "waiter", "compatible" if name in new.waiters else "breaking", "compatible"))


def structures(old, new, found):
    old_uses, new_uses = old.uses(), new.uses()
    held = old.held() & new.held()
    pairs = {(name, name, name) for name in set(old_uses) & set(new_uses) & held}
    # A message is compared where it stands, whatever its shape is called.
    for name in set(old.operations) & set(new.operations):
        for key, section in (("input", "request"), ("output", "response")):
            shapes = [it.operations[name].get(key, {}).get("shape") for it in (old, new)]
            if shapes[0] or shapes[1]:
                pairs.add((shapes[0], shapes[1], f"{name}.{section}"))
            there = [it.shapes[shape].get("members") for it, shape in zip((old, new), shapes) if shape]
            if section == "response" and there == [{}]:
                found.add((f"{name}.{section}", section, "compatible", "compatible"))
    for before, after, path in pairs:
        used = old_uses.get(before, set()) | new_uses.get(after, set())
        if "." in path:
            used = {"sent"} if path.endswith(".request") else {"received"}
        structure(old, new, before, after, path, used, found)


def structure(old, new, before, after, path, used, found):
    empty = {"type": "structure", "members": {}}
    one = old.shapes[before] if before else empty
    other = new.shapes[after] if after else empty
    if "." not in path and (kind(one), bool(one.get("enum"))) != (kind(other), bool(other.get("enum"))):
        return  # said where it is referred to
    if one["type"] == "string" and one.get("enum"):
        for value in set(one["enum"]) ^ set(other["enum"]):
            gone = value in one["enum"]
            found.add((path, f"value {value}", "breaking" if gone else "attention" if "received" in used else "compatible", "compatible"))
    if "." not in path and is_named(one):
        for word in ("sensitive", "deprecated"):
            if bool(one.get(word)) != bool(other.get(word)):
                found.add((path, word, RUST.get(word, "compatible"), "compatible"))
    if one["type"] != "structure" or one.get("document"):
        return
    if "." not in path and exception(path, one) != exception(path, other):
        found.add((path, "error", "compatible", "compatible"))
    for name in set(one["members"]) | set(other["members"]):
        at = f"{path}.{name}"
        sides = one["members"].get(name), other["members"].get(name)
        if None in sides:
            found.add((at, "member", *of_member(sides[0] is not None, name, other, used)))
            continue
        member(old, new, (name, at), (one, other), sides, used, found)
    common = [[name for name in shape["members"] if name in one["members"] and name in other["members"]] for shape in (one, other)]
    if common[0] != common[1]:
        found.add((path, "order", "compatible", "compatible"))


def of_member(gone, name, other, used):
    if gone:
        return "breaking", "compatible"
    is_union = kind(other) == "union"
    if name in other.get("required", []) and used == {"sent"} and not is_union:
        token = other["members"][name].get("idempotencyToken")
        return ("attention", "compatible") if token else ("breaking", "breaking")
    return ("attention" if "received" in used or not is_union else "compatible"), "compatible"


def exception(name, shape):
    error = shape.get("error", {})
    code = error.get("code", name)
    fault = "client" if error.get("senderFault") else "server" if shape.get("fault") else None
    retry = shape.get("retryable")
    known = shape.get("exception") or shape.get("error") or shape.get("fault")
    return [code, error.get("httpStatusCode"), fault, json.dumps(retry)] if known else None


def member(old, new, named, shapes, sides, used, found):
    name, at = named
    required = [name in shape.get("required", []) for shape in shapes]
    if required[0] != required[1]:
        rust = "breaking" if used == {"sent"} and not sides[1].get("idempotencyToken") else "compatible"
        found.add((at, "required", rust, "compatible"))
    facts = [flat(model, use, at, {}) for model, use in zip((old, new), sides)]
    for model, use, shape, it in zip((old, new), sides, shapes, facts):
        wire = use.get("locationName") or model.shapes[use["shape"]].get("locationName") or name
        it[at]["wireName"] = wire
        if model.protocol in REST and shape.get("payload") == name:
            it[at]["location"] = "payload"
    compare(*facts, found, old, new)


def compare(one, other, found, old, new):
    for path in one.keys() & other.keys():
        before, after = one[path], other[path]
        if before["TYPE"] != after["TYPE"]:
            found.add((path, "type", "breaking", "breaking"))
            continue
        if before.get("ref") != after.get("ref"):
            before, after = ({**it, **it.get("WHOLE", {})} for it in (before, after))
        for word in (before.keys() | after.keys()) - {"TYPE", "WHOLE", "ref"}:
            if before.get(word) != after.get(word):
                wire = "compatible" if word in QUIET else "breaking"
                found.add((path, word, RUST.get(word, "compatible"), wire))
        refs = before.get("ref"), after.get("ref")
        if refs[0] == refs[1]:
            continue
        if None in refs:
            found.add((path, "enum", "breaking", "compatible"))
        else:
            found.add((path, "ref", "compatible", "compatible"))
