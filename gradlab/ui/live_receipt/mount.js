// Streamlit calls this for every message and theme change with the same element; what it returns runs at the end.
export default function (component) {
  const root = component.parentElement.querySelector(".gradlab-receipt");
  const show = () => {
    const main = window.gradlab?.["live_receipt/main.js"]; // see browser/scripts.py
    if (!main) return;
    window.removeEventListener("gradlab-script", show);
    root.liveReceipt ??= new main.LiveReceipt(root);
    root.liveReceipt.receive(window.gradlab["browser/host.js"].host.serverOf(component), component.data);
  };
  window.addEventListener("gradlab-script", show);
  show();
  return () => {
    window.removeEventListener("gradlab-script", show);
    root.liveReceipt?.dispose();
    root.liveReceipt = null;
  };
}
