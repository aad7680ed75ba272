// The live receipt: one message of the server, of which the slider of S picks one scale.

import { announcer } from "../browser/announcer.js";
import { unpack } from "../browser/numbers.js";
import { sliderInput, watchSliders } from "../browser/slider.js";
import { dress, themeOf } from "../browser/theme.js";
import { Drawing, stagesAt } from "./figures.js";
import { drawRows, drawSummary, spokenReceipt } from "./rows.js";

const SCALE_KEY = "log2_S";
const SETTLED_AFTER = 300; // ms after the last movement of S

export class LiveReceipt {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`.gr-${name}`);
    this.announce = announcer(this.find("announced"));
    this.picture = new Drawing(this.find("plot"), (error) => this.giveUp(error));
    this.history = new Drawing(this.find("plot-history"), (error) => this.giveUp(error));
    this.stops = [watchSliders((input) => this.moved(input))];
    const resized = new ResizeObserver(() => this.data && this.draw());
    for (const name of ["plot", "plot-history"]) resized.observe(this.find(name));
    this.stops.push(() => resized.disconnect());
    this.find("copy").onclick = () => this.copy();
  }

  /** A new message, or the old one in a new theme. */
  receive(component) {
    this.component = component;
    if (component.data.message === this.message) {
      if (themeOf(this.root) !== this.theme) this.draw();
      return;
    }
    this.message = component.data.message;
    this.data = JSON.parse(this.message);
    this.numbers = unpack(this.data.names, this.data.base64);
    this.figure = JSON.parse(this.data.figure);
    this.many = this.data.history && JSON.parse(this.data.history);
    this.label();
    this.show(this.data.own);
  }

  label() {
    const { live } = this.data.words;
    this.find("plot").setAttribute("aria-label", live.description);
    this.find("plot-history").setAttribute("aria-label", live.history);
    this.find("heading").textContent = live.receipt;
    this.find("history").querySelector("p").textContent = live.history;
    this.find("history").classList.toggle("gr-hidden", !this.many);
    this.find("program").querySelector("h4").textContent = live.program;
    this.find("copy").textContent = live.copy;
    this.find("loading").textContent = live.loading;
  }

  moved(input) {
    if (this.data?.count > 1 && input === sliderInput(SCALE_KEY) && !input.disabled) this.show(Number(input.value));
  }

  /** Show the step at one scale, by its number. */
  show(index) {
    if (!this.data.rows[index]) return;
    this.index = index;
    const { rows, stages, summaries, programs, words } = this.data;
    drawSummary(this.find, summaries[index], words.summary.title);
    drawRows(this.find("rows"), stages, rows[index]);
    this.find("program").querySelector("code").textContent = programs[index];
    this.announce(spokenReceipt(words.summary.title, summaries[index], rows[index]));
    this.settle();
    this.draw();
  }

  /** The second picture is the server's to draw, once S has come to rest. */
  settle() {
    clearTimeout(this.settling);
    if (!this.many || this.index === this.data.own) return;
    this.settling = setTimeout(() => this.component.setStateValue("settled", `${this.index} ${performance.now()}`), SETTLED_AFTER);
  }

  column(name) {
    const width = this.data.points.length;
    return this.numbers[name].subarray(this.index * width, (this.index + 1) * width);
  }

  draw() {
    const look = dress(this.root, this.find("plot"), this.data.palette);
    this.theme = themeOf(this.root);
    const { bundle } = this.data;
    const at = () => stagesAt(this.figure, this.data, { heights: this.column("heights"), values: this.column("values"), flags: this.column("flags") });
    this.picture.draw(bundle, at, look).then(() => this.find("loading").classList.toggle("gr-hidden", Boolean(this.picture.drawn)));
    if (this.many) this.history.draw(bundle, () => this.many, look);
  }

  /** Leave the picture to the server's stock chart; rows and summary stay live. */
  giveUp() {
    this.root.dataset.unavailable = "true";
    this.component.setStateValue("unavailable", true);
  }

  async copy() {
    const { copy, copied } = this.data.words.live;
    await navigator.clipboard?.writeText(this.find("program").querySelector("code").textContent);
    this.find("copy").textContent = copied;
    setTimeout(() => { this.find("copy").textContent = copy; }, 1500);
  }

  dispose() {
    clearTimeout(this.settling);
    for (const stop of this.stops) stop();
    this.picture.dispose();
    this.history.dispose();
  }
}
