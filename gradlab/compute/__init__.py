"""Numbers in, numbers out: everything PyTorch does for gradlab. No page, no figure, no words for the reader."""
