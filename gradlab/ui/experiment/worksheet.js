// What a worksheet hides of the page: controls, by their keys. They stay there, out of sight, and keep their values.

const PARTS = { loss: ".st-key-loss", exact: ".gl-exact" };

/** The selector of a control. */
const selector = (name) => PARTS[name] ?? `.st-key-${CSS.escape(name)}`;

export default function ({ data, parentElement }) {
  const hidden = data.hidden ? data.hidden.split(".").map(selector) : [];
  const style = parentElement.querySelector(".gl-worksheet");
  style.textContent = hidden.length ? `${hidden.join(", ")} { display: none !important; }` : "";
}
