// A message of the server (packing.py): parts, each with its texts as JSON and its numbers as they lie in memory.

/** The parts by their names, each with its `text` and the `bytes` of its numbers. */
export function opened(message) {
  const [names, ...blocks] = blocksOf(message.slice().buffer); // a copy, so that numbers can be aligned
  const text = (block) => new TextDecoder().decode(block);
  return Object.fromEntries(
    JSON.parse(text(names)).map((name, index) => [name, { text: text(blocks[2 * index]), bytes: blocks[2 * index + 1] }]),
  );
}

/** How many blocks there are, how long each is, and the blocks. */
function blocksOf(buffer) {
  const header = new DataView(buffer);
  const count = header.getUint32(0, true);
  const lengths = Array.from({ length: count }, (_, index) => header.getUint32(4 * (index + 1), true));
  let end = 4 * (count + 1);
  return lengths.map((length) => buffer.slice(end, (end += length)));
}

/** Whether two parts say the same. */
export function isSame(one, other) {
  const [these, those] = [one.bytes, other.bytes].map((bytes) => new Uint8Array(bytes));
  return one.text === other.text && these.length === those.length && these.every((byte, index) => byte === those[index]);
}

/** Named arrays out of a part's numbers: each with its length and the bytes of a number. */
export function unpack(names, buffer) {
  const arrays = {};
  let start = 0;
  for (const [name, length, size] of names) {
    arrays[name] = new (size === 8 ? Float64Array : Float32Array)(buffer, start, length);
    start += length * size;
  }
  return arrays;
}

/** A text that was deflated. */
export const inflated = async (buffer) => inflating(buffer).text();

/** The parts of a message that was deflated.
    @returns {Promise<any>} */
export const unpacked = async (buffer) => opened(new Uint8Array(await inflating(buffer).arrayBuffer()));

function inflating(buffer) {
  return new Response(new Blob([buffer]).stream().pipeThrough(new DecompressionStream("deflate")));
}

/** The bytes that a base64 string stands for. */
export function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64).buffer;
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
}
