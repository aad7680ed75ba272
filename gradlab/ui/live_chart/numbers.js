// The numbers as the server packed them, and how one is written on the page.

/** Named Float64Arrays out of one base64 string. */
function unpack(names, base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const all = new Float64Array(bytes.buffer);
  const arrays = {};
  let start = 0;
  for (const [name, length] of names) {
    arrays[name] = all.subarray(start, start + length);
    start += length;
  }
  return arrays;
}

/** A number with up to `digits` significant digits, a real minus sign, and PyTorch's spelling of nan and inf. */
function written(number, digits = 6) {
  if (Number.isNaN(number)) return "nan";
  if (!Number.isFinite(number)) return number > 0 ? "inf" : "−inf";
  const rounded = Number(number.toPrecision(digits));
  const size = Math.abs(rounded);
  const small = size !== 0 && (size < 1e-4 || size >= 1e9);
  const text = small ? rounded.toExponential().replace("e+", "e") : String(rounded === 0 ? 0 : rounded);
  return text.replaceAll("-", "−");
}

/** The same with its sign always in front. */
function signed(number, digits = 6) {
  return (number > 0 && Number.isFinite(number) ? "+" : "") + written(number, digits);
}

/** A text of the words with its {placeholders} filled in. */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** A column for Plotly, which leaves a gap at null. */
function finite(column) {
  return Array.from(column, (number) => (Number.isFinite(number) ? number : null));
}
