// The live receipt: one message of the server, of which the slider of S picks one scale.

import { announcer } from "../browser/announcer.js";
import { host } from "../browser/host.js";
import { bytesOf, inflated, unpack } from "../browser/message.js";
import { PlotlyError } from "../browser/plotly.js";
import { sliderInput } from "../browser/slider.js";
import { dress, themeOf } from "../browser/theme.js";
import { Drawing, stagesAt } from "./figures.js";
import { chosen, drawLegend, drawRows, drawSummary, makeRows, makeSummary, spokenReceipt } from "./rows.js";

const SETTLED_AFTER = 300; // ms after the last movement of S

export class LiveReceipt {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`.gr-${name}`);
    this.announce = announcer(this.find("announced"));
    this.picture = new Drawing(this.find("plot"), (error) => this.failed(error));
    this.history = new Drawing(this.find("plot-history"), (error) => this.failed(error));
    this.stops = [host.watchSliders((input) => this.moved(input))];
    const resized = new ResizeObserver(() => this.data && this.draw());
    for (const name of ["plot", "plot-history"]) resized.observe(this.find(name));
    this.stops.push(() => resized.disconnect());
    this.find("copy").onclick = () => this.copy();
  }

  /** A new message, or the old one in a new theme. */
  async receive(server, { message, own, scale, history, bundle }) {
    this.scale = scale;
    this.server = server;
    this.bundle = bundle;
    const said = JSON.stringify([message, own, history]);
    if (said === this.said) {
      if (this.data && themeOf(this.root) !== this.theme) this.draw();
      return;
    }
    this.said = said;
    this.own = own;
    this.many = history && JSON.parse(history);
    if (message !== this.message) {
      const text = await inflated(bytesOf(message));
      if (said !== this.said) return; // meanwhile a newer one has come
      this.message = message;
      this.unpack(JSON.parse(text));
    }
    this.find("history").classList.toggle("gr-hidden", !this.many);
    this.show(own);
  }

  unpack(data) {
    this.data = data;
    this.numbers = unpack(this.data.names, bytesOf(this.data.base64));
    const { words: { live, title }, stages, rows, summaries, legend } = this.data;
    this.find("plot").setAttribute("aria-label", live.description);
    this.find("plot-history").setAttribute("aria-label", live.history);
    this.find("heading").textContent = live.receipt;
    this.find("history").querySelector("p").textContent = live.history;
    this.find("program").querySelector("h4").textContent = live.program;
    this.find("program").querySelector("pre").setAttribute("aria-label", live.program);
    this.find("copy").textContent = live.copy;
    this.find("loading").textContent = live.loading;
    dress(this.root, this.find("plot"), this.data.palette);
    makeRows(this.find("rows"), stages, rows);
    makeSummary(this.find, title, summaries);
    drawLegend(this.find("legend"), legend);
  }

  moved(input) {
    if (this.data?.count > 1 && input === sliderInput(this.scale) && !input.disabled) this.show(Number(input.value));
  }

  /** Show the step at one scale, by its number. */
  show(index) {
    const { rows, summaries, program, words: { title }, count } = this.data;
    if (!(index >= 0 && index < count)) return;
    this.index = index;
    const summary = chosen(summaries, index);
    drawSummary(this.find, summary);
    drawRows(this.find("rows"), rows, index);
    this.find("program").querySelector("code").textContent = program.map((line) => chosen(line, index)).join("\n");
    this.announce(spokenReceipt(title, summary, rows.map((choices) => chosen(choices, index))));
    this.settle();
    this.draw();
  }

  /** The second picture is the server's to draw, once S has come to rest. */
  settle() {
    clearTimeout(this.settling);
    if (!this.many || this.index === this.own) return;
    this.settling = setTimeout(() => this.server.state("settled", `${this.index} ${performance.now()}`), SETTLED_AFTER);
  }

  column(name) {
    const width = this.data.points.length;
    return this.numbers[name].subarray(this.index * width, (this.index + 1) * width);
  }

  draw() {
    const look = dress(this.root, this.find("plot"), this.data.palette);
    this.theme = themeOf(this.root);
    const at = (place) => stagesAt(this.data.figure, this.data, { heights: this.column("heights"), values: this.column("values"), flags: this.column("flags") }, place);
    this.picture.draw(this.bundle, at, look).then(() => this.find("loading").classList.toggle("gr-hidden", this.picture.drawn));
    if (this.many) this.history.draw(this.bundle, () => this.many, look);
  }

  /** Where it was Plotly that failed, leave the picture to the server's stock chart; rows and summary stay live. */
  failed(error) {
    console.error(error);
    if (!(error instanceof PlotlyError)) return;
    this.root.dataset.unavailable = "true";
    this.server.state("unavailable", true);
  }

  async copy() {
    const { copy, copied } = this.data.words.live;
    await navigator.clipboard?.writeText(this.find("program").querySelector("code").textContent);
    this.find("copy").textContent = copied;
    setTimeout(() => { this.find("copy").textContent = copy; }, 1500);
  }

  dispose() {
    this.said = null;
    clearTimeout(this.settling);
    for (const stop of this.stops) stop();
    this.picture.dispose();
    this.history.dispose();
  }
}
