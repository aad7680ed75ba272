// The buttons that save the live chart, which stands beside them in the same document.
export default function ({ data, parentElement }) {
  for (const button of parentElement.querySelectorAll(".gl-pictures button")) {
    const { format } = button.dataset;
    button.textContent = data[format];
    button.onclick = () => document.querySelector(".gradlab")?.liveChart?.save(format, data);
  }
}
