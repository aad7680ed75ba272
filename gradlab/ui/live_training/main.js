// The live training: one message of the server, of which the scrubber shows one step.

import { announcer } from "../browser/announcer.js";
import { host } from "../browser/host.js";
import { filled } from "../browser/numbers.js";
import { dress, themeOf } from "../browser/theme.js";
import { Code } from "./code.js";
import { Lanes } from "./lanes.js";
import { DRAW } from "./pictures.js";
import { Plot } from "./plot.js";
import { Question } from "./question.js";
import { Run } from "./run.js";
import { Scrubber } from "./scrubber.js";
import { fateText, gradientText, stepText } from "./sentence.js";

const ADDRESS_AFTER = 300; // ms after the last movement

export class LiveTraining {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`.gt-${name}`);
    this.announce = announcer(this.find("announced"));
    this.scrubber = new Scrubber(this.find, (step) => this.show(step));
    this.question = new Question(this.find("question"), () => this.answered());
    this.code = new Code(this.find("code"));
    this.plots = [];
    this.seen = 0;
    const resized = new ResizeObserver(() => this.lanes && this.draw());
    for (const name of ["lanes", "pictures"]) resized.observe(this.find(name));
    this.stop = () => resized.disconnect();
  }

  /** A new message, or the old one in a new theme. */
  receive(server, { message, bundle }) {
    this.server = server;
    this.bundle = bundle;
    if (message === this.message) {
      if (themeOf(this.root) !== this.theme) this.draw();
      return;
    }
    const first = !this.message;
    this.message = message;
    this.data = JSON.parse(message);
    this.run = new Run(this.data.run);
    this.beside = this.data.beside && new Run(this.data.beside);
    this.last = Math.max(this.run.steps, this.beside?.steps ?? 0);
    this.begin(first);
  }

  begin(first) {
    const { live } = this.data.texts;
    this.scrubber.label(live);
    this.scrubber.pause();
    this.find("unscaled").textContent = live.unscaled;
    this.find("loading").textContent = live.loading;
    this.find("lanes").setAttribute("aria-label", live.lanes);
    this.build();
    const asked = first ? host.inAddress("step") : null;
    const hidden = this.data.question && asked === null;
    this.seen = hidden ? 0 : this.last;
    this.question.ask(hidden ? this.data : null, this.run.outcome);
    this.code.take(this.data);
    this.scrubber.go(asked === null ? 0 : Number.parseInt(asked, 10) || 0, this.last);
    this.draw();
  }

  /** Make the areas of the pictures; the lanes stay where they are. */
  build() {
    for (const { plot } of this.plots) plot.dispose();
    this.lanes?.dispose();
    const failed = (error) => this.giveUp(error);
    const titles = this.data.pictures.map(({ title, kind }) => {
      const figure = document.createElement("figure");
      figure.className = `gt-picture gt-of-${kind}`;
      const area = figure.appendChild(document.createElement("div"));
      area.className = "gt-plot";
      area.setAttribute("role", "img");
      area.setAttribute("aria-label", title);
      const caption = figure.appendChild(document.createElement("figcaption"));
      return { figure, area, caption };
    });
    this.find("pictures").replaceChildren(...titles.map(({ figure }) => figure));
    this.plots = this.data.pictures.map((picture, index) => ({ ...picture, plot: new Plot(titles[index].area, picture.figure, failed), caption: titles[index].caption }));
    this.lanes = new Lanes(this.find("lanes"), this.data.lanes, failed, (step) => this.chosen(step));
  }

  chosen(step) {
    this.scrubber.pause();
    this.scrubber.go(Math.min(step, this.seen));
  }

  answered() {
    this.scrubber.go(0);
    this.scrubber.toggle();
  }

  /** Show one step everywhere. */
  show(step) {
    if (!this.run) return;
    if (this.question.waiting && step > 0) { // nothing is shown before it is guessed
      this.scrubber.range.value = "0";
      return;
    }
    this.step = step;
    this.seen = Math.max(this.seen, step);
    const { texts } = this.data;
    const sentence = stepText(this.run, step, texts.sentence);
    this.find("step").textContent = filled(texts.live.step, { step, steps: this.run.steps });
    this.find("gradient").textContent = gradientText(this.run, step);
    this.find("sentence").textContent = sentence;
    this.scrubber.range.setAttribute("aria-valuetext", sentence);
    this.find("fate").textContent = this.seen >= (this.run.departure?.step ?? this.run.steps) ? fateText(this.run, texts.sentence, texts.stages) : "";
    if (this.seen >= this.last) this.question.reveal();
    this.code.show(this.run, step);
    this.mark();
    this.announce(sentence);
    this.settle();
  }

  mark() {
    this.lanes.show(this.step, this.seen, this.last - 1);
    for (const picture of this.plots) this.markPicture(picture);
  }

  markPicture({ kind, title, plot, caption }) {
    if (!plot.place) return;
    const behind = this.data.ground && this.beside;
    DRAW[kind](plot, this.run, this.step, { behind, colours: this.look.colours });
    const keys = this.run.numbers.key_steps;
    caption.textContent = keys?.length ? `${title} · ${filled(this.data.texts.live.at, { step: keys[this.run.key(this.step)] })}` : title;
  }

  draw() {
    this.look = dress(this.root, this.find("lanes"), this.data.palette);
    this.theme = themeOf(this.root);
    this.lanes.draw(this.bundle, this.look, () => { this.find("loading").hidden = true; this.mark(); });
    for (const picture of this.plots) picture.plot.draw(this.bundle, this.look, () => this.markPicture(picture));
  }

  /** The address says which step is shown, once the scrubber rests. Nothing is sent. */
  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => host.putInAddress("step", this.step > 0 ? String(this.step) : ""), ADDRESS_AFTER);
  }

  giveUp(error) {
    console.error(error);
    this.root.dataset.unavailable = "true";
    this.server.state("unavailable", true);
  }

  dispose() {
    clearTimeout(this.settling);
    this.scrubber.dispose();
    this.stop();
    this.lanes?.dispose();
    for (const { plot } of this.plots) plot.dispose();
  }
}
