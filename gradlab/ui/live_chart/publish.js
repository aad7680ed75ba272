// Streamlit calls this once. What shows the numbers (mount.js) waits for it, and so do the scripts of the views, which are
// sent when a view is opened: for them stands here what they SHARE with the chart.
export default function () {
  window.Gradlab ??= { LiveChart, SHARED };
  window.dispatchEvent(new Event("gradlab-script"));
}
