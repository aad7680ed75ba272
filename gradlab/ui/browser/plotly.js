// Plotly.js, which the page brings along.

import { host } from "./host.js";

const STILL = { staticPlot: true, displayModeBar: false, responsive: false };

/** Plotly could not be loaded, or could not draw a figure: a stock chart may take its place. */
export class PlotlyError extends Error {}

/** Plotly, from the page's own bundle; one import for the life of the page. */
export async function loadPlotly(bundle) {
  if (window.Plotly) return window.Plotly;
  try {
    if (!bundle) throw new Error("the Plotly bundle was not found");
    await import(new URL(bundle, document.baseURI).href);
    if (!window.Plotly) throw new Error("the Plotly bundle did not set window.Plotly");
    return window.Plotly;
  } catch (cause) {
    throw new PlotlyError("Plotly could not be loaded", { cause });
  }
}

/** Draw a figure into an element, or draw it anew in place, once Plotly has been loaded. */
export async function drawFigure(element, { data, layout }, options = STILL) {
  try {
    await window.Plotly.react(element, data, layout, options);
  } catch (cause) {
    throw new PlotlyError("Plotly could not draw a figure", { cause });
  }
  showPage();
}

/** A page is shown once its picture stands, and no placeholder that is higher than what comes in its place: frame.css. */
function showPage() {
  const { dataset } = document.documentElement;
  if (dataset.drawn) return;
  if (host.isComplete()) dataset.drawn = "true";
  else requestAnimationFrame(showPage);
}
