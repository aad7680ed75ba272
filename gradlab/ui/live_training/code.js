// The loop, line by line, and where one can go from a step.

import { host } from "../browser/host.js";

const ALWAYS = ["read"]; // where the number on the page is read

export class Code {
  constructor(area, number) {
    this.area = area;
    this.number = number;
    this.list = area.querySelector("ol");
  }

  take({ lines, links, texts }) {
    this.links = links;
    this.texts = texts.live;
    this.area.querySelector("h4").textContent = texts.live.loop;
    this.area.querySelector(".gt-where").textContent = texts.live.where;
    this.list.replaceChildren(...lines.map(({ stage, code }) => {
      const item = document.createElement("li");
      item.dataset.stage = stage;
      item.appendChild(document.createElement("code")).textContent = code;
      return item;
    }));
    const [explore, scaling] = ["explore", "scaling"].map((name) => this.area.querySelector(`.gt-to-${name}`));
    explore.textContent = texts.live.to_explore;
    scaling.textContent = texts.live.to_scaling;
  }

  /** Light the line that the step is about, and have the links lead to this step. */
  show(run, step) {
    const skipped = step < run.steps && run.at("skipped", step);
    const stage = run.departure?.step === step ? run.departure.stage : skipped ? "step" : "";
    for (const item of this.list.children) {
      item.toggleAttribute("data-lit", ALWAYS.includes(item.dataset.stage));
      item.toggleAttribute("data-broken", item.dataset.stage === stage);
    }
    const ways = {};
    if (this.links.explore && this.stateAt(run, step).every(Number.isFinite)) ways.explore = this.exploreAt(run, step);
    if (this.links.scaling) ways.scaling = this.scalingAt(run, step);
    for (const name of ["explore", "scaling"]) {
      const link = this.area.querySelector(`.gt-to-${name}`);
      link.hidden = !ways[name];
      link.href = ways[name] ?? "";
    }
    this.leadTo(ways.explore ?? ways.scaling, ways.explore ? this.texts.to_explore : this.texts.to_scaling);
  }

  /** The number itself is the shortest way. */
  leadTo(href, title) {
    if (href) Object.assign(this.number, { href, title });
    else for (const name of ["href", "title"]) this.number.removeAttribute(name);
  }

  /** What is trained, at a step or after the last. */
  stateAt(run, step) {
    return run.row("values", Math.min(step, run.steps));
  }

  exploreAt(run, step) {
    const address = there(this.links.explore);
    const values = this.stateAt(run, step);
    this.links.keys.forEach((key, index) => address.searchParams.set(key, String(values[index])));
    return address.href;
  }

  /** The first number of the step through its pipeline: the loss w·x has the gradient x. */
  scalingAt(run, step) {
    const address = there(this.links.scaling);
    const shown = Math.min(step, run.steps - 1);
    const gradient = run.row("gradients", shown)[0];
    const values = run.layers ? null : run.row("values", shown);
    address.searchParams.set("x", String(Number.isFinite(gradient) ? gradient : 1));
    address.searchParams.set("w", String(values ? values[0] : 0));
    address.searchParams.set("learning_rate", String(run.at("learning_rates", shown)));
    const scale = run.at("scales", shown);
    if (scale > 1) address.searchParams.set("log2_S", String(Math.round(Math.log2(scale))));
    return address.href;
  }
}

/** Another page's address, in the reader's language and view. */
function there(link) {
  const address = new URL(link, document.baseURI);
  for (const name of ["lang", "view"]) {
    const chosen = host.inAddress(name);
    if (chosen) address.searchParams.set(name, chosen);
  }
  return address;
}
