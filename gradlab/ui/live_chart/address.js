// The address follows the sliders by itself, but for two cases: when another loss takes over, the new slider may stand at
// its default while the address still has what the old one said; and a slider that comes back with another range stands
// where the server put it, and the address has not heard of it.

import { sliderInput } from "../browser/slider.js";

/** Make the address say, for the server and on screen, where the sliders stand that stand where the server put them. */
export function tidyAddress(sliders) {
  const address = new URL(location.href);
  for (const { key, initial, value, step } of sliders) {
    const input = sliderInput(key);
    if (!input) continue;
    const said = address.searchParams.get(key) ?? initial;
    const stands = (number) => Math.abs(Number(number) - Number(input.value)) <= 0.51 * Number(step);
    if (!stands(value) || stands(said)) continue;
    if (Number(value) === Number(initial)) address.searchParams.delete(key);
    else address.searchParams.set(key, value);
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}
