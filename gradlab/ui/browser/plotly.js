// Plotly.js, which Streamlit brings along.

/** Plotly, from Streamlit's own bundle; one import for the life of the page. */
export function loadPlotly(bundle) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  if (!bundle) return Promise.reject(new Error("the Plotly bundle was not found"));
  return import(new URL(bundle, document.baseURI).href).then(() => {
    if (!window.Plotly) throw new Error("the Plotly bundle did not set window.Plotly");
    return window.Plotly;
  });
}
