// The one sentence that says what the picture shows. It changes with every step; it is announced when they stop.

import { filled, signed, written } from "../browser/numbers.js";

/** The sentence for one row, in one of its forms. */
export function sentence(row, words) {
  const sure = !row.verdict || row.verdict === "slope" || row.verdict === "unknown";
  const values = {
    element: row.name, position: written(row.position), loss: written(row.loss), gradient: row.gradientName,
    slope: sure ? signed(row.slope) : written(row.slope),
    times: written(Math.abs(row.slope)),
    left: row.kink ? signed(row.kink.left, 4) : "", right: row.kink ? signed(row.kink.right, 4) : "",
    true: signed(row.truth), exact_loss: written(row.exactLoss), dtype: row.dtype,
  };
  const said = sentenceForms(row).map((form) => filled(words[form], { ...values, operation: row.cause?.operation }));
  return (row.remark ? [...said, row.remark] : said).join(words.between);
}

/** What the browser calls the page, with where the point is. */
export function titled(row, text) {
  return filled(text, { position: written(row.position) });
}

const NO_SLOPE = { corner: "kink", jump: "jump", vertical: "vertical" };

function sentenceForms({ loss, slope, verdict, several, cause }) {
  const why = cause ? [`cause_${cause.stage}`] : [];
  if (verdict === "precision") return ["precision", ...why];
  if (!Number.isFinite(loss)) return ["loss_not_finite", ...why];
  if (verdict in NO_SLOPE) return [NO_SLOPE[verdict], ...why];
  if (verdict === "not_the_slope") return ["not_the_slope", ...why];
  if (!Number.isFinite(slope)) return ["gradient_not_finite", ...why];
  const trend = slope > 0 ? "rises" : slope < 0 ? "falls" : "flat";
  return [several ? "at_along" : "at", trend, ...(verdict === "unknown" ? ["unknown"] : [])];
}
