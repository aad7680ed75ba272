// Streamlit calls this for every message and theme change with the same element; what it returns runs at the end.
export default function (component) {
  const root = component.parentElement.querySelector(".gradlab");
  const show = async () => {
    const chart = window.gradlab?.["live_chart/main.js"]; // see browser/scripts.py
    const message = chart && (await window.gradlab["browser/message.js"].unpacked(component.data));
    const stillWanted = root.newest === component; // a newer one may have come meanwhile
    if (stillWanted && !(chart && window.gradlab["live_chart/received.js"].isReadyFor(message))) return;
    window.removeEventListener("gradlab-script", show);
    if (!stillWanted || root.shown === component) return;
    root.shown = component;
    root.liveChart ??= new chart.LiveChart(root);
    root.liveChart.receive(window.gradlab["browser/host.js"].host.serverOf(component), message);
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
