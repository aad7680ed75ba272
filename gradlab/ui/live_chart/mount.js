// Streamlit calls this for every message and theme change with the same element; what it returns runs at the end.
export default function (component) {
  const root = component.parentElement.querySelector(".gradlab");
  const { views } = component.data;
  const scriptsAreHere = () => window.Gradlab && views.split(" ").every((name) => !name || window.Gradlab.VIEWS[name]);
  const show = () => {
    const stillWanted = root.newest === component; // a newer one may have come meanwhile
    if (stillWanted && !scriptsAreHere()) return;
    window.removeEventListener("gradlab-script", show);
    if (!stillWanted) return;
    root.liveChart ??= new window.Gradlab.LiveChart(root);
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
