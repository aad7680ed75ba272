// A parameter of the loss, or a number that is held, such as a data point's: the parameters of the families of curves.
// When its slider is touched the server sends the curves for all its values; while it moves they are looked up, as rows
// are while an element moves.

import { unpack } from "../browser/message.js";
import { extentOf } from "../browser/numbers.js";
import { MOVING_KEYS, sliderInput, sliderKeyOf } from "../browser/slider.js";
import { measured } from "./rows.js";

/** The frame at another value of a parameter. Its own row is like any other; of those beside it there is the curve. */
function memberFrame(base, family, index) {
  const { width, active, ownRow, place, gridCount, companions } = base;
  const row = (column) => column.subarray(index * gridCount, (index + 1) * gridCount);
  const [losses, slopes] = [row(family.numbers.losses), row(family.numbers.slopes)];
  const companion = family.numbers.companion.subarray(index * companions, (index + 1) * companions);
  const own = { ...place(ownRow), ...measured(family, index, width, active), companion };
  return {
    ...base, parameter: family.key, formula: family.formula, largest: family.numbers.largest[index],
    data: { ...base.data, printed: family.printed, program: family.programs[index], kinks: family.kinks[index], not_the_slope: [] },
    at: (at) => (at === ownRow ? own : { ...place(at), loss: losses[at], slope: slopes[at] }),
    curve: () => ({ x: base.curve().x, y: losses }),
    outline: () => ({ x: base.curve().x, y: losses }), // of a loss with a parameter: none of them jumps
    slopes: () => slopes,
    steepest: family.steepest ??= extentOf(family.numbers.slopes),
  };
}

/** The parameters' sliders: has their curves sent, and says at which of them the chart stands. */
export class ParameterSliders {
  constructor(chart) {
    this.chart = chart;
    this.moves = new Map(); // by parameter, and null for all other sliders
  }

  /** How often another slider has moved: curves asked for before that are none of now. */
  movesBut(key) {
    return [...this.moves].reduce((sum, [other, count]) => (other === key ? sum : sum + count), 0);
  }

  /** The parameter whose slider an event's target is part of. */
  keyOf(target) {
    return sliderKeyOf(target, Object.keys(this.chart.base?.data.families ?? {}));
  }

  /** Something of the page was touched. What moves after it, is moved by the reader only if it is this. */
  touched({ type, target, key: pressed }) {
    const key = this.keyOf(target);
    if (this.chart.committing) return;
    if (type !== "focusin") this.held = type === "pointerdown" || MOVING_KEYS.test(pressed) ? key : null;
    this.want(key);
  }

  /** The reader takes hold of a parameter elsewhere than at its slider. */
  hold(key) {
    this.held = key;
    this.want(key);
  }

  /** Have a parameter's curves sent, unless they are here or on their way. */
  want(key) {
    const { base, root } = this.chart;
    if (!(key in (base?.data.families ?? {})) || key === this.asked || this.isHere(key) || root.dataset.unavailable) return;
    this.asked = key;
    this.askedAfter = this.movesBut(key);
    this.chart.asking.bring(this.chart.frame.key, key);
  }

  /** The server has answered, though it need not be this. */
  receive(part) {
    if (part && part.text !== this.text) {
      const data = JSON.parse(part.text);
      this.family = { ...data, numbers: unpack(data.names, part.bytes), after: this.askedAfter };
    }
    this.text = part?.text;
    this.asked = null;
  }

  /** Whether the curves of a parameter are here, for everything else as it is now. */
  isHere(key) {
    const { family, chart } = this;
    return family?.key === key && family.after === this.movesBut(key) && family.of === chart.base.data.families[key]?.of;
  }

  /** A slider has moved. Returns whether that turns the chart to another of the curves. */
  moved(input) {
    const key = this.keyOf(input);
    this.moves.set(key, (this.moves.get(key) ?? 0) + 1);
    if (key) this.moving ||= key === this.held;
    return key !== null;
  }

  /** A message has come: what the server says of a value that it has taken over goes before what its slider says. */
  take(before, { data: { families } }) {
    for (const [key, { value, step }] of Object.entries(families)) {
      const taken = value !== before?.data.families[key]?.value;
      if (taken && Math.abs(Number(sliderInput(key)?.value) - value) <= 0.51 * step) this.moving = false;
    }
  }

  /** The server's frame, or the one at the value to which the reader has moved a parameter since. */
  frameOf(base) {
    const { family } = this;
    if (!this.moving || !family || !this.isHere(family.key)) return base;
    const { values } = family.numbers;
    const value = Number(sliderInput(family.key).value);
    const index = Math.min(Math.max(Math.round((value - values[0]) / (values[1] - values[0])), 0), values.length - 1);
    if (values[index] === Number(base.data.families[family.key].value)) return base;
    if (this.shown?.base !== base || this.shown.family !== family || this.shown.index !== index) {
      this.shown = { base, family, index, frame: memberFrame(base, family, index) };
    }
    return this.shown.frame;
  }
}
