// Streamlit calls this for every message and theme change with the same element; what it returns runs at the end.
export default function (component) {
  const root = component.parentElement.querySelector(".gradlab");
  const show = () => {
    root.liveChart ??= new window.GradlabLiveChart(root);
    root.liveChart.receive(component);
  };
  if (window.GradlabLiveChart) show();
  else window.addEventListener("gradlab-live-chart", show, { once: true });
  return () => {
    root.liveChart?.dispose();
    root.liveChart = null;
  };
}
