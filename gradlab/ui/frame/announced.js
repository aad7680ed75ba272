// What a screen reader says when it changes: the element is there before, empty.
export default function ({ data, parentElement }) {
  parentElement.querySelector("p").textContent = data.text;
}
