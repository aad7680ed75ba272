// The stock sliders of the page, which Streamlit draws beside this component in the same document.
// Streamlit's slider keeps its value in an <input type="range"> and writes it there at every step of a drag, so that
// input is what is watched; moving it by its native setter is how the point in the plot moves the slider.

export const MOVING_KEYS = /^(Arrow|Page|Home|End)/; // that move a slider

const setNativeValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;

/** The range input of the slider with this key, or null.
    @returns {HTMLInputElement | null} */
export function sliderInput(key) {
  return document.querySelector(`.st-key-${CSS.escape(key)} input[type="range"]`);
}

/** The part of the slider along which the thumb moves. */
export function sliderTrack(key) {
  return sliderInput(key)?.closest("[data-orientation='horizontal'][style*='relative']") ?? null;
}

/** A style that marks the label of the slider whose curve is shown, and gives the longest label its room. */
export function activeSliderStyle(key, longest) {
  return `.st-key-sliders .st-key-${CSS.escape(key)} label p { color: var(--st-primary-color); font-weight: 700; }
    .st-key-stage { --gl-label: ${Math.max(70, 8 * longest)}px; --gl-name: ${0.6 * longest}em; }`;
}

/** Which of these keys' sliders an event's target is part of. */
export function sliderKeyOf(target, keys) {
  const within = target instanceof Element ? target : null;
  return keys.find((key) => within?.closest(`.st-key-${CSS.escape(key)}`)) ?? null;
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

/** Commit the value, as letting go of the thumb does: the address follows, and nothing is sent. */
export function commitSlider(key) {
  const input = sliderInput(key);
  const thumb = input?.parentElement.parentElement;
  if (!thumb || input.disabled) return;
  const gesture = { bubbles: true, cancelable: true, button: 0, pointerId: 4711, pointerType: "mouse" };
  thumb.dispatchEvent(new PointerEvent("pointerdown", gesture));
  window.dispatchEvent(new PointerEvent("pointerup", gesture));
}

/** Call `moved` whenever any slider's value changes, by whatever hand. Returns what stops the watching. */
export function watchSliders(moved) {
  const observer = new MutationObserver((changes) => {
    for (const { target } of changes) if (target instanceof HTMLInputElement && target.type === "range") moved(target);
  });
  observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["value"] });
  return () => observer.disconnect();
}
