import assert from "node:assert/strict";
import { test } from "node:test";

import { bytesOf, inflated } from "../../gradlab/ui/browser/message.js";

test("a text comes back that Python's zlib has deflated", async () => {
  // base64.b64encode(zlib.compress("勾配 −0.5 ∞".encode()))
  assert.equal(await inflated(bytesOf("eJx72r3vZWuvwqOOSQZ6pkBqHgBZAAkB")), "勾配 −0.5 ∞");
});
