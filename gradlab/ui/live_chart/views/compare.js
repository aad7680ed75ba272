// A second loss over the same axis: its curve, its tangent at the same position, and its numbers.

import { made } from "../../browser/dom.js";
import { filled, signed, written } from "../../browser/numbers.js";
import { keepForms, keepRoom, slotted } from "../room.js";
import { VIEWS } from "../views.js";
import { SecondCurveView } from "./second_curve.js";

VIEWS.compare = class extends SecondCurveView {
  constructor(chart) {
    const [name, printed, said] = [made("h4", ""), made("p", ""), made("p", "")];
    super(chart, "gl-second-card", name, slotted(printed, "gl-second-grad"), slotted(said));
    Object.assign(this, { name, printed, said });
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

  show({ index, tensor, gradientName }) {
    const { loss, slope, left, right, kink } = this.curve.at(index);
    this.printed.textContent = `${tensor}.grad  ${this.texts[index]}`;
    const form = kink ? "kink" : "said";
    this.said.textContent = filled(this.words[form], {
      loss: written(loss), slope: signed(slope), gradient: gradientName, left: signed(left, 4), right: signed(right, 4),
    });
  }
};
