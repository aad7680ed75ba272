// The autograd graph. The page has Graphviz draw it, in the same document; this writes the numbers of each row into it.
// Those of the row on screen come with the curve, others once they are needed: each takes a backward() of its own.

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

  take(frame, rows, { alt }) {
    Object.assign(this, { frame, batches: [rows], alt });
    this.late = false;
  }

  /** What it says at a row, by what says it; null where that is not here. */
  at(index) {
    const batch = this.batches.find(({ first, count }) => first <= index && index < first + count);
    return batch && Object.fromEntries(Object.entries(batch.texts).map(([name, texts]) => [name, texts[texts.length > 1 ? index - batch.first : 0]]));
  }

  /** The point is about to move. */
  held() {
    if (this.batches.length < 2 && this.batches[0].count < 2) this.bring(this.chart.row.index);
  }

  /** Have what it says at a row, and at as many around it as come at once. */
  async bring(index) {
    if (this.asked) return;
    this.asked = true;
    const { frame } = this;
    const rows = await this.chart.asking.rows("graph", index);
    this.asked = false;
    if (!rows || frame !== this.frame) return;
    this.batches.push(rows);
    this.show(this.chart.row);
  }

  setLate(late) {
    if (late === Boolean(this.late)) return;
    this.late = late;
    this.chart.markOld();
  }

  get parts() {
    return host.graphs(PLACE);
  }

  show({ index }) {
    const texts = this.at(index);
    this.setLate(!texts);
    if (!texts) return void this.bring(index);
    const { leaves, ...labels } = texts;
    for (const [name, text] of Object.entries(labels)) {
      const lines = text.split("\n");
      document.querySelectorAll(`${host.widget(PLACE)} #graph-${name} text`).forEach((line, number) => {
        const air = line.getAttribute("text-anchor") === "start" ? BESIDE_ARROW : "";
        if (line.textContent.trim() !== lines[number]) line.textContent = air + lines[number];
      });
    }
    for (const graph of this.parts) {
      graph.setAttribute("aria-label", filled(this.alt, { leaves }));
      const drawing = graph.querySelector("svg");
      if (!drawing) continue;
      const { width, height } = drawing.viewBox.baseVal; // its own width and height are rounded
      drawing.style.setProperty("--gl-wide", String(width));
      drawing.style.aspectRatio = `${width} / ${height}`;
    }
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
