// A view's script, which comes when the view is opened, is put in here: it runs once, when the chart's own are there.
export default function () {
  const begin = () => {
    const { SHARED } = window.Gradlab;
    if (VIEWS.NAME) return;

    SCRIPT

    window.dispatchEvent(new Event("gradlab-script"));
  };
  if (window.Gradlab) begin();
  else window.addEventListener("gradlab-script", begin, { once: true });
}
