// The address says what the page is: the server tells the browser once for each message, S follows by itself.

/** Write the page into the address, in place of what it said, with no new entry in the history. */
export function writeAddress({ names, said, usual_S: usual }, exponent) {
  const address = new URL(location.href);
  for (const name of names) address.searchParams.delete(name);
  for (const [name, value] of Object.entries(said)) address.searchParams.set(name, value);
  if (exponent !== null && exponent !== usual) address.searchParams.set("log2_S", exponent);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}
