// The address bar: what the session says, and where sliders stand whose moves send nothing. Every page that is visited
// has one entry in the browser's history, which is replaced and never added to.

const SETTLED_AFTER = 150; // ms after the last movement: browsers limit how often an entry may be replaced

export class AddressBar {
  constructor() {
    this.usual = {}; // by parameter, what the address leaves out
    this.followed = []; // the sliders whose moves send nothing
    this.query = undefined;
    this.observer = new MutationObserver((changes) => {
      if (changes.some(({ target }) => target instanceof HTMLInputElement && target.type === "range")) this.moved();
    });
    this.observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["value"] });
    this.said = (/** @type {CustomEvent} */ { detail: { name, value } }) => this.say(name, value);
    document.addEventListener("gradlab-said", /** @type {EventListener} */ (this.said));
  }

  /** What the server says of the page. */
  receive(message) {
    if (message === this.message) return;
    this.message = message;
    Object.assign(this, JSON.parse(message));
    this.page = location.pathname;
    this.write();
  }

  /** A parameter that the browser itself has changed. */
  say(name, value) {
    if (!(name in this.usual)) return; // another page says nothing of it
    const said = new URLSearchParams(this.query);
    if (value === this.usual[name]) said.delete(name);
    else said.set(name, value);
    this.query = said.toString();
    this.write();
  }

  moved() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.write(), SETTLED_AFTER);
  }

  write() {
    if (this.query === undefined || location.pathname !== this.page) return;
    const address = new URLSearchParams(this.query);
    for (const slider of this.followed) {
      const stands = positionOf(slider);
      if (stands === null || stands === slider.value) continue;
      if (stands === slider.usual) address.delete(slider.name);
      else address.set(slider.name, stands);
    }
    const query = address.toString();
    const wanted = location.pathname + (query ? `?${query}` : "");
    if (wanted !== location.pathname + location.search) history.replaceState(history.state, "", wanted);
  }

  dispose() {
    clearTimeout(this.settling);
    this.observer.disconnect();
    document.removeEventListener("gradlab-said", /** @type {EventListener} */ (this.said));
  }
}

/** Where a slider stands, as the address writes it: its own value in full while it has not been moved; null without one. */
function positionOf({ key, value, offered }) {
  /** @type {HTMLInputElement | null} */
  const input = document.querySelector(`.st-key-${CSS.escape(key)} input[type="range"]`);
  if (!input) return null;
  if (offered.length) return offered[Number(input.value)] ?? null;
  return Math.abs(Number(input.value) - Number(value)) <= 0.51 * Number(input.step) ? value : String(Number(input.value));
}
