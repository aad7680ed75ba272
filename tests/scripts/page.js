// As much of a browser's page as the scripts ask for when they are run without one: import this before them.

/** An element that keeps what it is told. */
class Part {
  constructor(tag) {
    Object.assign(this, { tagName: tag, children: [], attributes: {}, style: {}, dataset: {}, textContent: "", classes: new Set() });
    this.style.setProperty = (name, value) => { this.style[name] = value; };
    this.classList = {
      toggle: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)),
      contains: (name) => this.classes.has(name),
    };
    this.heard = {};
  }

  get firstChild() {
    return this.children[0];
  }

  set className(names) {
    this.classes.add(names);
  }

  appendChild(part) {
    this.children.push(part);
    return part;
  }

  append(...parts) {
    this.children.push(...parts);
  }

  replaceChildren(...parts) {
    this.children = parts;
  }

  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }

  toggleAttribute(name, on) {
    this.attributes[name] = on;
  }

  /** Any part of it by its selector: the same one each time. */
  querySelector(selector) {
    this.parts ??= {};
    return (this.parts[selector] ??= new Part(selector));
  }

  getBoundingClientRect() {
    return { left: 0, top: 0 };
  }

  setPointerCapture() {}

  addEventListener(type, hear) {
    this.heard[type] = hear;
  }

  /** Something happens to it. */
  hears(type, event) {
    this.heard[type]({ preventDefault() {}, button: 0, isPrimary: true, ...event });
  }

  /** A pen whose letters are ten pixels wide. */
  getContext() {
    return { measureText: (text) => ({ width: 10 * text.length }) };
  }
}

globalThis.HTMLInputElement = class {
  get value() { return this.said; }
  set value(value) { this.said = value; }
};
globalThis.Element = Part;
globalThis.document = { createElement: (tag) => new Part(tag), createElementNS: (_, tag) => new Part(tag), querySelector: () => null, querySelectorAll: () => [] };
globalThis.window = globalThis;

export const part = (tag = "div") => new Part(tag);

/** What finds a page's parts by their names: the same one each time. */
export function finder() {
  const parts = {};
  return (name) => (parts[name] ??= new Part(name));
}

/** A plot's scale of ten pixels to one across and `up` pixels to one upwards, with the point (0, 0) at its lower left. */
export function scaleOf({ width = 400, height = 300, up = 10 } = {}) {
  return {
    left: 0, top: 0, width, height, unitsPerPixel: 0.1,
    atX: (x) => 10 * x, atY: (y) => height - up * y, toX: (pixel) => pixel / 10, toY: (pixel) => (height - pixel) / up,
  };
}
