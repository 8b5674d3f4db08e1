"""What Rust's `Debug` says of a value, as Python has it: structures and maps are dicts, a variant is a `Word`."""

import re

TOKEN = re.compile(r'\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?P<word>\w+)'
                   r'|(?P<stars>\*\*\*[^*]*\*\*\*)|(?P<mark>[{}\[\]():,]|\.\.))')
ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
# What stands for a secret, one that is absent too.
REDACTED = "*** Sensitive Data Redacted ***"
PLAIN = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


class Word(str):
    """A variant of an enum, which has another spelling on the wire."""


class Parser:
    def __init__(self, text):
        self.tokens = [(it.lastgroup, it.group(it.lastgroup)) for it in TOKEN.finditer(text)]
        self.at = 0

    def next(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def several(self, end, one):
        made = []
        while self.peek() != end:
            made.append(one())
            if self.peek() == ",":
                self.next()
        self.next()
        return made

    def pair(self):
        key = self.value()
        self.next()
        return key, self.value()

    def value(self):
        kind, text = self.next()
        if kind == "text":
            return ESCAPE.sub(lambda it: chr(int(it[1], 16)) if it[1] else PLAIN.get(it[2], it[2]), text[1:-1])
        if kind == "number":
            return float(text) if "." in text else int(text)
        if text == "[":
            return self.several("]", self.value)
        if text == "{":
            return dict(self.several("}", self.pair))
        if text in ("true", "false", "None"):
            return {"true": True, "false": False, "None": None}[text]
        if self.peek() == "(":
            self.next()
            inner = self.several(")", self.value)
            return inner[0] if len(inner) == 1 else inner
        # A member's name comes as a word too: what follows it is a mark, not a brace.
        if self.peek() == "{":
            self.next()
            return dict(self.several("}", self.pair))
        return Word(text)


def parsed(text):
    return Parser(text).value()


def plain(text):
    return re.sub(r"[\W_]", "", text).lower()


def named(value):
    """With names as no language spells them, and without what is private or a time."""
    if isinstance(value, dict):
        if "subsecond_nanos" in value:
            return None
        return {plain(key): named(inner) for key, inner in value.items() if not key.startswith("_")}
    if isinstance(value, list):
        return [named(inner) for inner in value]
    return None if value == REDACTED else value


def alike(ours, other):
    """Whether two values say the same; a variant is compared as no language spells it."""
    if isinstance(ours, dict) and isinstance(other, dict):
        keys = set(ours) | set(other)
        return all(alike(ours.get(key), other.get(key)) for key in keys)
    if isinstance(ours, list) and isinstance(other, list):
        return len(ours) == len(other) and all(map(alike, ours, other))
    if isinstance(other, Word) and isinstance(ours, str):
        return plain(ours) == plain(other)
    return ours == other or not (ours or other)
