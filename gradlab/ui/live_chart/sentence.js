// The one sentence that says what the picture shows. It changes with every step; it is announced when they stop.

import { filled, signed, written } from "../browser/numbers.js";

/** The sentence for one row, in one of its forms. */
export function sentence(row, words) {
  const values = {
    element: row.name, position: written(row.position), loss: written(row.loss), gradient: row.gradientName,
    slope: Number.isFinite(row.slope) && !row.kink ? signed(row.slope) : written(row.slope),
    times: written(Math.abs(row.slope)),
    left: row.kink ? signed(row.kink.left, 4) : "", right: row.kink ? signed(row.kink.right, 4) : "",
  };
  const said = sentenceForms(row).map((form) => filled(words[form], { ...values, operation: row.cause?.operation }));
  return (row.remark ? [...said, row.remark] : said).join(words.between);
}

function sentenceForms(row) {
  const why = row.cause ? [`cause_${row.cause.stage}`] : [];
  if (!Number.isFinite(row.loss)) return ["loss_not_finite", ...why];
  if (!Number.isFinite(row.slope)) return ["gradient_not_finite", ...why];
  if (row.kink) return ["kink"];
  const trend = row.slope > 0 ? "rises" : row.slope < 0 ? "falls" : "flat";
  return [row.several ? "at_along" : "at", trend];
}
