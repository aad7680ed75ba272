// The lanes over the steps, with one cursor for all, and a curtain over what is not shown yet.

import { Plot } from "./plot.js";

const NARROW = 520; // pixels: below it there is room for two lanes
const GAP = 0.09;

export class Lanes {
  constructor(area, curtain, figure, failed, chosen) {
    this.whole = figure;
    this.curtain = curtain;
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

  /** The cursor stands at a step; the curtain hides everything after `seen`. */
  show(step, seen, last) {
    const { place } = this.plot;
    if (!place) return;
    const x = place.x(Math.min(step, last));
    const cursor = this.plot.mark("cursor", "line");
    for (const [name, value] of Object.entries({ x1: x, x2: x, y1: place.top, y2: place.top + place.height })) cursor.setAttribute(name, value);
    const hidden = seen < last;
    this.curtain.hidden = !hidden;
    if (!hidden) return;
    const from = place.x(seen) + 4;
    Object.assign(this.curtain.style, {
      left: `${from}px`, top: `${place.top}px`, height: `${place.height}px`, width: `${Math.max(0, place.left + place.width - from)}px`,
    });
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
