// The sliders of the page, which stand beside a picture in the same document. Each has an <input type="range">, which is
// what is read; moving it by its native setter is how the point in the plot moves the slider.

import { host } from "./host.js";

export const MOVING_KEYS = /^(Arrow|Page|Home|End)/; // that move a slider

const setNativeValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

/** The range input of the slider with this key, or null.
    @returns {HTMLInputElement | null} */
export function sliderInput(key) {
  return document.querySelector(`${host.widget(key)} input[type="range"]`);
}

/** The part of the slider along which the thumb moves. */
export function sliderTrack(key) {
  return host.trackOf(sliderInput(key));
}

/** Which of these keys' sliders an event's target is part of. */
export function sliderKeyOf(target, keys) {
  const within = target instanceof Element ? target : null;
  return keys.find((key) => within?.closest(host.widget(key))) ?? null;
}

/** Whether a slider's thumb can stand at exactly this value. */
export function canStandAt(key, value) {
  const probe = /** @type {HTMLInputElement | undefined} */ (sliderInput(key)?.cloneNode());
  if (probe) setNativeValue.call(probe, String(value));
  return Number(probe?.value) === value;
}

/** Move a slider's thumb, without committing the value. */
export function moveSlider(key, value) {
  const input = sliderInput(key);
  if (!input || input.disabled || Number(input.value) === value) return;
  setNativeValue.call(input, String(value));
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Commit the value, as letting go of the thumb does. */
export function commitSlider(key) {
  const input = sliderInput(key);
  if (input && !input.disabled) host.commit(input);
}
