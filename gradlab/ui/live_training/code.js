// The loop, line by line, and where one can go from a step.

const ALWAYS = ["read"]; // where the number on the page is read

export class Code {
  constructor(area) {
    this.area = area;
    this.list = area.querySelector("ol");
  }

  take({ lines, links, texts }) {
    this.links = links;
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
    explore.hidden = !links.explore;
    scaling.hidden = !links.scaling;
  }

  /** Light the line that the step is about, and have the links lead to this step. */
  show(run, step) {
    const skipped = step < run.steps && run.at("skipped", step);
    const stage = run.departure?.step === step ? run.departure.stage : skipped ? "step" : "";
    for (const item of this.list.children) {
      item.toggleAttribute("data-lit", ALWAYS.includes(item.dataset.stage));
      item.toggleAttribute("data-broken", item.dataset.stage === stage);
    }
    if (this.links.explore) this.area.querySelector(".gt-to-explore").href = this.exploreAt(run, step);
    if (this.links.scaling) this.area.querySelector(".gt-to-scaling").href = this.scalingAt(run, step);
  }

  exploreAt(run, step) {
    const address = new URL(this.links.explore, document.baseURI);
    const values = run.row("values", step);
    this.links.keys.forEach((key, index) => address.searchParams.set(key, String(values[index])));
    return address.href;
  }

  /** The first number of the step through its pipeline: the loss w·x has the gradient x. */
  scalingAt(run, step) {
    const address = new URL(this.links.scaling, document.baseURI);
    const shown = Math.min(step, run.steps - 1);
    const gradient = run.row("gradients", shown)[0];
    const values = run.layers ? null : run.row("values", shown);
    address.searchParams.set("x", String(Number.isFinite(gradient) ? gradient : 1));
    address.searchParams.set("w", String(values ? values[0] : 0));
    const scale = run.at("scales", shown);
    if (scale > 1) address.searchParams.set("log2_S", String(Math.round(Math.log2(scale))));
    return address.href;
  }
}
