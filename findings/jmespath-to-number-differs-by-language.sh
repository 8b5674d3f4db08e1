#!/usr/bin/env bash
# `to_number` and `contains` of JMESPath give other results in Python than in JavaScript.
#
# jmespath 1.1.0 (PyPI), jmespath 0.16.0 (npm): those of the AWS CLI and of AWS's first SDK for JavaScript.
# `to_number` hands a text to the language's own parser: Python takes underscores and refuses hexadecimal
# and nothing; JavaScript takes hexadecimal, reads nothing as 0, and refuses underscores. In Python `true`
# is contained in a list that holds 1, though `==` of the same library says that they differ. A filter
# that compares a text with a number raises Python's TypeError, while JavaScript compares the text as a number;
# the specification says null for both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check jmespath==1.1.0
npm install --silent --no-fund --no-audit jmespath@0.16.0 >/dev/null
cat >cases.json <<'CASES'
[
  ["to_number(@)", "1_000", 1000, null],
  ["to_number(@)", "0x1F", null, 31],
  ["to_number(@)", "", null, 0],
  ["contains(@, `1`)", [true], true, false],
  ["a == `1`", {"a": true}, false, false],
  ["[?a > `1`]", [{"a": "2"}], "TypeError", [{"a": "2"}]]
]
CASES
cat >program.py <<'PROGRAM'
import json
import jmespath

for expression, value, expected, _ in json.load(open("cases.json")):
    try:
        seen = jmespath.search(expression, value)
    except TypeError:
        seen = "TypeError"
    print(f"Python: {expression} of {value!r} is {seen!r}")
    assert (type(seen), seen) == (type(expected), expected), f"expected {expected!r}"
PROGRAM
cat >program.js <<'PROGRAM'
const jmespath = require("jmespath");
for (const [expression, value, , expected] of require("./cases.json")) {
  const seen = JSON.stringify(jmespath.search(value, expression));
  console.log(`JavaScript: ${expression} of ${JSON.stringify(value)} is ${seen}`);
  if (seen !== JSON.stringify(expected)) throw new Error(`expected ${JSON.stringify(expected)}`);
}
PROGRAM
venv/bin/python program.py
node program.js
