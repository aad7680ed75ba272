// The question before the run: what will become of it? The answers are the outcomes there can be. What to look at is
// said after the answer.

import { made } from "../browser/dom.js";
import { filled } from "../browser/numbers.js";

export class Question {
  constructor(area, answered) {
    this.area = area;
    this.answered = answered;
    this.waiting = false;
    this.guess = "";
    this.texts = null;
    this.look = "";
    this.outcome = "";
  }

  /** Ask about a run, or, with nothing, ask nothing. */
  ask(data, outcome) {
    this.waiting = Boolean(data);
    this.guess = "";
    this.area.hidden = !data;
    if (!data) return;
    this.texts = data.texts;
    this.look = data.look;
    this.outcome = outcome;
    this.say(this.texts.live.question);
    this.area.querySelector(".gt-look").replaceChildren();
    this.area.querySelector(".gt-answers").replaceChildren(...data.outcomes.map((name) => this.button(name)));
  }

  say(text) {
    this.area.querySelector("p").textContent = text;
  }

  button(name) {
    const button = made("button", "", this.texts.guesses[name]);
    button.type = "button";
    button.onclick = () => this.answer(name);
    return button;
  }

  answer(name) {
    this.guess = name;
    this.waiting = false;
    this.area.querySelector(".gt-answers").replaceChildren();
    this.area.querySelector(".gt-look").replaceChildren(...withCode(this.look));
    this.say(filled(this.texts.live.guessed, { guess: this.texts.guesses[name] }));
    this.answered();
  }

  /** The run has been seen to its end: say whether it was so. */
  reveal() {
    if (!this.guess || this.area.hidden) return;
    const { live, guesses, outcomes } = this.texts;
    const [sign, text] = this.guess === this.outcome ? ["✓", live.right] : ["✗", live.wrong];
    this.say(`${sign} ${filled(text, { guess: guesses[this.guess], outcome: outcomes[this.outcome] })}`);
  }
}

/** A text of the words with its `code` as such. */
function withCode(text) {
  return text.split("`").map((part, index) => (index % 2 ? made("code", "", part) : part));
}
