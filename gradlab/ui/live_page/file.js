// A file as the page around a picture: there is no server, no address that follows, and the sliders are the browser's own.

import { host } from "../browser/host.js";

/** Put the file in the usual page's place; returns what it has been given. */
export function hostedByFile() {
  Object.assign(host, {
    trackOf: (input) => input?.parentElement ?? null,
    span: () => {}, // its track keeps the whole range
    commit() {}, // nobody else is to hear of it
    watchSliders(moved) {
      const heard = ({ target }) => target instanceof HTMLInputElement && target.type === "range" && moved(target);
      document.addEventListener("input", heard);
      return () => document.removeEventListener("input", heard);
    },
    undoButtons: () => [.../** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(".lp-undo"))],
    undoes: (element) => element.closest(".lp-undo") !== null,
    inAddress: () => null,
    putInAddress() {},
  });
  return JSON.parse(document.querySelector(".lp-data").textContent);
}

/** Call `changed` when the reader's browser goes from light to dark, or back. */
export function watchTheme(changed) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

/** The number beside a slider. */
export function writeBeside(key, text) {
  document.querySelector(`${host.widget(key)} output`).textContent = text.replace("-", "−");
}
