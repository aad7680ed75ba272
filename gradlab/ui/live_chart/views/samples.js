// The samples of a batch: the loss of each in a table, and under it what every reduction makes of them.

import { made } from "../../browser/dom.js";
import { filled, written } from "../../browser/numbers.js";
import { VIEWS } from "../views.js";

VIEWS.samples = class {
  constructor(chart) {
    this.title = made("h4", "");
    this.body = made("tbody", "");
    this.head = made("tr", "");
    this.table = made("table", "gl-samples", made("thead", "", this.head), this.body);
    this.reduced = made("div", "gl-reduced");
    this.card = made("div", "gl-card", this.title, this.table, this.reduced);
    chart.cards.append(this.card);
  }

  take({ numbers }, { targets, weights, reductions, divisors, chosen }, words) {
    Object.assign(this, { targets, weights, reductions, divisors, chosen, words });
    const losses = numbers["samples.losses"];
    this.count = losses.length / numbers.position.length;
    this.losses = (index) => losses.subarray(index * this.count, (index + 1) * this.count);
    this.of = (name, index) => numbers[`samples.reduced_${name}`][index];
    this.title.textContent = words.title;
    const columns = ["", ...(targets.length ? [words.target] : []), ...(weights.length ? [words.weight] : []), words.loss];
    this.head.replaceChildren(...columns.map((text) => made("th", "", text)));
  }

  show({ index, loss }) {
    const { targets, weights, words } = this;
    this.body.replaceChildren(...Array.from(this.losses(index), (own, sample) => made("tr", "",
      made("th", "", filled(words.sample, { index: sample })),
      ...(targets.length ? [made("td", "", targets[sample] || words.ignored)] : []),
      ...(weights.length ? [made("td", "", weights[sample])] : []),
      made("td", "", written(own)),
    )));
    const sum = written(this.chosen === "sum" ? loss : this.of("sum", index));
    this.reduced.replaceChildren(...this.reductions.map((name, place) => {
      const own = written(name === this.chosen ? loss : this.of(name, index));
      const by = this.divisors[place];
      const line = made("p", "", `${name} = ${by ? `${sum} / ${by} = ` : ""}${own}`);
      if (name === this.chosen) line.setAttribute("aria-current", "true");
      return line;
    }));
  }

  dispose() {
    this.card.remove();
  }
};
