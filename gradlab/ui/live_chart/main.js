// The live chart: one frame of numbers from the server, one row of it on screen.

import { announcer } from "../browser/announcer.js";
import { made } from "../browser/dom.js";
import { host } from "../browser/host.js";
import { isSame } from "../browser/message.js";
import { PlotlyError } from "../browser/plotly.js";
import { commitSlider, moveSlider, MOVING_KEYS, sliderInput, sliderKeyOf } from "../browser/slider.js";
import { dress, themeOf } from "../browser/theme.js";
import { Asking } from "./asking.js";
import { wireButtons } from "./buttons.js";
import { ParameterSliders } from "./family.js";
import { labelChart, labelCurve } from "./labels.js";
import { LossPlot } from "./plot.js";
import { watchPointer } from "./pointer.js";
import { watchExactBox } from "./readout.js";
import { dataOf } from "./received.js";
import { newFrame } from "./rows.js";
import { savePicture } from "./saved_picture.js";
import { say } from "./said.js";
import { Changes } from "./undo.js";
import { closeFailed, markOld, openedViews, tried } from "./views.js";

export class LiveChart {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`.gl-${name}`);
    this.plot = new LossPlot(this, this.find("plot"));
    this.parameters = new ParameterSliders(this);
    this.changes = new Changes(this);
    this.asking = new Asking(this);
    this.views = new Map();
    this.own = { picture: { parts: [this.find("plot")] }, said: { parts: ["title", "readout", "sentence", "rest", "check"].map(this.find) } };
    this.announce = announcer(this.find("announced"));
    this.entitle = announcer(document.querySelector("title"));
    this.listen();
  }

  listen() {
    this.stops = [host.watchSliders((input) => this.sliderMoved(input))];
    const on = (target, type, handle, options) => {
      target.addEventListener(type, handle, options);
      this.stops.push(() => target.removeEventListener(type, handle, options));
    };
    for (const type of ["pointerdown", "focusin", "keydown"]) on(document, type, (event) => this.touched(event), true);
    on(document, "keydown", (event) => this.changes.pressed(event), true);
    for (const type of ["pointerdown", "pointerup", "pointercancel"]) on(window, type, (event) => event.isTrusted && this.asking.hold(type === "pointerdown"), true);
    on(document, "click", (event) => this.changes.clicked(event), true);
    on(document, "pointerover", (event) => this.asking.approached(event), true);
    on(document, "toggle", (event) => this.unfolded(event.target), true);
    const { plot } = this;
    const resized = new ResizeObserver(() => this.frame && plot.draw());
    resized.observe(plot.area);
    this.stops.push(() => resized.disconnect());
    watchPointer(plot.svg, this.find("press"), {
      to: (pixel) => this.moveTo(pixel),
      done: () => commitSlider(this.frame.key),
      zoom: (factor, pixel) => plot.zoomAt(factor, pixel),
    });
    const box = this.find("exact").querySelector("input");
    watchExactBox(box, () => this.row.literal, (text) => this.server.trigger("typed", text));
    wireButtons(this);
  }

  /** A new message, or the old one in a new theme. */
  receive(server, { family, now, ...message }) {
    this.server = server;
    this.asking.answered();
    this.changes.receive(JSON.parse(now.text));
    this.parameters.receive(family);
    const again = this.received && ["curve", "page", "state"].every((part) => isSame(message[part], this.received[part]));
    this.received = message;
    if (again) return this.again();
    this.take(message);
    this.asking.heard();
  }

  /** What was asked for at the route is here. */
  arrived({ curve, page, family }, over) {
    if (over) this.parameters.receive(family);
    this.take({ ...this.message, curve, page });
  }

  /** The same is received again for a new theme, and for what has already been drawn. */
  again() {
    if (themeOf(this.root) !== this.theme) this.plot.draw();
    this.follow();
  }

  /** Show what a message says: keep the axes and the zoom unless it is another loss or element. */
  take(message) {
    this.message = message;
    this.asking.wanted = null;
    const before = this.frame;
    const { data } = (this.base = this.frame = newFrame(dataOf(message)));
    this.told = window.gradlab.told; // see told.js
    this.words = this.told.words;
    this.parameters.take(before, this.base);
    if (before?.own !== this.frame.own || before?.key !== this.frame.key) this.gesture = false;
    this.plot.take(before, this.frame);
    this.dress();
    labelChart(this);
    this.views = openedViews(this, this.views, data);
    for (const part of [this.root, document.documentElement]) part.dataset.views = [...this.views.keys()].join(" ");
    for (const [name, view] of this.views) tried(this, view, () => view.take?.(this.frame, data.views[name], this.words.views[name]));
    this.markOld();
    this.unfolded(host.more());
    this.follow();
    this.plot.draw();
  }

  /** The reader has asked for axes that show everything. */
  refitted() {
    for (const view of this.views.values()) tried(this, view, () => view.refitted?.(this.frame));
  }

  /** The page's colours and type, which its parts wear and Plotly is told. */
  dress() {
    this.theme = themeOf(this.root);
    return dress(this.root, this.plot.plotly, this.told.palette);
  }

  /** Show the curve at another value of a parameter, or the server's own again; the axes hold. */
  turn(frame) {
    if (frame === this.frame) return;
    const further = this.frame.parameter && frame.parameter;
    this.frame = frame;
    this.plot.turn(frame, this.base);
    labelCurve(this);
    this.markOld();
    if (further) this.plot.reshape();
    else this.plot.draw();
  }

  /** What does not show the numbers of now is marked as old. */
  markOld() {
    markOld(this);
    document.documentElement.toggleAttribute("data-formula-old", this.frame !== this.base && Boolean(this.frame.formula));
  }

  /** Whether the numbers are hidden: they are not written into the page at all, where they could be read. */
  get secret() {
    return Boolean(this.root.dataset.secret);
  }

  /** Where views put what they say in numbers. */
  get cards() {
    return this.secret ? made("div", "") : this.find("cards");
  }

  /** The open views that show what the page shows. */
  get present() {
    return [...this.views.values()].filter((view) => !view.old);
  }

  sliderMoved(input) {
    this.changes.moved(input);
    this.asking.catchUp();
    if (this.parameters.moved(input) || input === sliderInput(this.frame.key)) this.follow();
    for (const view of this.views.values()) tried(this, view, () => view.slid?.(input));
  }

  /** Show the row the slider stands at. The server's own value is kept, off the grid too, until the reader moves. */
  follow() {
    const elsewhere = [...this.views.values()].map((view) => tried(this, view, () => view.elsewhere?.(this.base))).find(Boolean);
    this.turn(elsewhere ?? this.parameters.frameOf(this.base));
    const { numbers, own, ownRow, gridCount, key } = this.frame;
    const input = sliderInput(key);
    const value = input ? Number(input.value) : own;
    const step = numbers.step[0];
    const onGrid = Math.min(Math.max(Math.round((value - numbers.low[0]) / step), 0), gridCount - 1);
    const untouched = input?.disabled || (!this.gesture && Math.abs(value - own) <= 0.51 * step);
    this.show(untouched || this.frame.parameter ? ownRow : onGrid);
  }

  show(index) {
    this.row = this.frame.at(index);
    if (!this.frame.cut) say(this);
    for (const view of this.views.values()) if (!view.old || view.late) tried(this, view, () => view.show?.(this.row));
    this.plot.mark(this.row);
  }

  /** A view that fails is closed, and the page stands without it; only without Plotly does the stock chart take over. */
  failed(error, view) {
    console.error(error);
    if (view) closeFailed(this, view);
    else if (error instanceof PlotlyError) this.giveUp();
  }

  /** Leave the picture to the server's stock chart; the numbers stay live. */
  giveUp() {
    this.root.dataset.unavailable = "true";
    delete document.documentElement.dataset.views; // the stock chart stands alone
    this.server.state("unavailable", true);
  }

  /** The plot has been drawn, in its axes and size of now. */
  drawn() {
    this.find("loading").classList.add("gl-hidden");
    this.changes.show();
    this.find("scales").textContent = this.plot.sameScale ? this.words.chart.note_same : this.words.chart.note;
    this.find("same-scale").setAttribute("aria-pressed", String(this.plot.sameScale));
    this.reshaped();
  }

  /** The curve has another shape, in the same axes and size. */
  reshaped() {
    for (const view of this.views.values()) tried(this, view, () => view.drawn?.(this.plot));
    this.plot.mark(this.row);
  }

  /** Move the slider to the position nearest to a pixel of the plot. */
  moveTo(pixel) {
    const { low: [low], high: [high], step: [step] } = this.frame.numbers;
    this.moveToIndex(Math.round((Math.min(Math.max(this.plot.scale.toX(pixel), low), high) - low) / step));
  }

  /** Move the slider to one of its positions. */
  moveToIndex(index) {
    this.gesture = true;
    sliderInput(this.frame.key)?.focus({ preventScroll: true });
    this.changes.hold(this.frame.key);
    moveSlider(this.frame.key, this.frame.numbers.position[index]);
    this.follow();
  }

  /** Commit several sliders at once; the page gives each the focus, but nobody has touched it. */
  commit(keys) {
    this.committing = true;
    for (const key of keys) commitSlider(key);
    this.committing = false;
  }

  /** Go to a kink: one of the slider's positions, or between two of them a value like a typed one. */
  jump(literal) {
    const { position } = this.frame.numbers;
    const { gridCount, key } = this.frame;
    const index = position.subarray(0, gridCount).indexOf(Number(literal));
    if (index < 0) return this.server.trigger("typed", literal);
    this.gesture = true;
    this.changes.hold(key);
    moveSlider(key, position[index]);
    commitSlider(key);
    this.follow();
  }

  /** Something was touched: the active slider, which the reader now moves, or another element's, whose curve is wanted. */
  touched(event) {
    this.changes.touched(event);
    this.parameters.touched(event);
    const key = sliderKeyOf(event.target, this.frame?.data.elements.map((element) => element.key) ?? []);
    if (!key || this.committing) return;
    if (key !== this.frame.key) return this.choose(key);
    this.gesture ||= event.type === "pointerdown" || MOVING_KEYS.test(event.key);
    for (const view of this.present) tried(this, view, () => view.held?.());
  }

  /** The check belongs to what "More" holds: it is shown while that is open. */
  unfolded(details) {
    if (details && host.isMore(details)) this.root.dataset.more = details.open ? "open" : "";
  }

  choose(key) {
    this.asking.choose(key);
  }

  /** Ask the server for an element's curve. */
  ask(how, key) {
    this.server.state(how, `${key} ${performance.now()}`);
  }

  /** Let the reader save the picture as it stands, as "png" or "svg". */
  save(format, named) {
    return savePicture(this, format, named);
  }

  dispose() {
    this.disposed = true;
    this.asking.dispose();
    for (const stop of this.stops) stop();
    delete document.documentElement.dataset.labels;
    delete document.documentElement.dataset.views;
    document.documentElement.removeAttribute("data-formula-old");
    for (const view of this.views.values()) tried(this, view, () => view.dispose?.());
    this.plot.dispose();
  }
}
