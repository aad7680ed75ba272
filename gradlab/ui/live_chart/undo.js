// What the reader has changed, in order, to be undone one by one. A move of a slider of which the server does not hear is
// kept and undone here, and nothing is sent. Of any other change the server keeps the state before it, and here stands
// that there was one: it is undone by the stock button.

import { host } from "../browser/host.js";
import { asksToUndo } from "../browser/keys.js";
import { canStandAt, commitSlider, moveSlider, MOVING_KEYS, sliderInput, sliderKeyOf } from "../browser/slider.js";

const MOST_CHANGES = 20;
const PAUSE = 1000; // ms after which the next arrow key is a change of its own

export class Changes {
  constructor(chart) {
    this.chart = chart;
    this.list = [];
    this.gesture = 0;
    this.hands = new Map(); // what the reader is about to move, by key, with what each says before
  }

  /** Something was touched by the reader, and not by this program. Only what moves under their hand is a change. */
  touched({ type, target, key, isTrusted }) {
    if (!isTrusted || this.undoing || !this.chart.base) return;
    const byKey = MOVING_KEYS.test(key);
    const goesOn = byKey && this.byKey && performance.now() - this.movedAt < PAUSE;
    if (type !== "focusin") {
      this.byKey = byKey;
      if (!goesOn) this.gesture += 1;
    }
    this.hold(sliderKeyOf(target, this.keys));
  }

  /** The sliders whose moves are undone here: those of which the server does not hear, and in a file, where there is none, all. */
  get keys() {
    const { quiet, undone = quiet } = this.chart.base.data;
    return undone;
  }

  /** Sliders are about to be moved by the reader: one, or on the map two at once. */
  hold(...keys) {
    this.hands = new Map(keys.filter((key) => key && sliderInput(key)).map((key) => [key, this.valueOf(key)]));
  }

  /** What a slider says: an element's in full, off the grid too, which the address has and its input rounds. */
  valueOf(key) {
    const { value, step } = sliderInput(key);
    const said = key in this.chart.base.data.sliders && host.inAddress(key);
    return said && Math.abs(Number(said) - Number(value)) <= 0.51 * Number(step) ? said : value;
  }

  /** A slider has moved. A whole drag is one change, and so are arrow keys that follow each other. */
  moved(input) {
    const key = sliderKeyOf(input, this.keys);
    if (!this.hands.has(key)) return;
    this.movedAt = performance.now();
    const last = this.list.at(-1);
    const same = last?.gesture === this.gesture && [...last.moves.keys()].every((other) => this.hands.has(other));
    if (!same) this.add({ gesture: this.gesture, moves: new Map([[key, this.hands.get(key)]]) });
    else if (!last.moves.has(key)) last.moves.set(key, this.hands.get(key));
  }

  /** A message has come: the server may have kept a change, or several of an earlier visit to the page. */
  receive({ changes, kept }) {
    const fresh = this.seen === undefined ? kept : changes - this.seen;
    this.seen = changes;
    for (let count = 0; count < fresh; count += 1) this.add({});
    let lost = this.list.filter((change) => !change.moves).length - kept; // the server is another since
    this.list = this.list.filter((change) => change.moves || lost-- <= 0);
    this.show();
  }

  add(change) {
    this.list = [...this.list, change].slice(-MOST_CHANGES);
    this.show();
  }

  show() {
    for (const button of host.undoButtons()) button.disabled = !this.list.length;
  }

  undo() {
    const change = this.list.pop();
    if (!change) return;
    this.hands = new Map();
    const moves = [...(change.moves ?? [])];
    const stays = moves.some(([key]) => key === this.chart.frame.key); // the curve, if its element is among the moved ones
    for (const [key, from] of moves) this.putBack(key, from, stays);
    if (!change.moves) host.undoButtons()[0]?.click();
    this.show();
  }

  /** Move a slider back. What is off its grid only the server can put there. */
  putBack(key, from, stays) {
    if (!canStandAt(key, Number(from))) {
      if (key === this.chart.frame.key) this.chart.gesture = false; // the server's own value counts again
      return this.chart.server.trigger("undone", `${key} ${from}`);
    }
    this.undoing = true; // the page gives the slider the focus
    moveSlider(key, Number(from));
    if (stays || !this.chart.base.data.elements.some((element) => element.key === key)) this.chart.commit([key]);
    else commitSlider(key);
    setTimeout(() => { this.undoing = false; });
  }

  pressed(event) {
    if (!asksToUndo(event)) return;
    event.preventDefault();
    this.undo();
  }

  /** The stock button is pressed: by the reader, who may mean a change that is kept here, or by this program. */
  clicked(event) {
    if (!event.isTrusted || !(event.target instanceof Element) || !host.undoes(event.target)) return;
    event.stopPropagation();
    this.undo();
  }
}
