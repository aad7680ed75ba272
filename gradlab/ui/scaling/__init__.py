"""From gradient to step: the page that names every stage which touches the unscaled gradient."""
