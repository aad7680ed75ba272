// The frame of every page: which page, its view and its language, on the root element where styles and readers ask for
// them; going from page to page; and a projector's keys.

const WITHOUT_PICTURE_AFTER = 10_000; // ms: a page that has none yet has shown what it has, part by part: frame.css
const GIVE_UP_AFTER = 2000; // ms: without an answer the link is followed as it is

class Frame {
  constructor() {
    this.showInTime();
    this.clicked = (event) => this.click(event);
    document.addEventListener("click", this.clicked, true);
    this.pressed = (event) => this.press(event);
    document.addEventListener("keydown", this.pressed);
  }

  receive({ data, setStateValue }) {
    this.setStateValue = setStateValue;
    const root = document.documentElement;
    if (root.dataset.page && root.dataset.page !== data.page) this.buildUnseen();
    root.dataset.page = data.page;
    root.dataset.view = data.view;
    root.lang = data.language;
    if (this.leaving && data.leaving === this.leaving) this.follow();
  }

  /** Another page came in this one's place: it is shown once its own picture stands, as at a load. */
  buildUnseen() {
    delete document.documentElement.dataset.drawn;
    this.showInTime();
  }

  showInTime() {
    clearTimeout(this.showing);
    this.showing = setTimeout(() => (document.documentElement.dataset.drawn = "true"), WITHOUT_PICTURE_AFTER);
  }

  /**
   * A slider that the browser follows by itself sends nothing. Before the reader leaves the server is told where it
   * stands, so that the page is found again like that; once it has answered, the link is followed.
   */
  click(event) {
    if (event.target instanceof Element && event.target.closest(".st-key-full-screen button")) return this.fillScreen(event);
    const link = event.target instanceof Element && event.target.closest("[data-testid='stPageLink-NavLink']");
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey; // another tab
    if (!link || elsewhere || this.following) return;
    event.preventDefault();
    event.stopPropagation();
    this.link = link;
    this.leaving = String(performance.now());
    this.setStateValue("leaving", this.leaving);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.follow(), GIVE_UP_AFTER);
  }

  /** On a projector: F fills the screen, and a number goes to the page of that number. */
  press(event) {
    const { key, target } = event;
    const elsewhere = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    const typing = target instanceof Element && target.closest("input:not([type='range']), textarea, [contenteditable='true']");
    if (document.documentElement.dataset.view !== "projector" || elsewhere || typing) return;
    if (key.toLowerCase() === "f") this.fillScreen(event);
    const links = document.querySelectorAll(".st-key-pages a");
    if (/^[1-9]$/.test(key)) /** @type {HTMLElement | undefined} */ (links[Number(key) - 1])?.click();
  }

  /** Fill the screen, or leave it again. The server need not hear of it. */
  fillScreen(event) {
    event.preventDefault();
    event.stopPropagation();
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch((error) => console.warn(error)); // a frame may not be allowed to
  }

  follow() {
    clearTimeout(this.waiting);
    this.leaving = "";
    const { link } = this;
    const now = link.isConnected ? link : document.querySelector(`[data-testid='stPageLink-NavLink'][href="${CSS.escape(link.getAttribute("href"))}"]`);
    this.following = true;
    now?.click();
    if (now?.closest("[data-testid='stPopoverBody']")) this.closeMenu();
    this.following = false;
  }

  /** The phone's menu stays open over the page that was chosen in it; its button closes it. */
  closeMenu() {
    /** @type {HTMLElement | null} */ (document.querySelector(".st-key-pages-menu button"))?.click();
  }

  dispose() {
    clearTimeout(this.showing);
    clearTimeout(this.waiting);
    document.removeEventListener("click", this.clicked, true);
    document.removeEventListener("keydown", this.pressed);
  }
}

export default function (component) {
  const { parentElement } = component;
  parentElement.frame ??= new Frame();
  parentElement.frame.receive(component);
  return () => {
    parentElement.frame?.dispose();
    parentElement.frame = null;
  };
}
