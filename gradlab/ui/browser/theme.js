// The page's theme: the palette's roles follow the colour behind a picture.

import { host } from "./host.js";

/** Give the page's parts the palette's colours; returns them and the font, for Plotly. */
export function dress(root, plot, palette) {
  const style = getComputedStyle(root);
  const [red, green, blue] = rgb(host.background(style));
  const theme = 0.3 * red + 0.59 * green + 0.11 * blue < 128 ? "dark" : "light";
  const colours = palette[theme];
  root.dataset.theme = theme;
  for (const [role, colour] of Object.entries(colours)) root.style.setProperty(`--gl-${role}`, colour);
  return { colours, font: { family: style.fontFamily, size: parseFloat(getComputedStyle(plot).fontSize) } };
}

/** The part of the page's theme on which the picture depends, as a text. */
export function themeOf(root) {
  const style = getComputedStyle(root);
  return `${host.background(style)} ${style.fontFamily}`;
}

const knownColours = new Map(); // a theme has one, and asking the canvas takes a millisecond

/** Red, green and blue of a CSS colour. */
function rgb(colour) {
  if (!knownColours.has(colour)) knownColours.set(colour, drawnColour(colour));
  return knownColours.get(colour);
}

function drawnColour(colour) {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = colour.trim() || "#ffffff";
  canvas.fillRect(0, 0, 1, 1);
  return canvas.getImageData(0, 0, 1, 1).data;
}
