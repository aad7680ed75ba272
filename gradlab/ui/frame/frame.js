// The frame of every page: its view, on the root element where styles ask for it, and going from page to page.

export default function ({ data, setStateValue }) {
  document.documentElement.dataset.view = data.view;
  // A slider that the browser follows by itself sends nothing. A message before the reader leaves tells the server where
  // it stands, so that the page is found again like that.
  const leaving = ({ target }) => {
    if (target.closest("[data-testid='stPageLink-NavLink']")) setStateValue("leaving", String(performance.now()));
  };
  document.addEventListener("focusin", leaving);
  return () => document.removeEventListener("focusin", leaving);
}
