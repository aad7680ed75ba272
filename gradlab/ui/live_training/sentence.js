// The step in words, each claim taken from what the run recorded.

import { filled, signed, written } from "../browser/numbers.js";

const DIGITS = 4;
const SAME = 2e-5; // float32 holds a weight, and so a difference of two, only so well

const short = (number) => written(number, DIGITS);

/** The unscaled gradient of a step as the large number shows it: each element, or the norm of the first and last layer. */
export function gradientText(run, step) {
  const gradient = run.row("gradients", step);
  if (!gradient) return "";
  const named = run.columns.map((name, index) => `${run.layers ? `‖g${name}‖` : `${name}.grad`} = ${short(gradient[index])}`);
  return (named.length > 3 ? [named[0], "…", named.at(-1)] : named).join("   ");
}

/** Which step it is, of how many, and in which epoch. */
export function placeText(run, step, texts) {
  const place = filled(texts.step, { step, steps: run.steps });
  const epoch = Math.floor(Math.min(step, run.steps - 1) / run.epoch) + 1;
  return run.epoch ? filled(texts.epoch, { place, epoch }) : place;
}

/** What happened in a step. */
export function stepText(run, step, texts) {
  if (step >= run.steps) return filled(texts.end, { steps: run.steps });
  const parts = [texts.begin, ...(run.layers ? layerParts(run, step, texts) : elementParts(run, step, texts)), lossPart(run, step, texts)];
  return filled(parts.filter(Boolean).join(texts.between), { step });
}

function elementParts(run, step, texts) {
  const [gradient, given, moved] = ["gradients", "given", "moved"].map((name) => run.row(name, step));
  if (run.at("skipped", step)) return [texts.skipped];
  return run.columns.slice(0, 2).map((name, index) => filled(partFor(run, step, index, texts), {
    name, gradient: short(gradient[index]), given: short(given[index]), moved: signed(moved[index], DIGITS), rate: short(run.at("learning_rates", step)),
  }));
}

/** Whether the step is the learning rate times the gradient, times what was given instead, or the optimizer's own. */
function partFor(run, step, index, texts) {
  const [gradient, given, moved] = ["gradients", "given", "moved"].map((name) => run.row(name, step)[index]);
  const wanted = -run.at("learning_rates", step) * given;
  const value = run.row("values", step)[index];
  const plain = Math.abs(moved - wanted) <= SAME * Math.max(Math.abs(wanted), Math.abs(value));
  if (!plain) return texts.optimizer;
  return given === gradient ? texts.plain : texts.other;
}

function layerParts(run, step, texts) {
  const gradient = run.row("gradients", step);
  const skipped = run.at("skipped", step) ? texts.skipped : "";
  return [filled(texts.layers, { first: short(gradient[0]), last: short(gradient.at(-1)), number: run.columns.length }), skipped];
}

function lossPart(run, step, texts) {
  if (run.layers) return filled(texts.batch_loss, { before: short(run.at("losses", step)) });
  return filled(texts.loss, { before: short(run.at("path", step)), after: short(run.at("path", step + 1)) });
}

/** The longest of what is said of any step, by the part that says it. */
export function longestTexts(run, texts) {
  const longest = (said) => Array.from({ length: run.steps + 1 }, (_, step) => said(step)).reduce((one, other) => (other.length > one.length ? other : one));
  return { gradient: longest((step) => gradientText(run, step)), sentence: longest((step) => stepText(run, step, texts.sentence)) };
}

/** Where the run left the finite numbers, or where PyTorch raised; nothing where it did neither. */
export function fateText(run, texts, stages) {
  if (run.error) return filled(texts.error, { steps: run.steps, error: run.error });
  if (!run.departure) return "";
  const { step, stage, operation } = run.departure;
  return filled(texts.left, { step, operation: operation || "?", stage: stages[stage] });
}
