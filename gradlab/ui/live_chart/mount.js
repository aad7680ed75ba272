// Streamlit calls this for every message and theme change; what it returns runs at the end. It is sent each time.
export default ({ parentElement, ...component }) => {
  const root = parentElement.querySelector(".gradlab");
  window.removeEventListener("gradlab-script", root.show);
  root.show = () => window.gradlab?.["live_chart/mounted.js"]?.show(root, component);
  window.addEventListener("gradlab-script", root.show);
  root.newest = component;
  root.show();
  return () => {
    window.removeEventListener("gradlab-script", root.show);
    root.newest = null;
    root.liveChart?.dispose();
    root.liveChart = null;
  };
};
