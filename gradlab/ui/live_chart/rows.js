// One message of the server as rows.

import { typicalSize } from "../browser/numbers.js";
import { gapsOf, outlined } from "./breaks.js";

/** The server's message as rows: `at(index)` is everything the page shows at one position of the slider. */
export function newFrame(data) {
  const numbers = completed(data);
  const width = data.elements.length;
  const active = data.elements.findIndex(({ key }) => key === data.active);
  const { key, name, tensor } = data.elements[active];
  const gridCount = Math.round((numbers.high[0] - numbers.low[0]) / numbers.step[0]) + 1;
  const companions = numbers.companion.length / numbers.position.length;
  // What is not measured.
  const place = (index) => ({
    index, dtype: data.dtype, key, name, tensor, several: width > 1, gradientName: `${tensor}.grad${name.slice(tensor.length)}`,
    position: numbers.position[index], stored: numbers.stored[index], literal: data.literals[index], remark: data.remarks[index],
    companion: numbers.companion.subarray(index * companions, (index + 1) * companions),
  });
  const onGrid = (column) => column.subarray(0, gridCount);
  return {
    data, numbers, key, width, active, place, gridCount, companions, own: numbers.own[0], ownRow: numbers.row[0],
    at: (index) => ({ ...place(index), ...measured({ ...data, numbers }, index, width, active) }),
    curve: () => ({ x: onGrid(numbers.stored), y: onGrid(numbers.loss) }),
    outline() {
      return outlined(this.curve(), gapsOf({ ...data, numbers }), { x: numbers.finer_at, y: numbers.finer });
    },
    slopes: () => Float64Array.from({ length: gridCount }, (_, index) => numbers.gradients[index * width + active]),
    largest: typicalSize(numbers.gradients),
  };
}

/** The numbers with those that are not sent: the positions, which their literals say, and as the dtype rounds them. */
function completed({ numbers, literals, dtype }) {
  const position = Float64Array.from(literals, Number);
  const rounded = dtype === "float32" ? position.map(Math.fround) : position;
  return { ...numbers, position, stored: numbers.stored.length ? numbers.stored : rounded };
}

/** What is measured in one row of a message. */
export function measured({ numbers, printed, causes, verdicts }, index, width, active) {
  const gradient = numbers.gradients.subarray(index * width, (index + 1) * width);
  const [left, right] = [numbers.left[index], numbers.right[index]];
  const [slope, verdict, truth] = [gradient[active], verdicts[numbers.verdict[index]], numbers.true[index]];
  return {
    gradient, slope, left, right, kink: numbers.kink[index] ? { left, right } : null, verdict, truth,
    // The slope of the curve where that is another one than what PyTorch returns.
    other: verdict === "not_the_slope" || verdict === "precision" ? truth : null,
    loss: numbers.loss[index], exactLoss: numbers.exact_loss[index],
    exact: numbers.exact[index], central: numbers.central[index], error: numbers.error[index],
    printed: printed[index], cause: causes[index],
  };
}
