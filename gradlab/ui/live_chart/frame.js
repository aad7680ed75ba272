// One message of the server as rows.

/** The server's message as rows: `at(index)` is everything the page shows at one position of the slider. */
function newFrame(data) {
  const numbers = unpack(data.names, data.base64);
  const width = data.elements.length;
  const active = data.elements.findIndex(({ key }) => key === data.active);
  const { key, name, tensor } = data.elements[active];
  const gridCount = Math.round((numbers.high[0] - numbers.low[0]) / numbers.step[0]) + 1;
  const at = (index) => {
    const gradient = numbers.gradients.subarray(index * width, (index + 1) * width);
    const companions = numbers.companion.length / numbers.position.length;
    const [left, right] = [numbers.left[index], numbers.right[index]];
    return {
      index, key, name, tensor, gradient, left, right, several: width > 1,
      gradientName: `${tensor}.grad${name.slice(tensor.length)}`,
      position: numbers.position[index], stored: numbers.stored[index], loss: numbers.loss[index],
      slope: gradient[active], companion: numbers.companion.subarray(index * companions, (index + 1) * companions), exact: numbers.exact[index], central: numbers.central[index],
      kink: numbers.kink[index] ? { left, right } : null,
      printed: data.printed[index], literal: data.literals[index], cause: data.causes[index],
    };
  };
  const curve = () => ({ x: numbers.stored.subarray(0, gridCount), y: numbers.loss.subarray(0, gridCount) });
  return { data, numbers, key, at, curve, gridCount, own: numbers.own[0], ownRow: numbers.row[0], largest: typicalSize(numbers.gradients) };
}
