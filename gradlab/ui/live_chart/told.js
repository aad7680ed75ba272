// What the chart shows of every experiment: its words and colours. Streamlit calls this once, and again in another language.
export default function ({ data }) {
  const modules = (window.gradlab ??= {}); // see browser/scripts.py
  modules.told = JSON.parse(data.told);
  window.dispatchEvent(new Event("gradlab-script"));
}
