"""Where PyTorch explains what an entry computes."""


def torch_page(name: str) -> str:
    """The page of PyTorch 2.13's documentation on `torch.<name>`."""
    return f"https://docs.pytorch.org/docs/2.13/generated/torch.{name}.html"


def functional_page(name: str) -> str:
    """The page on `torch.nn.functional.<name>`."""
    return torch_page(f"nn.functional.{name}")
