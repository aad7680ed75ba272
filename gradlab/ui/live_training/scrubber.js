// The scrubber: which step is shown, by hand, by key, or playing.

const WHOLE = 8000; // ms that a run takes to play at the usual speed
const SLOWEST = 400; // ms a step
const SPEEDS = [1, 2, 4, 0.5];

export class Scrubber {
  constructor(find, moved) {
    this.range = find("range");
    this.buttons = { back: find("back"), play: find("play"), next: find("next"), speed: find("speed") };
    this.moved = moved;
    this.speed = 0;
    this.range.oninput = () => { this.pause(); this.moved(this.step); };
    this.range.onkeydown = (event) => this.pressed(event);
    this.buttons.play.onclick = () => this.toggle();
    this.buttons.back.onclick = () => this.by(-1);
    this.buttons.next.onclick = () => this.by(1);
    this.buttons.speed.onclick = () => this.faster();
  }

  get step() {
    return Number(this.range.value);
  }

  get last() {
    return Number(this.range.max);
  }

  label(texts) {
    this.texts = texts;
    this.range.setAttribute("aria-label", texts.scrubber);
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

  /** Put the handle somewhere; the pictures follow. */
  go(step, last = this.last) {
    this.range.max = String(last);
    this.range.value = String(Math.min(Math.max(step, 0), last));
    this.moved(this.step);
  }

  by(steps) {
    this.pause();
    this.go(this.step + steps);
  }

  pressed(event) {
    if (event.key !== " ") return;
    event.preventDefault();
    this.toggle();
  }

  toggle() {
    if (this.timer) return this.pause();
    if (this.step >= this.last) this.go(0);
    this.playedFrom = this.step;
    this.startedAt = performance.now();
    const pace = Math.min(SLOWEST, WHOLE / Math.max(this.last, 1)) / SPEEDS[this.speed];
    const tick = (now) => {
      const step = Math.min(this.last, this.playedFrom + Math.floor((now - this.startedAt) / pace));
      if (step !== this.step) this.go(step);
      this.timer = step < this.last ? requestAnimationFrame(tick) : 0;
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
  }
}
