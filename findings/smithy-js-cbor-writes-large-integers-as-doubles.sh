#!/usr/bin/env bash
# Smithy's CBOR for JavaScript chooses between integer and double by the value, not by the member's type.
#
# @smithy/core 3.41.1 (npm), its `cbor`, which clients of rpcv2Cbor services use.
# A JavaScript number has no type beside its value, so a double that is whole is written as an integer,
# minus zero becomes the integer 0, and an integer from 2^53 on, of which each is exact as a double, is
# written as a double of nine bytes. A server that reads a member by CBOR's major type alone refuses some
# values of a type and takes the others: readers of this protocol must take both forms for each number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit @smithy/core@3.41.1 >/dev/null
cat >program.js <<'PROGRAM'
const { cbor } = require("@smithy/core/cbor");
for (const [value, expected] of [
  [2.0, "02"],
  [2.5, "fb4004000000000000"],
  [-0, "00"],
  [2 ** 53 - 1, "1b001fffffffffffff"],
  [2 ** 53, "fb4340000000000000"],
]) {
  const seen = Buffer.from(cbor.serialize(value)).toString("hex");
  console.log(`${Object.is(value, -0) ? "-0" : value} is written as ${seen}`);
  if (seen !== expected) throw new Error(`expected ${expected}`);
}
PROGRAM
node program.js
