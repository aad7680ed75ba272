// The page around a picture, as far as the picture has to do with it. That page is Streamlit's, and this is the only module
// that knows Streamlit's elements and the interface of its components. Another page puts its own answers in their place:
// `Object.assign(host, { … })`.

export const host = {
  /** The selector of all that the page draws under keys that begin so. */
  widgets: (beginning) => `[class*="st-key-${beginning}"]`,

  /** The selector of what the page draws under a key, such as an element's slider. */
  widget: (key) => `.st-key-${CSS.escape(key)}`,

  /** The part of a slider along which its thumb moves. */
  trackOf: (input) => input?.closest("[data-orientation='horizontal'][style*='relative']") ?? null,

  /** Have a slider's track span the part of its range [from, to] that a picture above it shows; null for all of it. */
  span(input, part) {
    const track = host.trackOf(input);
    if (!track) return;
    const [from, to] = part ?? [0, 1];
    track.style.width = part ? `${100 / (to - from)}%` : "";
    track.style.marginLeft = part ? `${(-100 * from) / (to - from)}%` : "";
    track.parentElement.classList.toggle("gl-part", Boolean(part));
  },

  /** Commit a slider's value, as letting go of its thumb does: the address follows, and nothing is sent. */
  commit(input) {
    const thumb = input.parentElement.parentElement;
    const gesture = { bubbles: true, cancelable: true, button: 0, pointerId: 4711, pointerType: "mouse" };
    thumb.dispatchEvent(new PointerEvent("pointerdown", gesture));
    window.dispatchEvent(new PointerEvent("pointerup", gesture));
  },

  /** Call `moved` whenever any slider's value changes, by whatever hand. Returns what stops the watching. */
  watchSliders(moved) {
    // Streamlit's slider writes its value into its <input type="range"> at every step of a drag.
    const observer = new MutationObserver((changes) => {
      for (const { target } of changes) if (target instanceof HTMLInputElement && target.type === "range") moved(target);
    });
    observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["value"] });
    return () => observer.disconnect();
  },

  /** A style that marks the label of the slider whose curve is shown, and gives the longest label its room. */
  activeSliderStyle: (key, longest) => `.st-key-sliders ${host.widget(key)} label p { color: var(--st-primary-color); font-weight: 700; }
    .st-key-stage { --gl-label: max(70px, ${longest} * var(--gl-letter, 8px)); --gl-name: ${0.6 * longest}em; }`,

  /** Whether all widgets are there: Streamlit has placeholders for those whose script is still on its way. */
  isComplete: () => !document.querySelector("[data-testid='stSkeleton']"),

  /** The colour behind a picture, out of its computed style: Streamlit tells a component its theme. */
  background: (style) => style.getPropertyValue("--st-background-color"),

  /** The buttons that undo. Streamlit draws one that has a tooltip twice, once for touch.
      @returns {HTMLButtonElement[]} */
  undoButtons: () => [.../** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(":is(.st-key-undo, .st-key-t_undo) button"))],

  /** Whether an element is part of such a button. */
  undoes: (element) => element.closest(".st-key-undo") !== null,

  /** What holds the settings that are folded away; of an element, whether it is that. */
  more: () => document.querySelector(".st-key-more details"),
  isMore: (details) => details.closest(".st-key-more") !== null,

  /** The drawings of a graph that the page has made under a key. */
  graphs: (key) => [...document.querySelectorAll(`${host.widget(key)} .stGraphVizChart`)],

  /** What the address says of a parameter; null where it says nothing. */
  inAddress: (name) => new URL(location.href).searchParams.get(name),

  /** Have the address say something of a parameter (frame/address.js). Nothing is sent. */
  putInAddress: (name, value) => document.dispatchEvent(new CustomEvent("gradlab-said", { detail: { name, value } })),

  /** What a picture may say to the server: a state goes at once, a trigger only after Streamlit's own work. */
  serverOf: (component) => ({
    state: (name, value) => component.setStateValue(name, value),
    trigger: (name, value) => component.setTriggerValue(name, value),
  }),
};
