// The address follows the sliders by itself, but for one case: when another loss takes over, the new slider may stand at
// its default while the address still has what the old one said.

/** Take out of the address what contradicts a slider that stands at its default, for the server and on screen. */
function tidyAddress(sliders) {
  const address = new URL(location.href);
  for (const { key, initial, step } of sliders) {
    const input = sliderInput(key);
    const said = address.searchParams.get(key);
    if (!input || said === null) continue;
    const stands = (value) => Math.abs(Number(value) - Number(input.value)) <= 0.51 * Number(step);
    if (stands(initial) && !stands(said)) address.searchParams.delete(key);
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}
