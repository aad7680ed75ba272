// The scrubber: which step is shown, by the slider's own hand or key, by the buttons beside it, or playing.

import { host } from "../browser/host.js";
import { commitSlider, moveSlider, sliderInput } from "../browser/slider.js";

export const SCRUBBER = "t_step";
const WHOLE = 8000; // ms that a run takes to play at the usual speed
const SLOWEST = 400; // ms a step
const SPEEDS = [1, 2, 4, 0.5];
const COMMIT_AFTER = 300; // ms after the last movement that was not the slider's own

export class Scrubber {
  constructor(find, moved) {
    this.buttons = { back: find("back"), play: find("play"), next: find("next"), speed: find("speed") };
    this.moved = moved;
    this.speed = 0;
    this.step = 0;
    this.last = 0;
    this.buttons.play.onclick = () => this.toggle();
    this.buttons.back.onclick = () => this.by(-1);
    this.buttons.next.onclick = () => this.by(1);
    this.buttons.speed.onclick = () => this.faster();
    this.stop = host.watchSliders((input) => this.followed(input));
  }

  label(texts) {
    this.texts = texts;
    for (const [name, sign] of [["back", "◀"], ["next", "▶"]]) {
      this.buttons[name].textContent = sign;
      this.buttons[name].setAttribute("aria-label", texts[name]);
    }
    this.showPlaying();
  }

  showPlaying() {
    const { play, speed } = this.buttons;
    play.textContent = this.timer ? "❚❚" : "▶▶";
    play.setAttribute("aria-label", this.timer ? this.texts.pause : this.texts.play);
    speed.textContent = `×${SPEEDS[this.speed]}`;
    speed.setAttribute("aria-label", `${this.texts.speed} ×${SPEEDS[this.speed]}`);
  }

  /** Where the slider stands now: it may have been moved before it could be followed. */
  begin(step, last) {
    this.last = last;
    this.step = Math.min(Number(sliderInput(SCRUBBER)?.value ?? step), last);
  }

  /** The slider has moved: by its reader, or because it was moved here. */
  followed(input) {
    const step = Math.min(Number(input.value), this.last);
    if (input !== sliderInput(SCRUBBER) || step === this.step) return;
    this.pause();
    this.step = step;
    this.moved(step);
  }

  /** Put the handle somewhere; the pictures follow. */
  go(step) {
    this.step = Math.min(Math.max(step, 0), this.last);
    moveSlider(SCRUBBER, this.step);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.commit(), COMMIT_AFTER);
    this.moved(this.step);
  }

  /** The slider's own state follows, which the server is told with the next message; the focus stays where it is. */
  commit() {
    if (this.timer) return;
    const focused = document.activeElement;
    commitSlider(SCRUBBER);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }

  by(steps) {
    this.pause();
    this.go(this.step + steps);
  }

  toggle() {
    if (this.timer) return this.pause();
    if (this.step >= this.last) this.go(0);
    this.playedFrom = this.step;
    this.startedAt = performance.now();
    const pace = Math.min(SLOWEST, WHOLE / Math.max(this.last, 1)) / SPEEDS[this.speed];
    const tick = (now) => {
      const step = Math.min(this.last, this.playedFrom + Math.max(0, Math.floor((now - this.startedAt) / pace)));
      this.timer = step < this.last ? requestAnimationFrame(tick) : 0;
      if (step !== this.step) this.go(step);
      if (!this.timer) this.showPlaying();
    };
    this.timer = requestAnimationFrame(tick);
    return this.showPlaying();
  }

  pause() {
    cancelAnimationFrame(this.timer);
    this.timer = 0;
    this.showPlaying();
  }

  faster() {
    this.pause();
    this.speed = (this.speed + 1) % SPEEDS.length;
    this.showPlaying();
  }

  dispose() {
    cancelAnimationFrame(this.timer);
    clearTimeout(this.settling);
    this.stop();
  }
}
