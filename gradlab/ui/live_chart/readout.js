// The numbers beside the picture: .grad as PyTorch prints it, slope, loss, the exact value, the check.

import { filled, signed, written } from "../browser/numbers.js";

export function drawReadout(find, row, words) {
  find("grad-name").textContent = `${row.tensor}.grad`;
  find("unscaled").textContent = words.readout.unscaled;
  find("what").textContent = words.readout.unscaled_help;
  find("grad").textContent = row.printed;
  find("slope-label").textContent = row.several ? `${words.readout.slope} = ${row.gradientName}` : words.readout.slope;
  find("slope").textContent = signed(row.slope);
  find("direction").textContent = directionInWords(row, words.readout);
  find("loss-label").textContent = words.readout.loss;
  find("loss").textContent = written(row.loss);
  find("exact-name").textContent = `${row.name} =`;
  const box = find("exact").querySelector("input");
  box.setAttribute("aria-label", filled(words.readout.exact, { element: row.name }));
  if (document.activeElement !== box) box.value = row.literal;
}

/** Set the printed gradient as large as its longest form in this sweep allows, so that the size holds while dragging. */
export function fitPrinted(output, printed) {
  const longest = Math.max(...printed.flatMap((text) => text.split("\n").map((line) => line.length)));
  output.style.setProperty("--gl-longest", longest);
}

function directionInWords(row, words) {
  if (row.kink) return words.none;
  if (!Number.isFinite(row.slope) || !Number.isFinite(row.loss)) return "";
  if (row.slope === 0) return words.flat;
  return row.slope > 0 ? words.up : words.down;
}

/** A button for each position of this element at which there is no single slope. */
export function drawKinks(holder, frame, text, jump) {
  const element = frame.at(0).name;
  holder.replaceChildren(...frame.data.kinks.flatMap((literal) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = filled(text, { element, position: written(Number(literal)) });
    button.onclick = () => jump(literal);
    return [button, " "];
  }));
}

/** Autograd beside the difference quotient, what the precision did, and where it ran. */
export function drawCheck(find, row, words, { dtype, device }) {
  find("check").querySelector("h4").textContent = words.title;
  const numbers = {
    autograd: signed(row.exact, 10), central: signed(row.central, 10),
    difference: written(Math.abs(row.exact - row.central), 2),
    left: signed(row.left, 8), right: signed(row.right, 8),
  };
  find("agree").textContent = filled(words[checkForm(row)], numbers);
  const off = Math.abs(row.slope - row.exact) / Math.abs(row.exact);
  find("precision").textContent = filled(words[Object.is(row.slope, row.exact) ? "precision_exact" : "precision"], {
    dtype, element: row.name, stored: written(row.stored, 17), slope: written(row.slope, 10),
    exact: written(row.exact, 10), difference: written(off, 2),
  });
  find("device").textContent = filled(words.device, { device });
}

const AGREES = 1e-5; // of the steeper side, at least of 1: what rounding and curvature leave of a difference quotient

function checkForm({ kink, loss, exact, central, left, right }) {
  if (kink) return "kink";
  if (!Number.isFinite(loss) && Number.isFinite(exact)) return "no_loss";
  if (!Number.isFinite(exact) || !Number.isFinite(central)) return "none";
  // A curve that bends much has a central difference that is off, but a slope between those of its two sides.
  const tolerance = AGREES * Math.max(1, Math.abs(left), Math.abs(right));
  const between = Math.min(left, right) - tolerance <= exact && exact <= Math.max(left, right) + tolerance;
  return between ? "agree" : "disagree";
}

/** Send what is typed as the exact value: on Enter, or on leaving the box. */
export function watchExactBox(box, current, send) {
  const commit = () => {
    const text = box.value.trim();
    box.value = current(); // the server answers with the new value, or says why not
    if (text !== current()) send(text);
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) box.blur();
    if (event.key === "Escape") { box.value = current(); box.blur(); }
  });
  box.addEventListener("blur", commit);
}
