// The numbers beside the picture: .grad as PyTorch prints it, slope, loss, the exact value, the check.

import { host } from "../browser/host.js";
import { filled, signed, written } from "../browser/numbers.js";

/** What may be said of a number; of a secret one a question mark. */
const said = (text, secret) => (secret ? "?" : text);

export function drawReadout(find, row, words, secret = false) {
  find("grad-name").textContent = `${row.tensor}.grad`;
  find("unscaled").textContent = words.readout.unscaled;
  find("meaning").textContent = find("unscaled").title = words.readout.unscaled_help;
  find("close").setAttribute("aria-label", words.readout.close);
  find("grad").textContent = said(row.printed, secret);
  find("slope-label").textContent = row.several ? `${words.readout.slope} = ${row.gradientName}` : words.readout.slope;
  find("slope").textContent = said(signed(row.slope), secret);
  find("direction").textContent = secret ? "" : directionInWords(row, words.readout);
  find("loss-label").textContent = words.readout.loss;
  find("loss").textContent = written(row.loss);
  find("exact-name").textContent = `${row.name} =`;
  const box = find("exact").querySelector("input");
  box.setAttribute("aria-label", filled(words.readout.exact, { element: row.name }));
  if (document.activeElement !== box) box.value = row.literal;
  // Of the derivatives that of what is moved is shown. What it comes to stands beside its formula.
  for (const part of document.querySelectorAll(".gl-formula-value")) part.textContent = `${row.gradientName} = ${said(signed(row.slope), secret)}`;
  for (const part of document.querySelectorAll(host.widgets("formula-derivative-"))) {
    part.toggleAttribute("data-of-another", !part.matches(host.widget(`formula-derivative-${row.tensor}`)));
  }
}

/** Set the printed gradient as large as its longest form in this sweep allows, so that the size holds while dragging. */
export function fitPrinted(slot, printed) {
  const lines = printed.map((text) => text.split("\n"));
  slot.style.setProperty("--gl-longest", String(Math.max(...lines.flat().map((line) => line.length))));
  slot.style.setProperty("--gl-lines", String(Math.max(...lines.map(({ length }) => length))));
}

/** What the number beside the slope's name has to be read with. */
export function directionInWords(row, words) {
  if (row.kink) return words.none;
  if (row.other !== null && row.other !== undefined) return filled(words.other, { true: signed(row.other) });
  if (!Number.isFinite(row.slope) || !Number.isFinite(row.loss)) return "";
  if (row.slope === 0) return words.flat;
  return row.slope > 0 ? words.up : words.down;
}

/** Autograd beside the difference quotient, what the precision did, and where it ran. */
export function drawCheck(find, row, words, { device }) {
  find("check").querySelector("h4").textContent = words.title;
  find("agree").textContent = checkText(row, words);
  find("precision").textContent = precisionText(row, words);
  find("device").textContent = filled(words.device, { device });
}

/** Autograd beside the difference quotient. */
export function checkText(row, words) {
  const numbers = {
    autograd: signed(row.exact, 10), central: signed(row.central, 10),
    error: written(row.error, 1), true: signed(row.truth, 10),
    left: signed(row.left, 8), right: signed(row.right, 8),
  };
  return filled(words[checkForm(row)], numbers);
}

/** What the experiment's precision did to the element and to the slope. */
export function precisionText(row, words) {
  const off = Math.abs(row.slope - row.exact) / Math.abs(row.exact);
  return filled(words[Object.is(row.slope, row.exact) ? "precision_exact" : "precision"], {
    dtype: row.dtype, element: row.name, stored: written(row.stored, 17), slope: written(row.slope, 10),
    exact: written(row.exact, 10), difference: written(off, 2),
  });
}

const CHECKS = { corner: "kink", jump: "kink", vertical: "kink", not_the_slope: "not_the_slope", unknown: "unknown" };

export function checkForm({ verdict, exact, central }) {
  if (verdict in CHECKS) return CHECKS[verdict];
  if (verdict === "no_loss") return Number.isFinite(exact) ? "no_loss" : "none";
  return Number.isFinite(exact) && Number.isFinite(central) ? "agree" : "none";
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
