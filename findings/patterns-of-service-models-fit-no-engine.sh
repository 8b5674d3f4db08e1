#!/usr/bin/env bash
# The patterns of AWS's service models compile in no one regex engine, and in JavaScript some match the letter p.
#
# botocore 1.44.8 with Python 3.11, Node.js 20.
# Of 10,093 patterns in the models that botocore ships, 748 do not compile in Python's own `re`: most have Java's
# classes (`\p{L}`) or pairs of surrogates, some are slips (`[\w-_]`, `{11}{0,1011}`). botocore checks none of them.
# JavaScript without the flag `u` refuses a third as many, because it takes `\p{L}` for the characters `p{L}`: ACM's
# TagKey then matches `p` and not `env`, without an error. With `u`, more are refused than without.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check botocore==1.44.8
venv/bin/python - <<'PROGRAM'
import json
import re
import warnings
import botocore.session

warnings.simplefilter("ignore")
session = botocore.session.get_session()
loader = session.get_component("data_loader")
patterns = []
for service in loader.list_available_services("service-2"):
    shapes = loader.load_service_model(service, "service-2")["shapes"]
    patterns += [(service, name, shape["pattern"]) for name, shape in shapes.items() if "pattern" in shape]
json.dump(patterns, open("patterns.json", "w"))
refused = {}
for service, name, pattern in patterns:
    try:
        re.compile(pattern)
    except re.error as error:
        refused.setdefault(error.msg, []).append(f"{service}'s {name}: {pattern}")
count = sum(map(len, refused.values()))
print(f"Python refuses {count} of {len(patterns)}:")
for message, cases in sorted(refused.items(), key=lambda item: -len(item[1])):
    print(f"  {len(cases):4} {message}, such as {cases[0][:90]}")
assert len(patterns) == 10093
assert count > 700
assert len(refused["bad escape \\p"]) + len(refused["bad escape \\P"]) == 612
PROGRAM
cat >program.js <<'PROGRAM'
const patterns = require("./patterns.json");
const check = (holds, what) => {
  if (!holds) throw new Error(`no longer so: ${what}`);
};
const refused = (flags) =>
  patterns.filter(([, , pattern]) => {
    try {
      new RegExp(pattern, flags);
      return false;
    } catch {
      return true;
    }
  }).length;
const [plain, unicode] = [refused(""), refused("u")];
console.log(`JavaScript refuses ${plain}, with the flag u ${unicode}`);
check(plain > 100 && plain < 300, "fewer are refused than in Python");
check(unicode > plain, "more are refused with u");
const [, , key] = patterns.find(([service, name]) => service === "acm" && name === "TagKey");
for (const [flags, value, expected] of [["", "env", false], ["", "p", true], ["u", "env", true]]) {
  const matches = new RegExp(`^${key}$`, flags).test(value);
  console.log(`TagKey ${key}, flags "${flags}": ${value} ${matches ? "matches" : "does not match"}`);
  check(matches === expected, "TagKey");
}
PROGRAM
node program.js
