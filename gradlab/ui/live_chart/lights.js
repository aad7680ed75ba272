// A line of the program, a term of the formula and the part of the picture that they make light up together, where the
// mouse is or the focus.

import { host } from "../browser/host.js";

const FORMULAS = { "formula-loss": "curve", "formula-derivative-": "tangent" };
const EVENTS = ["pointerover", "focusin", "click"];

/** What a part of the page lights: of the formula the name of what is moved, or all of it. */
function lightsOf(target) {
  const line = target.closest("[data-lights]");
  if (line) return line.dataset.lights;
  const formula = Object.keys(FORMULAS).find((name) => target.closest(host.widgets(name)));
  if (!formula) return "";
  const moved = document.querySelector('.gl-line[data-lights="point"]')?.textContent.split(" = ")[0];
  return target.closest(".katex .mord")?.textContent === moved ? "point" : FORMULAS[formula];
}

/** Watch the page. Returns what stops it. */
export function watchLights() {
  const root = document.documentElement;
  const light = ({ target }) => {
    const lit = target instanceof Element ? lightsOf(target) : "";
    if (lit) root.dataset.lit = lit;
    else delete root.dataset.lit;
  };
  for (const type of EVENTS) document.addEventListener(type, light);
  return () => {
    for (const type of EVENTS) document.removeEventListener(type, light);
    delete root.dataset.lit;
  };
}
