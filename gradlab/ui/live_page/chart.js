// A live chart in a file without a server. It holds the numbers of every slider, each moved alone from
// where the file opens, and gives the chart those that it asks for, as the server does on gradlab's page. What it does not
// hold it says it does not.

import { bytesOf, opened } from "../browser/message.js";
import { filled } from "../browser/numbers.js";
import { moveSlider, MOVING_KEYS, sliderInput, sliderKeyOf } from "../browser/slider.js";
import { LiveChart } from "../live_chart/main.js";
import { hostedByFile, watchTheme, writeBeside } from "./file.js";

class LivePage {
  /** Its numbers by slider, as messages to the chart: `curves` of elements, the same at `corners` between two positions, and
      `families` of parameters at an element. */
  constructor(root, { told, words, curves, corners, families, sliders, active }) {
    this.words = words;
    this.curves = curves;
    this.corners = corners;
    this.families = families;
    this.active = active;
    this.sliders = new Map(Object.entries(sliders).map(([key, slider]) => [key, { ...slider, start: sliderInput(key).value }]));
    this.said = document.querySelector(".lp-said");
    // Before the chart hears of anything: it is to find the other sliders where they began.
    for (const type of ["pointerdown", "focusin", "keydown", "input"]) document.addEventListener(type, (event) => this.touched(event), true);
    window.gradlab.told = told;
    this.server = {
      state: (how, asked) => this.asked(how, asked.split(" ")[0]),
      trigger: (how, text) => how === "typed" && this.typed(text),
    };
    this.chart = root.liveChart = new LiveChart(root);
    root.dataset.more = "open"; // the check
    document.querySelector(".lp-reset").addEventListener("click", () => this.reset());
    this.slope = document.querySelector(".lp-slope");
    this.slope.addEventListener("click", () => this.toggleSlope());
    watchTheme(() => this.send(this.shown));
    this.show(active);
  }

  /** Another element's curve, or the curves of a parameter, are asked for. */
  asked(how, key) {
    if (key in this.curves && how === "touched") this.show(key);
    const family = this.families[`${key} ${this.active}`];
    if (!family) return;
    this.send(this.shown); // so that it counts as new, for where the sliders stand now
    this.send({ ...this.shown, ...opened(new Uint8Array(bytesOf(family))) });
  }

  show(key) {
    this.active = key;
    this.putBack(key);
    this.showCurve(this.curves[key]);
  }

  showCurve(text) {
    this.cornered = text !== this.curves[this.active];
    this.shown = opened(new Uint8Array(bytesOf(text)));
    this.send(this.shown);
  }

  send(message) {
    const page = this.slope.getAttribute("aria-pressed") === "true" ? message.slope : message.page;
    this.chart.receive(this.server, { ...message, page });
  }

  toggleSlope() {
    this.slope.setAttribute("aria-pressed", String(this.slope.getAttribute("aria-pressed") !== "true"));
    this.send(this.shown);
  }

  /** A slider is taken hold of: by focus an element's alone, for whoever passes by with the Tab key moves nothing.
      @param {any} event */
  touched({ type, target, key: pressed }) {
    const key = sliderKeyOf(target, [...this.sliders.keys()]);
    if (!key || this.putting || (type === "keydown" && !MOVING_KEYS.test(pressed))) return;
    if (type === "focusin" && !(key in this.curves)) return;
    this.putBack(key);
    if (type !== "input") return;
    if (!(key in this.curves)) this.chart.parameters.hold(key);
    else this.chart.choose(key);
    this.write(key);
  }

  /** The numbers are those of one slider that moves alone: all others go back to where they began. */
  putBack(key) {
    const away = [...this.sliders].filter(([other, { start }]) => other !== key && sliderInput(other).value !== start);
    if (away.length) this.chart.changes.hold(...away.map(([other]) => other));
    this.putting = true;
    for (const [other, { start }] of away) {
      moveSlider(other, Number(start));
      this.write(other);
    }
    this.putting = false;
    if (this.cornered && key !== this.active) this.showCurve(this.curves[this.active]);
    if (away.length) this.say(filled(this.words.back, { moved: away.map(([, { name, value }]) => `${name} = ${value}`).join(", ") }));
  }

  reset() {
    this.chart.gesture = false;
    this.putBack(null);
    this.showCurve(this.curves[this.active]);
    this.say("");
  }

  /** A value is typed, or a kink between two positions is chosen. */
  typed(text) {
    const { key, ownRow, numbers: { position, low, high, step }, at } = this.chart.base;
    const value = text.trim() ? Number(text.normalize("NFKC").replace("−", "-")) : NaN;
    const corner = Object.keys(this.corners[key]).find((literal) => Number(literal) === value);
    if (corner) return this.goTo(corner);
    const row = position.indexOf(value);
    if (row < 0) return this.say(filled(this.words.unknown, { element: at(0).name, value: text, low: low[0], high: high[0], step: step[0] }));
    this.putBack(key);
    this.chart.gesture = row !== ownRow;
    moveSlider(key, position[row]);
    this.chart.follow();
    return this.say("");
  }

  /** Go to a corner between two positions of the slider, whose thumb stands at the nearer one. */
  goTo(corner) {
    const key = this.active;
    this.putBack(key);
    this.showCurve(this.corners[key][corner]);
    this.chart.changes.hold(key);
    moveSlider(key, Number(corner));
    writeBeside(key, corner);
    this.chart.gesture = false;
    this.chart.follow();
    this.say("");
  }

  /** The number beside a slider: its own in full until it is moved. */
  write(key) {
    const { start, value } = this.sliders.get(key);
    const input = sliderInput(key);
    writeBeside(key, input.value === start ? value : String(Number(input.value)));
  }

  say(text) {
    this.said.textContent = text.replaceAll("-", "−");
  }
}

/** The picture, begun once the page is there. */
export const page = new LivePage(document.querySelector(".gradlab"), hostedByFile());
