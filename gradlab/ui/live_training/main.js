// The live training: one message of the server, of which the scrubber shows one step.

import { announcer } from "../browser/announcer.js";
import { host } from "../browser/host.js";
import { asksToUndo } from "../browser/keys.js";
import { bytesOf, inflated } from "../browser/message.js";
import { filled } from "../browser/numbers.js";
import { sliderInput } from "../browser/slider.js";
import { dress, themeOf } from "../browser/theme.js";
import { Code } from "./code.js";
import { Lanes } from "./lanes.js";
import { DRAW } from "./pictures.js";
import { Plot } from "./plot.js";
import { Question } from "./question.js";
import { Run } from "./run.js";
import { saveLanes } from "./saved_lanes.js";
import { Scrubber, SCRUBBER } from "./scrubber.js";
import { fateText, gradientText, longestTexts, placeText, stepText } from "./sentence.js";

export class LiveTraining {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`.gt-${name}`);
    this.announce = announcer(this.find("announced"));
    this.scrubber = new Scrubber(this.find, (step) => this.show(step));
    this.question = new Question(this.find("question"), () => this.answered());
    this.code = new Code(this.find("code"), this.find("gradient"));
    this.plots = [];
    this.seen = 0;
    const resized = new ResizeObserver(() => this.lanes && this.draw());
    for (const name of ["lanes", "pictures"]) resized.observe(this.find(name));
    this.pressing = (event) => this.pressed(event);
    document.addEventListener("keydown", this.pressing);
    this.stop = () => { resized.disconnect(); document.removeEventListener("keydown", this.pressing); };
  }

  /** A new message, or the old one in a new theme. */
  async receive(server, { message, step, bundle }) {
    this.server = server;
    this.own = step;
    this.bundle = bundle;
    if (message === this.message) {
      if (this.data && themeOf(this.root) !== this.theme) this.draw();
      return;
    }
    this.message = message;
    const text = await inflated(bytesOf(message));
    if (message !== this.message) return; // meanwhile a newer one has come
    this.data = JSON.parse(text);
    this.run = new Run(this.data.run);
    this.beside = this.data.beside && new Run(this.data.beside);
    this.last = Math.max(this.run.steps, this.beside?.steps ?? 0);
    this.begin();
  }

  begin() {
    const { live } = this.data.texts;
    this.scrubber.label(live);
    this.scrubber.pause();
    this.find("unscaled").textContent = live.unscaled;
    this.find("loading").textContent = live.loading;
    this.find("lanes").setAttribute("aria-label", live.lanes);
    this.build();
    this.seen = this.data.question ? 0 : this.last;
    this.wait(this.data.question ? this.data : null);
    this.code.take(this.data);
    this.find("fate").hidden = !this.run.departure && !this.run.error;
    this.longest = longestTexts(this.run, this.data.texts);
    this.scrubber.begin(this.own, this.last);
    this.show(this.scrubber.step);
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

  /** Ask what will become of the run, whose future is hidden meanwhile; or, with nothing, do not. */
  wait(asked) {
    this.question.ask(asked, this.run.outcome);
    this.root.toggleAttribute("data-waiting", this.question.waiting);
  }

  /** A key wherever the focus is. */
  pressed(event) {
    const undo = asksToUndo(event);
    const play = event.key === " " && event.target === sliderInput(SCRUBBER);
    if (!undo && !play) return;
    event.preventDefault();
    if (play) this.scrubber.toggle();
    else host.undoButtons()[0]?.click();
  }

  chosen(step) {
    this.scrubber.pause();
    this.scrubber.go(Math.min(step, this.seen));
  }

  answered() {
    this.root.removeAttribute("data-waiting");
    this.keepRoom();
    this.scrubber.go(0);
    this.scrubber.toggle();
  }

  /** Show one step everywhere. */
  show(step) {
    if (!this.run) return;
    if (this.question.waiting && step > 0) return this.scrubber.go(0); // nothing is shown before it is guessed
    this.step = step;
    this.seen = Math.max(this.seen, step);
    const { texts } = this.data;
    const sentence = stepText(this.run, step, texts.sentence);
    this.find("step").textContent = placeText(this.run, step, texts.live);
    this.find("gradient").textContent = gradientText(this.run, step);
    this.find("sentence").textContent = sentence;
    this.find("fate").textContent = this.seen >= (this.run.departure?.step ?? this.run.steps) ? fateText(this.run, texts.sentence, texts.stages) : "";
    if (this.seen >= this.last) this.question.reveal();
    this.code.show(this.run, step);
    this.mark();
    this.announce(sentence);
  }

  mark() {
    this.lanes.show(this.step, this.seen, this.last - 1);
    for (const picture of this.plots) this.markPicture(picture);
  }

  markPicture({ kind, title, plot, caption, behind }) {
    if (!plot.place) return;
    const run = behind ? this.beside : this.run;
    DRAW[kind](plot, run, this.step, { behind: this.data.ground && this.beside, colours: this.look.colours });
    const keys = run.numbers.key_steps;
    caption.textContent = keys?.length ? `${title} · ${filled(this.data.texts.live.at, { step: keys[run.key(this.step)] })}` : title;
  }

  /** What is said of a step keeps the room of the longest, so that nothing below moves. */
  keepRoom() {
    for (const [name, text] of Object.entries(this.longest)) {
      const part = this.find(name);
      const [said, line] = [part.textContent, part.closest("p")];
      line.style.minHeight = "";
      part.textContent = text;
      line.style.minHeight = `${line.offsetHeight}px`;
      part.textContent = said;
    }
  }

  draw() {
    this.keepRoom();
    this.look = dress(this.root, this.find("lanes"), this.data.palette);
    this.theme = themeOf(this.root);
    this.lanes.draw(this.bundle, this.look, () => { this.find("loading").hidden = true; this.mark(); });
    for (const picture of this.plots) picture.plot.draw(this.bundle, this.look, () => this.markPicture(picture));
  }

  /** The lanes as a file, for what is shared. */
  save(format, named) {
    return saveLanes(this, format, named);
  }

  giveUp(error) {
    console.error(error);
    this.root.dataset.unavailable = "true";
    this.server.state("unavailable", true);
  }

  dispose() {
    this.scrubber.dispose();
    this.stop();
    this.lanes?.dispose();
    for (const { plot } of this.plots) plot.dispose();
  }
}
