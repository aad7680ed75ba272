// A second loss over the same axis: its curve, its tangent at the same position, and its numbers.

import { made } from "../../browser/dom.js";
import { filled, signed, written } from "../../browser/numbers.js";
import { keepForms, keepRoom, slotted } from "../room.js";
import { VIEWS } from "../views.js";
import { SecondCurve } from "./second_curve.js";

VIEWS.compare = class {
  constructor(chart) {
    this.curve = new SecondCurve(chart);
    this.name = made("h4", "");
    this.printed = made("p", "");
    this.said = made("p", "");
    this.card = made("div", "gl-card gl-second-card", this.name, slotted(this.printed, "gl-second-grad"), slotted(this.said));
    chart.find("cards").append(this.card);
  }

  take(frame, { loss, printed, moved_by: movedBy }, words) {
    Object.assign(this, { texts: printed, movedBy, words });
    this.curve.take(frame, "compare", loss);
    const { tensor, gradientName } = frame.at(frame.ownRow);
    this.name.textContent = loss;
    keepRoom(this.printed, printed.map((text) => `${tensor}.grad  ${text}`));
    keepForms(this.said, words, ["said", "kink"], { gradient: gradientName });
  }

  /** What both losses have moves the second curve, too; that one is not here. */
  member({ parameter }) {
    return !this.movedBy.includes(parameter);
  }

  traces(look) {
    return [this.curve.loss(look)];
  }

  derivatives(look) {
    return [this.curve.derivative(look)];
  }

  labels(look, axes) {
    return [this.curve.label(look, axes)];
  }

  show({ index, tensor, gradientName }) {
    const { loss, slope, left, right, kink } = this.curve.at(index);
    this.printed.textContent = `${tensor}.grad  ${this.texts[index]}`;
    const form = kink ? "kink" : "said";
    this.said.textContent = filled(this.words[form], {
      loss: written(loss), slope: signed(slope), gradient: gradientName, left: signed(left, 4), right: signed(right, 4),
    });
  }

  mark(scale, row) {
    this.curve.mark(scale, row);
  }

  saved(scale, row, look) {
    return this.curve.saved(scale, row, look);
  }

  dispose() {
    this.curve.dispose();
    this.card.remove();
  }
};
