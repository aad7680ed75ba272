// Streamlit calls this for every message and theme change with the same element; what it returns runs at the end.
export default function (component) {
  const root = component.parentElement.querySelector(".gradlab");
  const views = component.data.views.split(" ").filter(Boolean);
  const scripts = ["live_chart/main.js", ...views.map((name) => `live_chart/views/${name}.js`)];
  const show = () => {
    const stillWanted = root.newest === component; // a newer one may have come meanwhile
    const modules = window.gradlab ?? {}; // see browser/scripts.py
    if (stillWanted && !scripts.every((name) => name in modules)) return;
    window.removeEventListener("gradlab-script", show);
    if (!stillWanted) return;
    root.liveChart ??= new modules["live_chart/main.js"].LiveChart(root);
    root.liveChart.receive(component);
  };
  root.newest = component;
  window.addEventListener("gradlab-script", show);
  show();
  return () => {
    root.newest = null;
    root.liveChart?.dispose();
    root.liveChart = null;
  };
}
