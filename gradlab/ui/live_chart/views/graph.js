// The autograd graph. The page has Graphviz draw it, in the same document; this writes the numbers of each row into it.

import { host } from "../../browser/host.js";
import { filled } from "../../browser/numbers.js";
import { VIEWS } from "../views.js";

const PLACE = "view-graph"; // where it is drawn
const BESIDE_ARROW = "\u00a0\u00a0"; // spaces that SVG keeps

VIEWS.graph = class {
  constructor(chart) {
    this.chart = chart;
    // Graphviz takes a moment to draw it, and draws it anew in another theme.
    this.observer = new MutationObserver((changes) => {
      if (changes.some(({ target }) => target.closest?.(host.widget(PLACE)))) this.show(chart.row);
    });
    this.observer.observe(document.body, { subtree: true, childList: true });
  }

  take(frame, { texts }, { alt }) {
    Object.assign(this, { texts, alt });
  }

  get parts() {
    return host.graphs(PLACE);
  }

  show({ index }) {
    const { leaves, ...labels } = this.texts;
    const at = (texts) => texts[texts.length > 1 ? index : 0];
    for (const [name, texts] of Object.entries(labels)) {
      const lines = at(texts).split("\n");
      document.querySelectorAll(`${host.widget(PLACE)} #graph-${name} text`).forEach((line, number) => {
        const air = line.getAttribute("text-anchor") === "start" ? BESIDE_ARROW : "";
        if (line.textContent.trim() !== lines[number]) line.textContent = air + lines[number];
      });
    }
    for (const graph of this.parts) graph.setAttribute("aria-label", filled(this.alt, { leaves: at(leaves) }));
  }

  /** The page may be in another theme now; the server, which chose the colours, has not heard of it. */
  drawn() {
    const { text, curve, tangent, page } = this.chart.dress().colours;
    for (const [name, colour] of Object.entries({ text, curve, tangent, page })) this.page.setProperty(`--gl-graph-${name}`, colour);
  }

  get page() {
    return document.documentElement.style;
  }

  dispose() {
    this.observer.disconnect();
    for (const name of ["text", "curve", "tangent", "page"]) this.page.removeProperty(`--gl-graph-${name}`);
  }
};
