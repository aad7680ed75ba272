// The question before the run: what will become of it? The answers are the outcomes there can be.

import { filled } from "../browser/numbers.js";

export class Question {
  constructor(area, answered) {
    this.area = area;
    this.answered = answered;
    this.waiting = false;
  }

  /** Ask about a run, or, with nothing, ask nothing. */
  ask(data, outcome) {
    this.waiting = Boolean(data);
    this.area.hidden = !data;
    if (!data) return;
    const { live, outcomes, guesses } = data.texts;
    Object.assign(this, { live, outcomes, guesses, outcome, guess: "" });
    this.area.querySelector("p").textContent = live.question;
    this.area.querySelector(".gt-answers").replaceChildren(...data.outcomes.map((name) => this.button(name)));
  }

  button(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = this.guesses[name];
    button.onclick = () => this.answer(name);
    return button;
  }

  answer(name) {
    this.guess = name;
    this.waiting = false;
    this.area.querySelector(".gt-answers").replaceChildren();
    this.area.querySelector("p").textContent = filled(this.live.guessed, { guess: this.guesses[name] });
    this.answered();
  }

  /** The run has been seen to its end: say whether it was so. */
  reveal() {
    if (!this.guess || this.area.hidden || this.waiting) return;
    const right = this.guess === this.outcome;
    this.area.querySelector("p").textContent = `${right ? "✓" : "✗"} ${filled(right ? this.live.right : this.live.wrong, { guess: this.guesses[this.guess], outcome: this.outcomes[this.outcome] })}`;
  }
}
