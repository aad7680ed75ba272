// The lanes over the steps, with one cursor for all; what is still to come may be hidden.

import { Plot } from "./plot.js";

const NARROW = 520; // pixels: below it there is room for two lanes
const GAP = 0.12;

export class Lanes {
  constructor(area, figure, failed, chosen) {
    this.whole = figure;
    this.plot = new Plot(area, figure, failed);
    this.chosen = chosen;
    this.press = (event) => this.pressed(event);
    area.addEventListener("click", this.press);
  }

  pressed(event) {
    if (!this.plot.place) return;
    const step = Math.round(this.plot.place.step(event.clientX - this.plot.area.getBoundingClientRect().left));
    this.chosen(step);
  }

  draw(bundle, look, drawn) {
    this.plot.figure = this.plot.area.clientWidth < NARROW ? firstTwo(this.whole) : this.whole;
    return this.plot.draw(bundle, look, drawn);
  }

  /** The cursor stands at a step; what comes after `seen` is not shown. */
  show(step, seen, last) {
    const { place, area } = this.plot;
    if (!place) return;
    const x = place.x(Math.min(step, last));
    const cursor = this.plot.mark("cursor", "line");
    for (const [name, value] of Object.entries({ x1: x, x2: x, y1: place.top, y2: place.top + place.height })) cursor.setAttribute(name, value);
    const shown = seen < last ? Math.max(0, place.x(seen) + 4 - place.left) : place.width;
    if (shown === this.shown && this.drawn === this.plot.place) return;
    [this.shown, this.drawn] = [shown, this.plot.place];
    for (const clip of area.querySelectorAll("clipPath.plotclip rect")) clip.setAttribute("width", String(shown));
  }

  dispose() {
    this.plot.area.removeEventListener("click", this.press);
    this.plot.dispose();
  }
}

/** On a phone: the loss and the gradient. */
function firstTwo({ data, layout }) {
  const half = (1 - GAP) / 2;
  const { yaxis3, yaxis4, ...kept } = layout;
  const annotations = layout.annotations.slice(0, 2).map((title, index) => ({ ...title, y: 1 - index * (half + GAP) }));
  return {
    data: data.filter(({ yaxis }) => yaxis === "y" || yaxis === "y2"),
    layout: {
      ...kept, annotations, xaxis: { ...layout.xaxis, anchor: "y2" },
      yaxis: { ...layout.yaxis, domain: [1 - half, 1] }, yaxis2: { ...layout.yaxis2, domain: [0, half] },
    },
  };
}
