// What the chart asks the server for: another element's curve, the curve where a slider has been released, the curves of
// a parameter. All these need is the experiment, which the server tells, and where the sliders stand: it answers at a
// route of its own (route.js), and no page is run. Where there is no such route a message is sent instead, and the chart
// is drawn by a run of the page's fragment.

import { host } from "../browser/host.js";
import { commitSlider, moveSlider, sliderInput, sliderKeyOf } from "../browser/slider.js";
import { Route } from "./route.js";

const SETTLED_AFTER = 200; // ms after a message, in which the page moves the sliders that the server has given a value

export class Asking {
  constructor(chart) {
    this.chart = chart;
    this.route = new Route();
    this.pressed = false;
  }

  dispose() {
    clearTimeout(this.settling);
  }

  /** Whether the server answers without a run of the page. */
  get byRoute() {
    const { told, base } = this.chart;
    return Boolean(told?.route && base?.data.open) && !this.route.failed;
  }

  get keys() {
    return this.chart.frame?.data.elements.map((element) => element.key) ?? [];
  }

  /** The mouse comes over another element's slider: have its curve before it is pressed. */
  approached({ target, buttons, pointerType }) {
    const { frame } = this.chart;
    if (!frame || buttons || pointerType !== "mouse" || this.wanted || !this.byRoute) return;
    const key = sliderKeyOf(target, this.keys);
    if (key && key !== frame.key) this.keep(key);
  }

  /** What has come before is none of now once a slider has moved. */
  async keep(key) {
    const query = this.query(key);
    if (this.ahead?.query === query) return;
    this.ahead = { query };
    const { ahead } = this;
    ahead.parts = await this.route.answer(this.chart.told.route, query);
  }

  /** Show another element's curve. The page keeps which it is, to be told with whatever it is told next. */
  choose(key) {
    const { chart, ahead } = this;
    if (key === chart.frame.key || key === this.wanted) return;
    this.wanted = key;
    const here = this.byRoute && ahead?.parts && ahead.query === this.query(key);
    moveSlider("at", this.keys.indexOf(key));
    commitSlider("at");
    host.putInAddress("at", key);
    if (here) chart.arrived(ahead.parts);
    else this.bring(key);
  }

  /** Have the curve of an element as the sliders stand, and the curves of a parameter. One at a time; the last wish counts. */
  async bring(at, over) {
    this.wish = { at, over };
    if (this.busy) return;
    this.busy = true;
    while (this.wish && !this.chart.disposed) await this.grant();
    this.busy = false;
    if (!this.chart.disposed) this.catchUp();
  }

  async grant() {
    const { chart, wish: { at, over } } = this;
    this.wish = null;
    const parts = this.byRoute && (await this.route.answer(chart.told.route, this.query(at, over)));
    if (chart.disposed || (this.wish && this.wish.at !== at)) return;
    if (parts) return chart.arrived(parts, over);
    const tell = () => this.tell(over ? "approached" : "touched", over ?? at);
    if ("route" in chart.told) setTimeout(tell); // once the sliders have been committed to the server
    else tell(); // a file has all of it at hand
  }

  /** Tell the server, which runs the fragment; not the same again before it has answered. */
  tell(how, key) {
    const told = JSON.stringify([how, key, this.elsewhere()]);
    if (told === this.told || this.chart.disposed) return;
    this.told = told;
    this.chart.ask(how, key);
  }

  /** The reader holds something, or lets go. */
  hold(pressed) {
    this.pressed = pressed;
    if (!pressed) setTimeout(() => this.chart.disposed || this.catchUp()); // once the slider has been released, too
  }

  /** A message has come, though it may say what is shown already. */
  answered() {
    this.told = null;
  }

  /** It is shown: what it says of the sliders counts until they are moved. */
  heard() {
    this.said = this.chart.base.data.sliders;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.settling = null;
      this.catchUp();
    }, SETTLED_AFTER);
  }

  /** Have what is shown follow the sliders, once for each place where they stand: whatever comes, there is no end otherwise. */
  catchUp() {
    const { base, frame, root } = this.chart;
    if (!base || this.pressed || this.busy || this.settling || root.dataset.unavailable) return;
    const behind = JSON.stringify(this.elsewhere((key) => key !== base.key));
    if (behind === this.caughtUp) return;
    this.caughtUp = behind;
    if (behind !== "{}") this.bring(this.wanted ?? frame.key);
  }

  /** Where sliders stand that have been moved since, and of which nobody else tells the server. */
  elsewhere(counts = (key) => Boolean(key)) {
    const { sliders, quiet } = this.chart.base.data;
    const keys = Object.keys(sliders).filter((key) => quiet.includes(key) && counts(key));
    const given = (key) => [sliders, this.said ?? {}].filter((said) => key in said).map((said) => Number(said[key]));
    return Object.fromEntries(keys.map((key) => [key, standsAt(key, given(key))]).filter(([key, value]) => value !== Number(sliders[key])));
  }

  /** What a view shows at a row and at others around it; null where the server does not say it, or another curve has come. */
  async rows(view, row) {
    const { chart, chart: { base } } = this;
    const parts = this.byRoute && (await this.route.answer(chart.told.route, this.query(base.key, "", `${view}.${row}`)));
    if (parts) return chart.base === base ? JSON.parse(parts.rows.text) : null;
    this.tell("touched", base.key); // it says what is on screen
    return null;
  }

  /** What the route is asked: for the curve of an element, and with it those of a parameter, or for rows of a view. */
  query(at, over = "", rows = "") {
    const { base: { data }, told } = this.chart;
    const stands = rows ? {} : this.elsewhere(); // rows are those of the curve that is here
    const asked = { of: data.of, at, reach: data.reach, lang: told.language, views: data.open.join("."), ...data.values };
    if (Object.keys(stands).length) asked.stands = JSON.stringify(stands);
    if (over) asked.over = over;
    if (rows) asked.rows = rows;
    return new URLSearchParams(asked).toString();
  }
}

/** Where a slider stands: at one of the values it has been given, off its grid too, until it is moved. */
function standsAt(key, given) {
  const input = sliderInput(key);
  if (!input) return given[0];
  return given.find((value) => Math.abs(Number(input.value) - value) <= 0.51 * Number(input.step)) ?? Number(input.value);
}
