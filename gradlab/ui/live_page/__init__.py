"""A live chart in a page of its own: one HTML file, without a server and without the internet."""
