import assert from "node:assert/strict";
import { test } from "node:test";

import { bytesOf, isSame, opened, unpack } from "../../gradlab/ui/browser/message.js";
import { extentOf, filled, finite, nearest } from "../../gradlab/ui/browser/numbers.js";

test("columns are unpacked in the precision in which they were packed", () => {
  const bytes = Buffer.concat([Buffer.from(new Float64Array([0.1, -2]).buffer), Buffer.from(new Float32Array([0.5, NaN, Infinity]).buffer)]);
  const { long, short } = unpack([["long", 2, 8], ["short", 3, 4]], bytesOf(bytes.toString("base64")));

  assert.deepEqual([...long], [0.1, -2]);
  assert.deepEqual([...short], [0.5, NaN, Infinity]);
});

test("a message is opened into its parts, each with its texts and its numbers", () => {
  const [names, text] = [JSON.stringify(["curve"]), JSON.stringify({ title: "損失" })].map((part) => Buffer.from(part));
  const blocks = [names, text, Buffer.from(new Float64Array([0.1]).buffer)];
  const message = Buffer.concat([Buffer.from(new Uint32Array([3, ...blocks.map((block) => block.length)]).buffer), ...blocks]);
  const { curve } = opened(new Uint8Array(message));

  assert.deepEqual(JSON.parse(curve.text), { title: "損失" });
  assert.deepEqual([...unpack([["loss", 1, 8]], curve.bytes).loss], [0.1]);
  assert.ok(isSame(curve, opened(new Uint8Array(message)).curve));
  assert.ok(!isSame(curve, { ...curve, bytes: new Float64Array([0.2]).buffer }));
});

test("a text is filled in where it has a value, and only there", () => {
  assert.equal(filled("{a} of {b}, {a}", { a: 1, b: 2 }), "1 of 2, 1");
  assert.equal(filled("{unknown} {a}", { a: "{b}" }), "{unknown} {b}");
});

test("what is not finite counts for no extent, and is a gap in a picture", () => {
  assert.deepEqual(extentOf([3, NaN, -1, Infinity, 2]), [-1, 3]);
  assert.deepEqual(finite([1, NaN, -Infinity, 0]), [1, null, null, 0]);
});

test("the nearest position is found; of two as near, the first", () => {
  assert.equal(nearest([0, 1, 2], 1.6), 2);
  assert.equal(nearest([0, 1, 2], 0.5), 0);
  assert.equal(nearest([0, 1, 2], -9), 0);
});
