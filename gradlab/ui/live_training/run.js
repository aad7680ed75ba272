// A run as it was sent: its numbers, found by step.

import { bytesOf, unpack } from "../browser/message.js";

export class Run {
  constructor({ names, base64, columns, layers, steps, epoch, outcome, departure, error }) {
    this.columns = columns;
    this.layers = layers;
    this.steps = steps;
    this.epoch = epoch;
    this.outcome = outcome;
    this.departure = departure;
    this.error = error;
    this.numbers = unpack(names, bytesOf(base64));
  }

  /** The numbers of one step in a table that has a row for each, or nothing after the last. */
  row(name, step) {
    const width = this.columns.length;
    return step < this.numbers[name].length / width ? this.numbers[name].subarray(step * width, (step + 1) * width) : null;
  }

  /** A number of one step, or nothing after the last. */
  at(name, step) {
    return this.numbers[name]?.[step];
  }

  /** The last key step that is not after this one, by its place among the key steps. */
  key(step) {
    const keys = this.numbers.key_steps;
    let found = 0;
    while (found + 1 < keys.length && keys[found + 1] <= step) found += 1;
    return found;
  }

  /** The part of a column that belongs to one key step. */
  ofKey(name, key) {
    const size = this.numbers[name].length / this.numbers.key_steps.length;
    return this.numbers[name].subarray(key * size, (key + 1) * size);
  }
}
