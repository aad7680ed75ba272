// How a number is written on the page.

/** A number with up to `digits` significant digits, whole ones with all of theirs, a real minus sign, and PyTorch's spelling of nan and inf. */
export function written(number, digits = 6) {
  if (Number.isNaN(number)) return "nan";
  if (!Number.isFinite(number)) return number > 0 ? "inf" : "−inf";
  const whole = Number.isInteger(number) && Math.abs(number) < 1e9; // none of its digits may be another
  const rounded = whole ? number : toDigits(number, digits);
  const size = Math.abs(rounded);
  const small = size !== 0 && (size < 1e-4 || size >= 1e9);
  const text = small ? rounded.toExponential().replace("e+", "e") : String(rounded === 0 ? 0 : rounded);
  return text.replaceAll("-", "−");
}

/** The number of so many digits that is nearest to the exact value; of two as near the even one, as Python and PyTorch print it. */
function toDigits(number, digits) {
  const [mantissa, exponent] = number.toExponential(digits + 24).split("e");
  const end = mantissa.indexOf(".") + digits;
  const tie = /^50*$/.test(mantissa.slice(end));
  const even = Number(mantissa.slice(0, end).replace(".", "").at(-1)) % 2 === 0;
  return tie && even ? Number(`${mantissa.slice(0, end)}e${exponent}`) : Number(number.toPrecision(digits));
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
