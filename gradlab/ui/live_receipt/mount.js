// Streamlit calls this for every message and theme change with the same element; what it returns runs at the end.
export default function (component) {
  const root = component.parentElement.querySelector(".gradlab-receipt");
  const show = () => {
    root.liveReceipt ??= new window.GradlabLiveReceipt(root);
    root.liveReceipt.receive(component);
  };
  if (window.GradlabLiveReceipt) show();
  else window.addEventListener("gradlab-live-receipt", show, { once: true });
  return () => {
    root.liveReceipt?.dispose();
    root.liveReceipt = null;
  };
}
