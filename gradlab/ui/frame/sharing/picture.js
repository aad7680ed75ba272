// The buttons that save the live picture of the page, which stands beside them in the same document.
export default function ({ data, parentElement }) {
  for (const button of parentElement.querySelectorAll(".gl-pictures button")) {
    const { format } = button.dataset;
    button.textContent = data[format];
    button.onclick = () => pictureOf(document)?.save(format, data);
  }
}

function pictureOf(page) {
  return page.querySelector(".gradlab")?.liveChart ?? page.querySelector(".gradlab-training")?.liveTraining;
}
