// The frame of every page: its view and language, on the root element where styles and readers ask for them, and going
// from page to page.

const GIVE_UP_AFTER = 2000; // ms: without an answer the link is followed as it is

class Frame {
  constructor() {
    this.clicked = (event) => this.click(event);
    document.addEventListener("click", this.clicked, true);
  }

  receive({ data, setStateValue }) {
    this.setStateValue = setStateValue;
    document.documentElement.dataset.view = data.view;
    document.documentElement.lang = data.language;
    if (this.leaving && data.leaving === this.leaving) this.follow();
  }

  /**
   * A slider that the browser follows by itself sends nothing. Before the reader leaves the server is told where it
   * stands, so that the page is found again like that; once it has answered, the link is followed.
   */
  click(event) {
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
    clearTimeout(this.waiting);
    document.removeEventListener("click", this.clicked, true);
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
