// The numbers as the server packed them, and how one is written on the page.

/** Named arrays out of one base64 string: each with its length and the bytes of a number. */
export function unpack(names, base64) {
  const buffer = bytesOf(base64);
  const arrays = {};
  let start = 0;
  for (const [name, length, size] of names) {
    arrays[name] = new (size === 8 ? Float64Array : Float32Array)(buffer, start, length);
    start += length * size;
  }
  return arrays;
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64).buffer;
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes.buffer;
}

/** A number with up to `digits` significant digits, whole ones with all of theirs, a real minus sign, and PyTorch's spelling of nan and inf. */
export function written(number, digits = 6) {
  if (Number.isNaN(number)) return "nan";
  if (!Number.isFinite(number)) return number > 0 ? "inf" : "−inf";
  const whole = Number.isInteger(number) && Math.abs(number) < 1e9; // none of its digits may be another
  const rounded = whole ? number : Number(number.toPrecision(digits));
  const size = Math.abs(rounded);
  const small = size !== 0 && (size < 1e-4 || size >= 1e9);
  const text = small ? rounded.toExponential().replace("e+", "e") : String(rounded === 0 ? 0 : rounded);
  return text.replaceAll("-", "−");
}

/** The same with its sign always in front. */
export function signed(number, digits = 6) {
  return (number > 0 && Number.isFinite(number) ? "+" : "") + written(number, digits);
}

/** A text of the words with its {placeholders} filled in. */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** The smallest and the largest of the numbers that are finite. */
export function extentOf(column) {
  return column.reduce(([low, high], number) => (Number.isFinite(number) ? [Math.min(low, number), Math.max(high, number)] : [low, high]), [Infinity, -Infinity]);
}

/** A column for Plotly, which leaves a gap at null. */
export function finite(column) {
  return Array.from(column, (number) => (Number.isFinite(number) ? number : null));
}

/** The largest size among most of a sweep's gradients, so that one explosion does not flatten all bars. */
export function typicalSize(gradients) {
  const sizes = Array.from(gradients, Math.abs).filter((size) => Number.isFinite(size) && size > 0).sort((a, b) => a - b);
  return sizes.length ? sizes[Math.floor(0.95 * (sizes.length - 1))] : 1;
}

/** The index of the position nearest to a value. */
export function nearest(positions, value) {
  return positions.reduce((best, position, index) => (Math.abs(position - value) < Math.abs(positions[best] - value) ? index : best), 0);
}
