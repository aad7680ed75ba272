// Streamlit calls this for every message; the bar itself comes once, by a component of its own (address.js).
export default function ({ data, parentElement }) {
  const show = () => {
    const code = window.gradlab?.["frame/address.js"]; // see browser/scripts.py
    if (!code) return;
    window.removeEventListener("gradlab-script", parentElement.show);
    parentElement.addressBar ??= new code.AddressBar();
    parentElement.addressBar.receive(data.message);
  };
  window.removeEventListener("gradlab-script", parentElement.show);
  parentElement.show = show;
  window.addEventListener("gradlab-script", show);
  show();
  return () => {
    window.removeEventListener("gradlab-script", parentElement.show);
    parentElement.addressBar?.dispose();
    parentElement.addressBar = null;
  };
}
