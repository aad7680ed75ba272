// What a worksheet hides of the page: controls, by their keys. They stay there, out of sight, and keep their values.

const PARTS = { loss: [".st-key-loss", ".st-key-group"], exact: [".gl-exact"] };

/** The selectors of a control's parts. */
function selectors(name) {
  return PARTS[name] ?? [`.st-key-${CSS.escape(name)}`, `.st-key-${CSS.escape(name)}-field`];
}

export default function ({ data, parentElement }) {
  const hidden = data.hidden ? data.hidden.split(".").flatMap(selectors) : [];
  const style = parentElement.querySelector(".gl-worksheet");
  style.textContent = hidden.length ? `${hidden.join(", ")} { display: none !important; }` : "";
}
