// The lanes over the steps, with one cursor for all; what is still to come may be hidden.

import { Plot, USUAL_SIZE } from "./plot.js";

const NARROW = 520; // pixels: below it, as on a phone, there are the loss and the gradient
const FEWEST = 2;
const TITLE = 1.5; // the room of a lane's title, in sizes of the type
const LEAST = 1.9; // the height of a lane in which there is something to see, in the same

export class Lanes {
  constructor(area, figure, failed, chosen) {
    this.whole = figure;
    this.plot = new Plot(area, figure, failed);
    this.chosen = chosen;
    this.revealed = null; // up to which pixel, in which drawing
    this.press = (event) => this.pressed(event);
    area.addEventListener("click", this.press);
  }

  pressed(event) {
    if (!this.plot.place) return;
    const step = Math.round(this.plot.place.step(event.clientX - this.plot.area.getBoundingClientRect().left));
    this.chosen(step);
  }

  draw(bundle, look, drawn) {
    const { clientWidth: width, clientHeight: height } = this.plot.area;
    this.plot.figure = arranged(this.whole, { width, height }, look.font.size);
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
    if (shown === this.revealed?.shown && place === this.revealed.place) return;
    this.revealed = { shown, place };
    for (const clip of area.querySelectorAll("clipPath.plotclip rect")) clip.setAttribute("width", String(shown));
  }

  dispose() {
    this.plot.area.removeEventListener("click", this.press);
    this.plot.dispose();
  }
}

/** As many of the lanes as there is room for, the first ones first, each under its title. */
export function arranged({ data, layout }, { width, height }, size) {
  const lanes = Object.keys(layout).filter((name) => name.startsWith("yaxis")).sort();
  const room = height - ((layout.margin.t + layout.margin.b) * size) / USUAL_SIZE;
  const fit = width < NARROW ? FEWEST : Math.floor(room / ((TITLE + LEAST) * size));
  const count = Math.min(lanes.length, Math.max(FEWEST, fit));
  const kept = lanes.slice(0, count);
  const top = (index) => 1 - index / count - (TITLE * size) / room;
  const rest = Object.fromEntries(Object.entries(layout).filter(([name]) => !lanes.includes(name)));
  const axes = kept.map((name, index) => {
    const domain = [1 - (index + 1) / count, top(index)];
    return [name, { ...apart(layout[name], (domain[1] - domain[0]) * room, size), domain }];
  });
  const traces = new Set(kept.map((name) => name.replace("axis", "")));
  return {
    data: data.filter(({ yaxis }) => traces.has(yaxis)),
    layout: {
      ...rest, ...Object.fromEntries(axes),
      xaxis: { ...layout.xaxis, anchor: kept.at(-1).replace("axis", "") },
      annotations: layout.annotations.slice(0, count).map((title, index) => ({ ...title, y: top(index) })),
    },
  };
}

/** An axis with as many of its ticks as can be read at this height: 0 first, then those farthest from it. */
function apart(axis, height, size) {
  const { tickvals, ticktext, range: [low, high] } = axis;
  const kept = [];
  const outside = (index) => (tickvals[index] === 0 ? Infinity : Math.abs(tickvals[index]));
  for (const index of [...tickvals.keys()].sort((one, other) => outside(other) - outside(one))) {
    const pixels = (other) => (Math.abs(tickvals[index] - tickvals[other]) * height) / (high - low);
    if (kept.every((other) => pixels(other) >= size)) kept.push(index);
  }
  kept.sort((one, other) => one - other);
  return { ...axis, tickvals: kept.map((index) => tickvals[index]), ticktext: kept.map((index) => ticktext[index]) };
}
