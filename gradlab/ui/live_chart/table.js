// The curve as a table, for those who do not see the picture. Built when it is opened.

import { nearest, signed, written } from "../browser/numbers.js";
import { directionInWords } from "./readout.js";

const TABLE_ROWS = 41;

export function drawTable(find, frame, row, words) {
  const table = find("table");
  table.querySelector("summary").textContent = words.readout.table;
  if (!table.open) return;
  const cells = (texts, kind) => texts.map((text) => {
    const cell = document.createElement(kind);
    cell.textContent = text;
    return cell;
  });
  table.querySelector("thead tr").replaceChildren(...cells([row.name, words.readout.loss, row.gradientName], "th"));
  const count = frame.gridCount;
  const every = Math.max(1, Math.ceil(count / TABLE_ROWS));
  const shown = Array.from({ length: count }, (_, index) => index).filter((index) => index % every === 0);
  const at = (index) => frame.at(index).position;
  if (every > 1) shown[nearest(shown.map(at), row.position)] = row.index; // no row more, or those below would move
  else if (!shown.includes(row.index)) shown.push(row.index);
  shown.sort((one, other) => at(one) - at(other));
  table.querySelector("tbody").replaceChildren(...shown.map((index) => {
    const { position, loss, slope, ...judged } = frame.at(index);
    const said = judged.kink || Number.isFinite(judged.other ?? NaN) ? directionInWords({ slope, loss, ...judged }, words.readout) : "";
    const line = document.createElement("tr");
    if (index === row.index) line.setAttribute("aria-current", "true");
    line.replaceChildren(...cells([written(position), written(loss), said ? `${signed(slope)} (${said})` : signed(slope)], "td"));
    return line;
  }));
}
